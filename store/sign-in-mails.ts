/** The mails that carry sign-in codes: rows among the deliveries that belong to no case. */
import type { Pool } from 'pg';
import type { Instant } from '../domain/time/instant';
import { FREE, LEASE } from './deliveries';
import type { Digits } from './sign-in-secrets';

export type ClaimedSignIn = Readonly<{
  id: string;
  kind: 'signIn';
  person: string;
  side: string;
  attempts: number;
  /** Names this claim. */
  lease: string;
  /** The version of the catalogue in which the person's address is looked up. */
  catalogue: string;
  digits: Digits;
  until: Instant;
  /** False when the code has been used, was retired or has expired. */
  wanted: boolean;
}>;

export type SignInMails = Readonly<{
  /** Takes one for a minute; null where it is no such mail, is not due, is held, or has ended. */
  claim(id: string): Promise<ClaimedSignIn | null>;
}>;

const CLAIM = `
WITH claimed AS (
  UPDATE deliveries SET leased_until = ${LEASE} WHERE id = $1 AND kind = 'signIn' AND ${FREE}
  RETURNING id, person_id, side, attempts, leased_until::text AS lease
)
SELECT claimed.*, (SELECT version::text FROM catalogue_version) AS catalogue, c.digits, c.expires_at,
       c.used_at IS NULL AND c.expires_at > accord_now() AS wanted
  FROM claimed JOIN sign_in_codes AS c ON c.id = claimed.id`;

type Row = Readonly<{
  id: string;
  person_id: string;
  side: string;
  attempts: number;
  lease: string;
  catalogue: string;
  digits: Digits;
  expires_at: Date;
  wanted: boolean;
}>;

/** The sign-in mails behind a pool; they end like every other delivery. */
export const createSignInMails = (pool: Pool): SignInMails => ({
  claim: async (id) => {
    const { rows } = await pool.query<Row>({ name: 'sign-in-claim', text: CLAIM, values: [id] });
    const [row] = rows;
    if (!row) return null;
    const { person_id: person, expires_at, ...rest } = row;
    return { ...rest, kind: 'signIn', person, until: expires_at.toISOString() };
  },
});
