/**
 * The pages of sign-in. What they answer is the same for an address that is registered and for one that is not.
 *
 * 1. No secret stands in an address: the typed one and the code travel in bodies, the attempt in a cookie.
 * 2. GET and HEAD write nothing and set no cookie: an attempt opens with the first form.
 * 3. The code form carries a nonce of its attempt, every form after it one of the session.
 */
import { sideOfPerson } from '../../domain/directory/directory';
import type { Texts } from '../../locales/texts';
import type { Catalogue, Snapshot } from '../../store/catalogue';
import { addressHash, normalAddress, type Sessions } from '../../store/sessions';
import type { Asked, SignIns, Tried } from '../../store/sign-in';
import { digitsOf } from '../../store/sign-in-secrets';
import { hostCookie, setCookie } from '../forms/cookie';
import { textOf } from '../forms/fields';
import { createNonce, isNonceOf } from '../forms/nonce';
import { type Answer, carryOf, frameOf, page, seeOther, type Visit } from '../forms/room';
import { networkOf } from '../http/network';
import { Refused } from '../http/route';
import type { PageError } from '../look/frame';
import { HOME, ownPath } from './return';
import { mayBeSignedIn } from './roles';
import { sessionCookie } from './session';
import type { SignInViews } from './views';

export type SignInParts = Readonly<{
  signIns: SignIns;
  sessions: Sessions;
  catalogue: Pick<Catalogue, 'current'>;
  /** The moment, by the clock of the record. */
  now(): Promise<string>;
  texts: Texts;
  instance: string;
  /** Counts a mail asked for, by its network. Throws `Refused` with TooManyRequests. */
  countAsk(network: string): Promise<void>;
  onDelivery(id: string): void;
}>;

type Shown = Answer<SignInViews>;
export type Page = (visit: Visit, parts: SignInParts) => Promise<Shown> | Shown;

const attemptCookie = (instance: string): string => hostCookie(instance, 'sign-in');

/** Where the person wanted to go, as the page was told; "" for nowhere of ours. Pure. */
const backOf = ({ fields, query }: Visit): string => ownPath(fields.return ?? query.return) ?? '';

/** A page of sign-in with what goes along in its query: the language chosen, and where to go afterwards. Pure. */
function addressOf(visit: Visit, path: string): string {
  const back = backOf(visit);
  const query = new URLSearchParams({
    ...(visit.asked === null ? {} : { lang: visit.asked }),
    ...(back === '' ? {} : { return: back }),
  });
  return query.size === 0 ? path : `${path}?${query}`;
}

function frame(visit: Visit, texts: Texts, path: string) {
  const back = backOf(visit);
  const keep = back === '' ? '' : new URLSearchParams({ return: back }).toString();
  return { ...frameOf(visit, texts, path), keep };
}

/** GET /sign-in */
export const showAsk: Page = (visit, parts) => askPage(visit, parts, { status: 200, errors: [] });

type Wrong = Readonly<{ status: number; errors: readonly PageError[] }>;

const askPage = (visit: Visit, { texts }: SignInParts, { status, errors }: Wrong): Shown =>
  page<SignInViews, 'ask.njk'>(status, 'ask.njk', {
    ...frame(visit, texts, '/sign-in'),
    email: textOf(visit.fields, 'email'),
    back: backOf(visit),
    ended: visit.query.ended === '1' && errors.length === 0,
    errors,
  });

/** POST /sign-in: a code to the registered address, and the same answer whoever's it is. */
export const askForCode: Page = async (visit, parts) => {
  const { catalogue, signIns, onDelivery, instance } = parts;
  const email = textOf(visit.fields, 'email');
  const code = emailFault(email);
  if (code) return askPage(visit, parts, { status: 422, errors: [{ code, facts: {}, field: 'email' }] });
  await parts.countAsk(networkOf(visit.req.ip ?? 'unknown'));
  const asked = personOf(await catalogue.current(), email, await parts.now());
  const { attempt, mail } = await signIns.ask(asked);
  if (mail !== null) onDelivery(mail);
  return seeOther(addressOf(visit, '/sign-in/code'), [setCookie(attemptCookie(instance), attempt)]);
};

/** Longer ones no server takes (RFC 5321, section 4.5.3.1.3). */
const LONGEST_ADDRESS = 254;

/** What is wrong with a typed address, as far as anybody can see. The mail goes to the registered one alone. Pure. */
export function emailFault(email: string): 'EmailMissing' | 'EmailMalformed' | null {
  if (email === '') return 'EmailMissing';
  return email.length <= LONGEST_ADDRESS && /^[^\s@\p{C}<>"(),:;\\]+@[^\s@\p{C}<>"(),:;\\]+$/u.test(email)
    ? null
    : 'EmailMalformed';
}

