/** A browser without scripts: cookies, redirects and forms, which is all that the reviewers' pages need. */

export type Page = Readonly<{ url: string; status: number; html: string }>;
export type Form = Readonly<{ action: string; isMultipart: boolean; fields: Readonly<Record<string, string>> }>;
/** A file that goes along with a form. */
export type FileToSend = Readonly<{ field: string; name: string; type: string; content: string }>;

const attribute = (tag: string, name: string): string | null => {
  const found = new RegExp(`\\s${name}="([^"]*)"`).exec(tag);
  return found ? decoded(found[1] ?? '') : null;
};

const decoded = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

/** The forms of a page with the hidden fields that travel along. */
export function formsOf(page: Page): readonly Form[] {
  return [...page.html.matchAll(/<form\b[^>]*>[\s\S]*?<\/form>/g)].map(([form]) => {
    const hidden = [...form.matchAll(/<input\b[^>]*>/g)]
      .map(([tag]) => tag)
      .filter((t) => attribute(t, 'type') === 'hidden');
    return {
      action: attribute(form, 'action') ?? page.url,
      isMultipart: attribute(form, 'enctype') === 'multipart/form-data',
      fields: Object.fromEntries(hidden.map((t) => [attribute(t, 'name') ?? '', attribute(t, 'value') ?? ''])),
    };
  });
}

/** The text of the first element of a kind, without markup. */
export const textOf = (page: Page, element: string): string =>
  decoded(
    (new RegExp(`<${element}\\b[^>]*>([\\s\\S]*?)</${element}>`).exec(page.html)?.[1] ?? '').replace(/<[^>]+>/g, ' '),
  )
    .replace(/\s+/g, ' ')
    .trim();

function bodyOf(form: Form, fields: Readonly<Record<string, string>>, file?: FileToSend): URLSearchParams | FormData {
  if (!form.isMultipart) return new URLSearchParams(fields);
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  if (file) body.append(file.field, new Blob([file.content], { type: file.type }), file.name);
  return body;
}

export class Browser {
  private readonly cookies = new Map<string, string>();

  constructor(private readonly language: string) {}

  async open(url: string): Promise<Page> {
    return this.go(url, { method: 'GET' });
  }

  /** Fills in the form whose action ends with `action`, hidden fields included, and sends it. */
  async submit(page: Page, action: string, typed: Readonly<Record<string, string>>, file?: FileToSend): Promise<Page> {
    const form = formsOf(page).find((f) => decodeURIComponent(f.action.split('?')[0] ?? '').endsWith(action));
    if (!form) throw new Error(`The page ${page.url} (status ${page.status}) has no form for ${action}.`);
    const url = new URL(form.action, page.url).href;
    const body = bodyOf(form, { ...form.fields, ...typed }, file);
    return this.go(url, { method: 'POST', body, headers: { origin: new URL(url).origin } });
  }

  private async go(url: string, request: RequestInit): Promise<Page> {
    const headers = new Headers(request.headers);
    headers.set('accept-language', this.language);
    headers.set('accept', 'text/html');
    headers.set('cookie', [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await fetch(url, { ...request, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      this.cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    const next = response.headers.get('location');
    if (next && response.status >= 300 && response.status < 400)
      return this.go(new URL(next, url).href, { method: 'GET' });
    // A page that broke, or asks to wait, says nothing of the case.
    if (response.status >= 500 || response.status === 429) throw new Error(`${url} answered ${response.status}.`);
    return { url, status: response.status, html: await response.text() };
  }
}
