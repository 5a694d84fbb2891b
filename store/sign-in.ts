/**
 * Signing in by a mailed code.
 *
 * 1. A browser asks for an address and gets an attempt: ten minutes, five tries. The attempt for an address that
 *    nobody has is the same row and the same answers, and leads nowhere.
 * 2. A code works once, for ten minutes, in an attempt for the same person. A try is counted before it is judged, so
 *    that a hundred tries at the same moment are not judged as one.
 * 3. One person gets at most one mail in two minutes, whoever asks. Whoever asks meanwhile shares the code that was
 *    mailed; so a robot that asks all day keeps nobody out: it makes the mails come, and they work.
 * 4. Twenty wrong codes for a person within a day, in whatever attempts, retire the codes mailed before and mail one of
 *    *sixteen* digits in the same statement, and so it stays for the rest of the day. Nobody is locked out: guessing
 *    has become hopeless instead (twenty tries a day against at most five codes of eight digits).
 * 5. A code that was right once, but is used, expired or retired, is told so and not counted: whoever has it once had
 *    the mail.
 * 6. Whether the person may sign in is asked of the directory by the caller, when the code is asked for and at every
 *    request of the session.
 */
import type { Pool } from 'pg';
import { sha256 } from './canonical';
import { uuidv7 } from './identifiers';
import { newSessionId } from './sessions';
import type { Digits, SignInSecrets } from './sign-in-secrets';

/** Whose address was typed; null where nobody has it. */
export type Asked = Readonly<{ person: string; side: string; addressHash: string }> | null;

export type Tried = Readonly<
  | { result: 'right'; session: string; person: string }
  /** `mail`: the id of one that went out because of this wrong code. */
  | { result: 'wrong'; mail: string | null }
  | { result: 'used' | 'over' }
>;

export interface SignIns {
  /** Opens an attempt; gives the cookie's value and the id of the mail, where one goes out. */
  ask(asked: Asked): Promise<Readonly<{ attempt: string; mail: string | null }>>;
  /** Tries a code; the right one ends the attempt and `previous`, and opens a session. */
  try(attempt: string, code: string, previous: string | null): Promise<Tried>;
}

export const WRONG_CODES_OF_AN_ATTEMPT = 5;
export const WRONG_CODES_OF_A_PERSON = 20;

export function createSignIns({ pool, secrets }: Readonly<{ pool: Pool; secrets: SignInSecrets }>): SignIns {
  return {
    ask: async (asked) => {
      const attempt = newSessionId();
      const { person = null, addressHash = null, side = null } = asked ?? {};
      const values = [sha256(attempt), person, addressHash, uuidv7(), side, WRONG_CODES_OF_A_PERSON];
      const { rows } = await pool.query<{ id: string }>(ASK, values);
      return { attempt, mail: rows[0]?.id ?? null };
    },
    try: async (attempt, code, previous) => {
      const { rows } = await pool.query<AttemptRow>(COUNT_TRY, [sha256(attempt), WRONG_CODES_OF_AN_ATTEMPT]);
      const [found] = rows;
      if (!found) return { result: 'over' };
      const codes = await pool.query<CodeRow>(CODES, [found.person_id]);
      // All are compared, so that the time taken tells nothing of which one was nearly right.
      const matching = codes.rows.filter(({ id, digits }) => secrets.matches(id, digits, code));
      const current = matching.find((c) => c.current);
      if (current && found.person_id !== null) {
        const session = newSessionId();
        const hashes = [attempt, previous ?? '', session].map(sha256);
        const opened = await pool.query(OPEN, [current.id, ...hashes, found.address_hash]);
        if ((opened.rowCount ?? 0) > 0) return { result: 'right', session, person: found.person_id };
      }
      if (matching.length > 0) {
        await pool.query(TAKE_BACK_TRY, [sha256(attempt)]);
        return { result: 'used' };
      }
      const values = [found.person_id, uuidv7(), WRONG_CODES_OF_A_PERSON];
      const counted = await pool.query<{ id: string }>(COUNT_WRONG, values);
      return { result: 'wrong', mail: counted.rows[0]?.id ?? null };
    },
  };
}

type AttemptRow = Readonly<{ person_id: string | null; address_hash: string | null }>;
type CodeRow = Readonly<{ id: string; digits: Digits; current: boolean }>;

const MAIL = `
  INSERT INTO deliveries (id, kind, side, person_id, next_try, created_at)
  SELECT id, 'signIn', side, person_id, created_at, created_at FROM code
  RETURNING id`;

