/**
 * A room of pages: everything below one address, from Express to handlers and back.
 *
 * 1. GET, HEAD and OPTIONS write nothing and set no cookie. Every act is a POST from a page of ours.
 * 2. Where somebody is signed in, a form carries a nonce of that very session (`userIn` says who it is).
 * 3. A handler answers with a value: a page, or the address of the next one.
 * 4. An error page says what happened and what to do, and nothing of any case; its cause goes to the log.
 */
import { randomUUID } from 'node:crypto';
import { type ErrorRequestHandler, type Request, type RequestHandler, type Response, Router } from 'express';
import { REFUSALS } from '../../domain/proposal/refusals';
import { isLanguage, LANGUAGES, type Language } from '../../locales/languages';
import type { Texts } from '../../locales/texts';
import { languageOf } from '../http/language';
import { traceOf } from '../http/log';
import { Refused } from '../http/route';
import type { Frame, PageError } from '../look/frame';
import { createRenderer, type Renderer } from '../look/render';
import { refusedFrom } from '../problems/broken';
import { type SignedIn, userIn } from '../sign-in/session';
import { cookieValue } from './cookie';
import { type Fields, fieldsOf, textOf } from './fields';
import { PAGE_HEADERS } from './headers';
import type { PageLimits } from './limits';
import { isOurPage } from './our-page';
import { readForm } from './read-form';

/** A request as handlers see it. */
export type Visit = Readonly<{
  /** The whole path, without its query. */
  path: string;
  params: Fields;
  query: Fields;
  fields: Fields;
  /** The language asked for by `?lang=`, or null. */
  asked: Language | null;
  /** What the browser prefers. */
  preferred: Language;
  cookie(name: string): string | null;
  /** Whoever is signed in, behind `required`. */
  user: SignedIn | null;
  requestId: string;
  /** For what is no form: an upload, a stream. */
  req: Request;
}>;

type Pages<Views> = { [V in keyof Views]: Readonly<{ view: V; data: Views[V] }> }[keyof Views];
type Cookies = Readonly<{ cookies?: readonly string[] }>;
/** `cookies`: lines of `setCookie`. Only a POST may carry them. */
export type PageAnswer<Views> = Readonly<{ status: number; page: Pages<Views> }> & Cookies;
export type Redirect = Readonly<{ seeOther: string }> & Cookies;
export type Answer<Views> = PageAnswer<Views> | Redirect;
export type Handler<Views> = (visit: Visit) => Promise<Answer<Views>> | Answer<Views>;
export type Handlers<Views> = Readonly<{
  get?: Handler<Views>;
  post?: Handler<Views>;
  /** What stands before this page alone, after what stands before all of them. */
  before?: readonly RequestHandler[];
}>;

/** A page with its data; keeps the two together. Pure. */
export const page = <Views, V extends keyof Views>(
  status: number,
  view: V,
  data: Views[V],
  cookies: readonly string[] = [],
): PageAnswer<Views> => ({ status, page: { view, data }, cookies });

export const seeOther = (address: string, cookies: readonly string[] = []): Redirect => ({
  seeOther: address,
  cookies,
});

export type RoomOptions<Views> = Readonly<{
  pages: Readonly<Record<string, Handlers<Views>>>;
  /** The folder of the room's templates. */
  viewsDir: string;
  texts: Texts;
  /** Namespaces of the room's own words for errors, before `sign-in` and those of refusals. */
  errorsIn?: readonly string[];
  assetsUrl: string;
  /** Where people reach this instance: forms are taken from its pages only. */
  baseUrl: string;
  limits: PageLimits;
  /** What stands before every page: `signIn.required`, `requireRole(…)`, a reader of uploads. */
  before?: readonly RequestHandler[];
  /** Told of whatever broke; the page never shows it. */
  onError?: (error: unknown, requestId: string) => void;
}>;

type ProblemPage = Frame &
  Readonly<{ status: number; error: PageError; retryAfterSeconds: number | null; requestId: string | null }>;

/** The routes of a room; mount them at its address. */
export function createRoom<Views extends Record<string, Frame>>(options: RoomOptions<Views>): Router {
  const room = new Room<Views>(options);
  const router = Router({ caseSensitive: true });
  router.use(room.admit);
  for (const [path, { get, post, before: own = [] }] of Object.entries(options.pages)) {
    const allow = [...(get ? ['GET', 'HEAD'] : []), ...(post ? ['POST'] : []), 'OPTIONS'].join(', ');
    const route = router.route(path);
    route.options((_req, res) => {
      res.set('Allow', allow).status(204).end();
    });
    const before = [...(options.before ?? []), ...own];
    if (get) route.get(...before, room.serve(get));
    if (post) route.post(...before, room.serve(post));
    route.all(() => {
      throw new Refused({ code: 'MethodNotAllowed' }, [], { Allow: allow });
    });
  }
  router.use(() => {
    throw new Refused({ code: 'NotFound' });
  });
  router.use(room.fail);
  return router;
}

class Room<Views extends Record<string, Frame>> {
  private readonly pages: Renderer<Views>;
  private readonly problems: Renderer<{ 'problem.njk': ProblemPage }>;

