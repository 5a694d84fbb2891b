/** A request to the reviewers' pages as its handlers see it: nothing of Express, nothing unread. */
import type { Request } from 'express';
import { isLanguage, LANGUAGES, type Language } from '../../locales/languages';
import type { Texts } from '../../locales/texts';
import { cookieValue } from '../forms/cookie';
import { type Fields, fieldsOf } from '../forms/fields';
import { languageOf } from '../http/language';
import type { Frame } from '../look/frame';
import { cookieName } from './cookie';
import { DONE, type Done } from './view';

export type Visit = Readonly<{
  ref: string;
  /** The value of this ref's cookie, or null. */
  cookie: string | null;
  /** The language asked for by `?lang=`, or null. */
  asked: Language | null;
  /** What the browser prefers; holds until a session says whose page it is. */
  preferred: Language;
  /** What was just done, on the page that follows it. */
  done: Done | null;
  fields: Fields;
  requestId: string;
}>;

/** Reads a request. Pure. */
export function visitOf(req: Request, instance: string, requestId: string): Visit {
  const { lang, done } = req.query;
  const ref = String(req.params.ref ?? '');
  return {
    ref,
    cookie: cookieValue(req.get('cookie'), cookieName(instance, ref)),
    asked: isLanguage(lang) ? lang : null,
    preferred: languageOf(req),
    done: DONE.find((one) => one === done) ?? null,
    fields: fieldsOf(req.body),
    requestId,
  };
}

/** What a language chosen by hand adds to an address. Pure. */
export const carryOf = ({ asked }: Pick<Visit, 'asked'>): string => (asked === null ? '' : `?lang=${asked}`);

/** The address of a page of this ref, in the language asked for. Pure. */
export function addressOf(visit: Visit, page: '' | '/check' | '/receipt' | '/fresh' = ''): string {
  const said = visit.done === null ? '' : `${carryOf(visit) === '' ? '?' : '&'}done=${visit.done}`;
  return `/review/${visit.ref}${page}${carryOf(visit)}${said}`;
}

/** The frame of a page. `path` is one that can be fetched, so that the switch of languages leads somewhere. Pure. */
export function frameOf(
  visit: Visit,
  texts: Texts,
  given: { path: string; language?: Language; offered?: readonly string[] },
): Frame {
  const language = given.language ?? visit.asked ?? visit.preferred;
  const offered = given.offered ?? LANGUAGES.filter((l) => texts.facts(l).state !== 'untranslated');
  return {
    language,
    languages: LANGUAGES.filter((l) => l === 'en' || l === language || offered.includes(l)),
    path: given.path,
    carry: carryOf(visit),
  };
}