// Contracts 1, 3 and 4. `$4`: the mail's id; `$6`: how many wrong codes make codes long.
const ASK = `
  WITH clock AS MATERIALIZED (SELECT accord_now() AS now),
  attempt AS (
    INSERT INTO sign_in_attempts (id_hash, person_id, address_hash, created_at, expires_at)
    SELECT $1, $2, $3, now, now + interval '10 minutes' FROM clock),
  mailing AS (
    INSERT INTO sign_in_people AS p (person_id, mailed_at, open_code)
    SELECT $2, now, $4::uuid FROM clock WHERE $2::text IS NOT NULL
    ON CONFLICT (person_id) DO UPDATE SET mailed_at = excluded.mailed_at, open_code = excluded.open_code
     WHERE p.open_code IS NULL OR p.mailed_at <= excluded.mailed_at - interval '2 minutes'
    RETURNING p.person_id, p.mailed_at, p.wrong_codes >= $6 AND p.wrong_since > p.mailed_at - interval '1 day' AS guessed),
  code AS (
    INSERT INTO sign_in_codes (id, person_id, digits, created_at, expires_at)
    SELECT $4::uuid, person_id, CASE WHEN guessed THEN 16 ELSE 8 END, mailed_at, mailed_at + interval '10 minutes'
      FROM mailing
    RETURNING id, person_id, created_at, $5::text AS side)
  ${MAIL}`;

const COUNT_TRY = `
  UPDATE sign_in_attempts SET wrong_codes = wrong_codes + 1
   WHERE id_hash = $1 AND wrong_codes < $2 AND expires_at > accord_now()
  RETURNING person_id, address_hash`;

const TAKE_BACK_TRY = 'UPDATE sign_in_attempts SET wrong_codes = wrong_codes - 1 WHERE id_hash = $1';

const CODES = `
  SELECT id, digits, (used_at IS NULL AND expires_at > accord_now()) AS current
    FROM sign_in_codes WHERE person_id = $1 AND created_at > accord_now() - interval '1 day'
   ORDER BY created_at DESC LIMIT 100`;

const OPEN = `
  WITH clock AS MATERIALIZED (SELECT accord_now() AS now),
  taken AS (
    UPDATE sign_in_codes c SET used_at = clock.now FROM clock
     WHERE c.id = $1 AND c.used_at IS NULL AND c.expires_at > clock.now
    RETURNING c.person_id, clock.now),
  next AS (
    UPDATE sign_in_people p SET open_code = NULL FROM taken WHERE p.person_id = taken.person_id AND p.open_code = $1),
  attempt AS (DELETE FROM sign_in_attempts USING taken WHERE id_hash = $2),
  previous AS (DELETE FROM sessions USING taken WHERE id_hash = $3)
  INSERT INTO sessions (id_hash, person_id, address_hash, created_at, expires_at, idle_until)
  SELECT $4, person_id, $5, now, now + interval '8 hours', now + interval '60 minutes' FROM taken`;

// Contract 4. The one wrong code that makes it twenty retires, and mails; those after it find long codes.
const COUNT_WRONG = `
  WITH clock AS MATERIALIZED (SELECT accord_now() AS now),
  counted AS (
    UPDATE sign_in_people p
       SET wrong_codes = CASE WHEN p.wrong_since > clock.now - interval '1 day' THEN p.wrong_codes + 1 ELSE 1 END,
           wrong_since = CASE WHEN p.wrong_since > clock.now - interval '1 day' THEN p.wrong_since ELSE clock.now END,
           mailed_at = CASE WHEN p.wrong_since > clock.now - interval '1 day' AND p.wrong_codes = $3 - 1
                            THEN clock.now ELSE p.mailed_at END,
           open_code = CASE WHEN p.wrong_since > clock.now - interval '1 day' AND p.wrong_codes = $3 - 1
                            THEN $2::uuid ELSE p.open_code END
      FROM clock WHERE p.person_id = $1
    RETURNING p.person_id, p.wrong_codes, clock.now),
  retired AS (
    UPDATE sign_in_codes c SET expires_at = counted.now FROM counted
     WHERE counted.wrong_codes = $3 AND c.person_id = counted.person_id AND c.digits = 8 AND c.expires_at > counted.now),
  code AS (
    INSERT INTO sign_in_codes (id, person_id, digits, created_at, expires_at)
    SELECT $2::uuid, person_id, 16, now, now + interval '10 minutes' FROM counted WHERE wrong_codes = $3
    RETURNING id, person_id, created_at, (
      SELECT o.country FROM people JOIN organizations o ON o.id = people.organization_id
       WHERE people.id = person_id) AS side)
  ${MAIL}`;
