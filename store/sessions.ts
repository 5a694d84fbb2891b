/**
 * Sessions of people who signed in.
 *
 * 1. The id (256 random bits) stands in the cookie alone; here only its SHA-256.
 * 2. A session lives eight hours at most, and ends after an hour in which no form was sent. Reading writes nothing.
 * 3. Every sign-in makes a new one and ends the one that the same browser showed: nobody can be given an id that
 *    somebody else knows.
 */
import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import type { Instant } from '../domain/time/instant';
import { sha256 } from './canonical';

export type FoundSession = Readonly<{
  person: string;
  /** Of the address to which the code was mailed. */
  addressHash: string;
  until: Instant;
  idleUntil: Instant;
  now: Instant;
  /** The version of the catalogue at this moment. */
  catalogue: string;
}>;

export interface Sessions {
  /** The session of a cookie that has not ended. Writes nothing. */
  find(id: string): Promise<FoundSession | null>;
  /** An hour more, within its eight. */
  goOn(id: string): Promise<void>;
  end(id: string): Promise<void>;
  /** Ends all sessions of a person; gives how many there were. */
  revoke(person: string): Promise<number>;
}

/** A new id, for a cookie. */
export const newSessionId = (): string => randomBytes(32).toString('base64url');

/** What is compared to see whether the registered address is still the same. Pure. */
export const addressHash = (address: string): string => sha256(normalAddress(address));

/** An address as it is compared: people write capitals where there are none. Pure. */
export const normalAddress = (address: string): string => address.trim().normalize('NFC').toLowerCase();

const FIND = `
  SELECT s.person_id, s.address_hash, s.expires_at, s.idle_until, clock.now,
         (SELECT version::text FROM catalogue_version) AS catalogue
    FROM (SELECT accord_now() AS now) clock
    JOIN sessions s ON s.id_hash = $1 AND s.expires_at > clock.now AND s.idle_until > clock.now`;

const GO_ON = `
  WITH clock AS MATERIALIZED (SELECT accord_now() AS now)
  UPDATE sessions SET idle_until = least(expires_at, clock.now + interval '60 minutes')
    FROM clock WHERE id_hash = $1 AND expires_at > clock.now AND idle_until > clock.now`;

type Row = Readonly<{
  person_id: string;
  address_hash: string;
  expires_at: Date;
  idle_until: Date;
  now: Date;
  catalogue: string;
}>;

/** The sessions behind a pool; `store/sign-in.ts` opens them. */
export function createSessions(pool: Pool): Sessions {
  return {
    find: async (id) => {
      const { rows } = await pool.query<Row>({ name: 'session-find', text: FIND, values: [sha256(id)] });
      return rows[0] ? foundFrom(rows[0]) : null;
    },
    goOn: async (id) => {
      await pool.query(GO_ON, [sha256(id)]);
    },
    end: async (id) => {
      await pool.query('DELETE FROM sessions WHERE id_hash = $1', [sha256(id)]);
    },
    revoke: async (person) => (await pool.query('DELETE FROM sessions WHERE person_id = $1', [person])).rowCount ?? 0,
  };
}

const foundFrom = ({ person_id, address_hash, expires_at, idle_until, now, catalogue }: Row): FoundSession => ({
  person: person_id,
  addressHash: address_hash,
  until: expires_at.toISOString(),
  idleUntil: idle_until.toISOString(),
  now: now.toISOString(),
  catalogue,
});
