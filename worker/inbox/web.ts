import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Mailbox, MailQuery } from './mailbox';
import { framedHtml, listPage, mailPage, STYLE, wordPage } from './pages';

interface Answer {
  readonly status: number;
  readonly type: 'text/html' | 'text/css' | 'application/json';
  readonly body: string;
  readonly policy?: string;
}

const OUR_PAGES = "default-src 'none'; style-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'";
// A sender's HTML may colour itself; it may neither run nor fetch anything, nor act as one of our pages.
const FRAMED =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";

/** The inbox's pages and its JSON API. */
export function createWebServer(mailbox: Mailbox): Server {
  return createServer((request, response) => {
    answer(mailbox, request).then(
      (given) => send(response, request, given),
      () => send(response, request, html(500, wordPage('The inbox failed.'))),
    );
  });
}

async function answer(mailbox: Mailbox, request: IncomingMessage): Promise<Answer> {
  // A page of the web that lets its own name point at this machine would otherwise read the answer codes in here.
  if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(request.headers.host ?? '')) {
    return html(421, wordPage('This inbox answers only to this machine.'));
  }
  const url = new URL(request.url ?? '/', 'http://inbox');
  if (url.pathname === '/api/mails' && request.method === 'DELETE') {
    await mailbox.clear();
    return json(200, []);
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') return html(405, wordPage('GET and HEAD only.'));
  if (url.pathname === '/') return html(200, listPage(mailbox.list({})));
  if (url.pathname === '/style.css') return { status: 200, type: 'text/css', body: STYLE };
  if (url.pathname === '/api/mails') return list(mailbox, url);
  return one(mailbox, url.pathname);
}

function list(mailbox: Mailbox, url: URL): Answer {
  const query: Record<string, string> = {};
  for (const name of ['to', 'since', 'subject'] satisfies (keyof MailQuery)[]) {
    const value = url.searchParams.get(name);
    if (value) query[name] = value;
  }
  if (query.since !== undefined && Number.isNaN(Date.parse(query.since))) {
    return json(400, { error: `since is no instant: ${query.since}` });
  }
  return json(200, mailbox.list(query));
}

function one(mailbox: Mailbox, path: string): Answer {
  const [, api, id = '', part] = /^(\/api)?\/mails\/([^/]+)(\/html)?$/.exec(path) ?? [];
  const mail = mailbox.get(id);
  if (!mail) return api ? json(404, { error: 'no such mail' }) : html(404, wordPage('No such page.'));
  if (api) return part ? json(404, { error: 'no such mail' }) : json(200, mail);
  return part ? { ...html(200, framedHtml(mail)), policy: FRAMED } : html(200, mailPage(mail));
}

function html(status: number, body: string): Answer {
  return { status, type: 'text/html', body };
}

function json(status: number, value: unknown): Answer {
  return { status, type: 'application/json', body: JSON.stringify(value) };
}

function send(response: ServerResponse, request: IncomingMessage, given: Answer): void {
  response.writeHead(given.status, {
    'Content-Type': `${given.type}; charset=utf-8`,
    'Content-Length': Buffer.byteLength(given.body),
    'Content-Security-Policy': given.policy ?? OUR_PAGES,
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(request.method === 'HEAD' ? undefined : given.body);
}