  constructor(private readonly options: RoomOptions<Views>) {
    const { texts, assetsUrl, viewsDir } = options;
    const errorsIn = [...(options.errorsIn ?? []), 'sign-in', 'review'];
    this.pages = createRenderer({ viewsDirs: [viewsDir], texts, assetsUrl, errorsIn });
    this.problems = createRenderer({ viewsDirs: [], texts, assetsUrl, errorsIn });
  }

  /** Who may send a form, and how often. */
  readonly admit: RequestHandler = async (req, res, next) => {
    res.set(PAGE_HEADERS);
    if (req.method === 'POST') {
      await this.options.limits.countPost(addressOf(req));
      if (!isOurPage(req, this.options.baseUrl)) throw new Refused({ code: 'SessionEnded' });
    }
    next();
  };

  serve(handler: Handler<Views>): RequestHandler {
    return async (req, res) => {
      const user = userIn(res);
      if (req.method === 'POST') {
        if (req.body === undefined) await readForm(req, res);
        const nonce = textOf(fieldsOf(req.body), 'nonce');
        if (user && !user.csrf.isOurs(nonce)) throw new Refused({ code: 'SessionEnded' });
      }
      const answer = await handler(visitOf(req, res));
      if ('status' in answer && answer.status === 403) await this.options.limits.countRefused(addressOf(req));
      this.send(answer, res);
    };
  }

  readonly fail: ErrorRequestHandler = (thrown, req, res, _next) => {
    const { refusal, headers } = refusedFrom(thrown) ?? new Refused({ code: 'InternalError' });
    const { status, log } = REFUSALS[refusal.code];
    const visit = visitOf(req, res);
    Object.assign(traceOf(res), { code: refusal.code, level: log });
    // Counting never fails, and nobody waits for it.
    if (status === 403 && req.method === 'POST') void this.options.limits.countRefused(addressOf(req));
    if (status >= 500) this.options.onError?.(thrown, visit.requestId);
    if (res.headersSent) {
      res.destroy();
      return;
    }
    const seconds = Number(headers['Retry-After']);
    const html = this.problems.render('problem.njk', {
      ...frameOf(visit, this.options.texts, visit.path),
      status,
      error: { code: refusal.code, facts: refusal.facts ?? {}, field: null },
      retryAfterSeconds: seconds > 0 ? seconds : null,
      requestId: status >= 500 ? visit.requestId : null,
    });
    res.status(status).set(PAGE_HEADERS).set(headers).type('html').send(html);
  };

  private send(answer: Answer<Views>, res: Response): void {
    for (const line of answer.cookies ?? []) res.append('Set-Cookie', line);
    if ('seeOther' in answer) {
      res.redirect(303, answer.seeOther);
      return;
    }
    const { view, data } = answer.page;
    res.status(answer.status).set('Content-Language', data.language).type('html');
    res.send(this.pages.render(view as keyof Views & string, data as Views[keyof Views & string]));
  }
}

const addressOf = (req: Request): string => req.ip ?? 'unknown';

function visitOf(req: Request, res: Response): Visit {
  const locals = res.locals as { requestId?: string };
  locals.requestId ??= randomUUID();
  const { lang } = req.query;
  return {
    path: req.baseUrl + (req.path === '/' ? '' : req.path),
    params: fieldsOf(req.params),
    query: fieldsOf(req.query),
    fields: fieldsOf(req.body),
    asked: isLanguage(lang) ? lang : null,
    preferred: languageOf(req),
    cookie: (name) => cookieValue(req.get('cookie'), name),
    user: userIn(res),
    requestId: locals.requestId,
    req,
  };
}

/** What a language chosen by hand adds to an address. Pure. */
export const carryOf = ({ asked }: Pick<Visit, 'asked'>): string => (asked === null ? '' : `?lang=${asked}`);

/**
 * The frame of a page: in the language asked for, else in that of whoever is signed in, else in the browser's. `path`
 * is one that can be fetched, so that the switch of languages leads somewhere.
 */
export function frameOf(visit: Visit, texts: Texts, path: string): Frame {
  const { user } = visit;
  const language = visit.asked ?? user?.language ?? visit.preferred;
  const spoken: readonly string[] = user?.snapshot.countries[user.side]?.languages ?? [];
  const offered = LANGUAGES.filter(
    (l) => l === language || l === user?.language || spoken.includes(l) || texts.facts(l).state !== 'untranslated',
  );
  return { language, languages: offered, path, carry: carryOf(visit), ...(user ? { who: whoOf(user, language) } : {}) };
}

/** What the head of a page says of whoever is signed in. */
function whoOf({ person, organization, csrf, idleUntil }: SignedIn, language: Language): NonNullable<Frame['who']> {
  const { names } = organization;
  const lang = [language, 'en'].find((l) => names[l] !== undefined) ?? Object.keys(names)[0] ?? language;
  const office = { text: names[lang] ?? organization.id, lang };
  const { name, zone } = person;
  return { name, office: name.includes(office.text) ? null : office, nonce: csrf.nonce(), idleUntil, zone };
}