/** Whose address it is: exactly one person's, whom the directory still gives a place. Pure. */
export function personOf({ directory }: Pick<Snapshot, 'directory'>, email: string, now: string): Asked {
  const address = normalAddress(email);
  const [person, another] = Object.values(directory.people).filter((p) => normalAddress(p.email) === address);
  // A mailbox that two people share proves neither of them.
  if (!person || another || !mayBeSignedIn(directory, person.id, now)) return null;
  return { person: person.id, side: sideOfPerson(directory, person.id) ?? '', addressHash: addressHash(address) };
}

/** GET /sign-in/code: the same for everyone, with an attempt or without. */
export const showCode: Page = (visit, parts) => codePage(visit, parts, { status: 200, errors: [] });

function codePage(visit: Visit, { texts, instance }: SignInParts, { status, errors }: Wrong): Shown {
  const attempt = visit.cookie(attemptCookie(instance));
  if (attempt === null) return seeOther(addressOf(visit, '/sign-in'));
  return page<SignInViews, 'code.njk'>(status, 'code.njk', {
    ...frame(visit, texts, '/sign-in/code'),
    nonce: createNonce(attempt),
    back: backOf(visit),
    errors,
  });
}

/** POST /sign-in/code */
export const signInByCode: Page = async (visit, parts) => {
  const { signIns, instance, onDelivery } = parts;
  const attempt = visit.cookie(attemptCookie(instance));
  const nonce = textOf(visit.fields, 'nonce');
  if (attempt === null || !isNonceOf(attempt, nonce)) return askAgain(visit, parts);
  const code = textOf(visit.fields, 'code');
  const fault = codeFault(code);
  if (fault) return codePage(visit, parts, { status: 422, errors: [beside(fault)] });
  const tried = await signIns.try(attempt, code, visit.cookie(sessionCookie(instance)));
  if (tried.result === 'wrong' && tried.mail !== null) onDelivery(tried.mail);
  return answerTo(tried, visit, parts);
};

const beside = (code: string): PageError => ({ code, facts: {}, field: 'code' });

/** What is wrong with a typed code before it is tried, or null. Pure. */
export function codeFault(code: string): 'CodeMissing' | 'CodeMalformed' | null {
  if (code === '') return 'CodeMissing';
  return /^(\d{8}|\d{16})$/.test(digitsOf(code)) ? null : 'CodeMalformed';
}

function answerTo(tried: Tried, visit: Visit, parts: SignInParts): Shown {
  const { instance } = parts;
  switch (tried.result) {
    case 'right':
      return seeOther(afterwards(visit), [
        setCookie(attemptCookie(instance), null),
        setCookie(sessionCookie(instance), tried.session),
      ]);
    case 'wrong':
      return codePage(visit, parts, { status: 403, errors: [beside('CodeWrong')] });
    case 'used':
      return codePage(visit, parts, { status: 403, errors: [beside('CodeUsed')] });
    case 'over':
      return askAgain(visit, parts);
  }
}

const askAgain = (visit: Visit, parts: SignInParts): Shown =>
  askPage(visit, parts, { status: 403, errors: [{ code: 'AskAgain', facts: {}, field: null }] });

/** Where the person goes now, in the language chosen by hand. */
function afterwards(visit: Visit): string {
  const back = backOf(visit) || HOME;
  return visit.asked === null || back.includes('lang=')
    ? back
    : `${back}${back.includes('?') ? '&' : '?'}${carryOf(visit).slice(1)}`;
}

/** POST /sign-in/out */
export const signOut: Page = async (visit, { sessions, instance }) => {
  const session = visit.cookie(sessionCookie(instance));
  const nonce = textOf(visit.fields, 'nonce');
  if (session !== null && !isNonceOf(session, nonce)) throw new Refused({ code: 'SessionEnded' });
  if (session !== null) await sessions.end(session);
  return seeOther(`/sign-in/out${carryOf(visit)}`, [setCookie(sessionCookie(instance), null)]);
};

/** GET /sign-in/out */
export const showOut: Page = (visit, { texts }) =>
  page<SignInViews, 'out.njk'>(200, 'out.njk', frame(visit, texts, '/sign-in/out'));

/** POST /sign-in/stay, behind `required`, which has prolonged the session. */
export const stay: Page = (visit) => seeOther(backOf(visit) || HOME);
