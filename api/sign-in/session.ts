/**
 * Who is signed in, for every room of pages that asks.
 *
 * 1. The cookie names a session; person, organization, side and roles are read from the directory at every request.
 *    Whoever was taken out of it, whose seats all ended, or whose registered address changed, is signed out with the
 *    next request.
 * 2. Fetching writes nothing, so it prolongs nothing: a session goes on with every form that is sent, and with the
 *    one that a page of ours sends while somebody works on it.
 */
import type { Request, RequestHandler, Response } from 'express';
import type { Organization, Person } from '../../domain/directory/directory';
import type { Instant } from '../../domain/time/instant';
import type { Viewer } from '../../domain/visibility/visible-to';
import { chooseLanguage, type Language } from '../../locales/languages';
import type { Catalogue, Snapshot } from '../../store/catalogue';
import { addressHash, type Sessions } from '../../store/sessions';
import { cookieValue, hostCookie } from '../forms/cookie';
import { createNonce, isNonceOf } from '../forms/nonce';
import { Refused } from '../http/route';
import { signInAddress } from './return';
import { mayBeSignedIn, type Roles, rolesOf } from './roles';

/** Nonces of this session's forms; each is the idempotency key of its form too. */
export type Csrf = Readonly<{ nonce(): string; isOurs(nonce: string): boolean }>;

export type SignedIn = Readonly<{
  person: Person;
  organization: Organization;
  /** The country of the organization. */
  side: string;
  language: Language;
  roles: Roles;
  viewer: Viewer;
  csrf: Csrf;
  /** When the session ends whatever is done, and when it ends if nothing is. */
  until: Instant;
  idleUntil: Instant;
  /** The moment and the catalogue that all this was read from. */
  now: Instant;
  snapshot: Snapshot;
}>;

export type SessionReader = Readonly<{
  /** Who sends this request; null for nobody known. Writes nothing. */
  signedIn(req: Request): Promise<SignedIn | null>;
  /** Lets nobody pass who is not signed in; behind it `userOf` and `userIn` name the person. */
  required: RequestHandler;
}>;

export type SessionParts = Readonly<{
  sessions: Sessions;
  catalogue: Pick<Catalogue, 'ensure'>;
  /** Names the cookie. */
  instance: string;
}>;

/** The name of the session's cookie. Pure. */
export const sessionCookie = (instance: string): string => hostCookie(instance, 'session');

const isFetch = (req: Request): boolean => ['GET', 'HEAD', 'OPTIONS'].includes(req.method);

/** Reads sessions from requests. */
export function createSessionReader({ sessions, catalogue, instance }: SessionParts): SessionReader {
  const cookieOf = (req: Request) => cookieValue(req.get('cookie'), sessionCookie(instance));
  const signedIn = async (req: Request): Promise<SignedIn | null> => {
    const cookie = cookieOf(req);
    const found = cookie === null ? null : await sessions.find(cookie);
    if (!cookie || !found) return null;
    const snapshot = await catalogue.ensure(found.catalogue);
    const { directory } = snapshot;
    const person = directory.people[found.person];
    const organization = directory.organizations[person?.organization ?? ''];
    if (!person || !organization || !mayBeSignedIn(directory, person.id, found.now)) return null;
    // The session was opened by whoever read the mails of the old address.
    if (addressHash(person.email) !== found.addressHash) return null;
    const side = organization.country;
    return {
      person,
      organization,
      side,
      language: chooseLanguage([person.language]),
      roles: rolesOf(snapshot, person.id, found.now),
      viewer: { organization: organization.id, side, person: person.id },
      csrf: { nonce: () => createNonce(cookie), isOurs: (nonce) => isNonceOf(cookie, nonce) },
      until: found.until,
      idleUntil: found.idleUntil,
      now: found.now,
      snapshot,
    };
  };
  const required: RequestHandler = async (req, res, next) => {
    const user = await signedIn(req);
    if (!user) {
      res.redirect(303, signInAddress(req));
      return;
    }
    (res.locals as Locals).user = user;
    const cookie = cookieOf(req);
    if (cookie !== null && !isFetch(req)) await sessions.goOn(cookie);
    next();
  };
  return { signedIn, required };
}

type Locals = { user?: SignedIn };

/** Who is signed in, where `required` or nobody asked for it. */
export const userIn = (res: Response): SignedIn | null => (res.locals as Locals).user ?? null;

/** Who is signed in, behind `required`. */
export function userOf(res: Response): SignedIn {
  const user = userIn(res);
  if (!user) throw new Error('Nobody asked who is signed in: put `required` before this route');
  return user;
}

/** Lets only registrars or coordinators pass; stands behind `required`. */
export const requireRole =
  (role: 'registrar' | 'coordinator'): RequestHandler =>
  (_req, res, next) => {
    if (!userOf(res).roles[role]) throw new Refused({ code: 'NotYourSeat' });
    next();
  };
