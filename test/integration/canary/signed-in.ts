/**
 * Somebody who is signed in, named by a header: sessions have tests of their own, and none would outlive the days that
 * pass here. All else is read from the directory, as behind the real gate.
 */
import type { RequestHandler } from 'express';
import type { Pool } from 'pg';
import { rolesOf } from '../../../api/sign-in/roles';
import type { SignedIn } from '../../../api/sign-in/session';
import { chooseLanguage } from '../../../locales/languages';
import type { Catalogue } from '../../../store/catalogue';
import { clock } from '../../../store/load';

export const SIGNED_IN = 'x-signed-in';
/** Far away, and at no minute that could be a house's. */
const LATER = '2099-01-01T00:00:00.000Z';

export const signedInByHeader =
  (pool: Pool, catalogue: Catalogue): RequestHandler =>
  async (req, res, next) => {
    const snapshot = await catalogue.current();
    const person = snapshot.directory.people[req.get(SIGNED_IN) ?? ''];
    const organization = snapshot.directory.organizations[person?.organization ?? ''];
    if (!person || !organization) throw new Error(`Nobody is ${req.get(SIGNED_IN)}`);
    const now = await clock(pool);
    const side = organization.country;
    const user: SignedIn = {
      person,
      organization,
      side,
      language: chooseLanguage([person.language]),
      roles: rolesOf(snapshot, person.id, now),
      viewer: { organization: organization.id, side, person: person.id },
      csrf: { nonce: () => 'nonce', isOurs: () => true },
      until: LATER,
      idleUntil: LATER,
      now,
      snapshot,
    };
    (res.locals as { user?: SignedIn }).user = user;
    next();
  };
