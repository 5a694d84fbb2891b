/**
 * Reading sessions: what a browser holds after a link or a code has opened a case.
 *
 * 1. The id (256 random bits) stands in the cookie alone; here only its SHA-256, bound to one ref.
 * 2. A session lives half an hour from its opening. Reading writes nothing, so nothing prolongs it.
 * 3. What was typed is kept with the session. After its end it reads nothing more, but the same browser, opening
 *    the link again, gets its own words back: whoever reads for half an hour must not lose an answer.
 * 4. The draft belongs to the browser and never to the ref: what a robot chose is never shown to a person.
 */
import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { sha256 } from './canonical';
import type { ReviewAccess } from './review-access';

export type ReadingSession = Readonly<{
  /** The cookie's value; never stored. */
  id: string;
  ref: string;
  codeProven: boolean;
  language: string | null;
  /** The answer chosen, as the pages keep it. */
  draft: unknown;
}>;

export type Found = Readonly<{ session: ReadingSession; expired: boolean }>;
export type Tried = Readonly<{ result: 'right' | 'wrong' | 'superseded' | 'ended'; fresh: string | null }>;

export interface ReadingSessions {
  /** Opens one; takes over the draft of `previous`, the session that the same browser had for this ref. */
  open(given: { ref: string; codeProven: boolean; language: string | null; previous: string | null }): Promise<string>;
  find(ref: string, id: string): Promise<Found | null>;
  /** Keeps an answer; also in a session that has just expired (contract 3). */
  keepDraft(session: ReadingSession, draft: unknown): Promise<void>;
  keepLanguage(session: ReadingSession, language: string): Promise<void>;
  /** Tries an answer code; after the fifth wrong one the session is over. */
  tryCode(session: ReadingSession, code: string): Promise<Tried>;
  end(session: ReadingSession): Promise<void>;
}

export const WRONG_CODES_OF_A_SESSION = 5;

export function createReadingSessions({ pool, access }: { pool: Pool; access: ReviewAccess }): ReadingSessions {
  const write = async (sql: string, { id, ref }: ReadingSession, ...values: unknown[]): Promise<number> =>
    (await pool.query(sql, [sha256(id), ref, ...values])).rowCount ?? 0;
  return {
    open: async ({ ref, codeProven, language, previous }) => {
      const id = randomBytes(32).toString('base64url');
      await pool.query(OPEN, [sha256(id), ref, codeProven, language, previous === null ? null : sha256(previous)]);
      return id;
    },
    find: async (ref, id) => {
      const { rows } = await pool.query<SessionRow>(FIND, [sha256(id), ref]);
      const row = rows[0];
      if (!row) return null;
      const session = { id, ref, codeProven: row.code_proven, language: row.language, draft: row.draft };
      return { session, expired: row.expired };
    },
    keepDraft: async (session, draft) => {
      await write(KEEP_DRAFT, session, JSON.stringify(draft));
    },
    keepLanguage: async (session, language) => {
      await write(KEEP_LANGUAGE, session, language);
    },
    tryCode: async (session, code) => {
      if ((await write(COUNT_TRY, session, WRONG_CODES_OF_A_SESSION)) === 0) return { result: 'ended', fresh: null };
      const judgement = await access.judge(session.ref, { code });
      if (judgement !== 'wrong') {
        await write(TAKE_BACK_TRY, session, judgement === 'right');
        return { result: judgement, fresh: null };
      }
      const fresh = await access.countWrong(session.ref);
      const ended = (await write(END_IF_SPENT, session, WRONG_CODES_OF_A_SESSION)) > 0;
      return { result: ended ? 'ended' : 'wrong', fresh };
    },
    end: async (session) => {
      await write('DELETE FROM reading_sessions WHERE id_hash = $1 AND ref = $2', session);
    },
  };
}

type SessionRow = Readonly<{ code_proven: boolean; language: string | null; draft: unknown; expired: boolean }>;

const OPEN = `
  WITH clock AS MATERIALIZED (SELECT accord_now() AS now)
  INSERT INTO reading_sessions (id_hash, ref, created_at, expires_at, code_proven, language, draft)
  SELECT $1, $2, clock.now, clock.now + interval '30 minutes', $3, $4,
         (SELECT p.draft FROM reading_sessions p WHERE p.id_hash = $5 AND p.ref = $2)
    FROM clock`;

const FIND = `
  SELECT code_proven, language, draft, (expires_at <= accord_now()) AS expired
    FROM reading_sessions WHERE id_hash = $1 AND ref = $2`;

const KEEP_DRAFT = 'UPDATE reading_sessions SET draft = $3::jsonb WHERE id_hash = $1 AND ref = $2';
const KEEP_LANGUAGE = 'UPDATE reading_sessions SET language = $3 WHERE id_hash = $1 AND ref = $2';

const COUNT_TRY = `
  UPDATE reading_sessions SET wrong_codes = wrong_codes + 1
   WHERE id_hash = $1 AND ref = $2 AND wrong_codes < $3 AND expires_at > accord_now()`;

const TAKE_BACK_TRY = `
  UPDATE reading_sessions SET wrong_codes = wrong_codes - 1, code_proven = code_proven OR $3
   WHERE id_hash = $1 AND ref = $2`;

const END_IF_SPENT = `
  UPDATE reading_sessions SET expires_at = least(expires_at, accord_now())
   WHERE id_hash = $1 AND ref = $2 AND wrong_codes >= $3`;
