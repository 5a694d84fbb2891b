/** Where somebody goes after signing in: back to a page of ours, and nowhere else. */
import type { Request } from 'express';

/** Where the board is: the first page of whoever came from nowhere. */
export const HOME = '/board';

const LONGEST = 1000;
const OURS = 'http://ours.invalid';

/** A path of our own, as a browser would read it, or null. Pure. */
export function ownPath(given: unknown): string | null {
  if (typeof given !== 'string' || given.length > LONGEST) return null;
  // Browsers read `//host`, `/\host` and a path with a tab in it as addresses of others.
  if (!/^\/(?![/\\])[\x21-\x7e]*$/.test(given) || given.includes('\\')) return null;
  if (!URL.canParse(given, OURS)) return null;
  const { origin, pathname, search } = new URL(given, OURS);
  const isOurs = origin === OURS && !pathname.startsWith('//');
  return isOurs && !/^\/sign-in(\/|$)/.test(pathname) ? pathname + search : null;
}

/** The page that asks somebody to sign in, and takes them back to where they were. Pure. */
export function signInAddress(req: Pick<Request, 'method' | 'originalUrl' | 'baseUrl' | 'query'>): string {
  const wasFetch = req.method === 'GET' || req.method === 'HEAD';
  // What a form was sent to is no page that could be fetched.
  const back = ownPath(wasFetch ? req.originalUrl : req.baseUrl);
  const { lang } = req.query;
  const query = new URLSearchParams({
    ...(back === null ? {} : { return: back }),
    ...(wasFetch ? {} : { ended: '1' }),
    ...(typeof lang === 'string' && /^[a-z]{2}$/.test(lang) ? { lang } : {}),
  });
  return query.size === 0 ? '/sign-in' : `/sign-in?${query}`;
}
