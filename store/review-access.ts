/**
 * Who may open a case by a link, and who may answer in it.
 *
 * 1. A ref only locates. What opens a case is a token or an answer code of a mail that was sent for this ref;
 *    both are derived from the mail's id (`review-secrets.ts`) and never stored.
 * 2. A token opens a *reading* session; only a code, typed by a person, lets it answer. A program that holds the
 *    link and submits every form has the token and no code: it guesses, once right in 100,000,000 for each mail.
 * 3. A try is counted before it is judged, so that a hundred tries at the same moment are not judged as one.
 *    Five wrong codes end the reading session. That costs a person one more click on the link and no waiting.
 * 4. Twenty wrong codes for a ref within a day retire every token and code mailed before, and a fresh mail goes to
 *    the registered address *in the same statement*: there is no moment in which the person has nothing that works.
 * 5. At most one fresh mail goes out in ten minutes, whoever asks and for whatever reason. While the last one is
 *    younger (or not sent yet) nothing is retired: the counter stays, and the next wrong code after that retires.
 *    So every mail works for at least ten minutes after it was sent, however busy a robot is.
 * 6. Nobody who has a mail is ever locked out: its link opens at any moment, and behind it its code is right at any
 *    moment. A robot can cause a mail every ten minutes, which is loud, but cannot hold the door shut. What bounds
 *    guessing is the price of a try (the caller counts forms of each IPv4 address or /64 of IPv6, across processes,
 *    and a refused one for five), the size of the code, and that it is retired under the guesser.
 *    There is no count for each ref that could refuse: a robot would use it up, and a person without scripts, who has
 *    nothing but the code, would stand before a closed door.
 * 7. Asking for a fresh link never stops a retirement that is due: it then retires too. Otherwise a robot could
 *    press the button every ten minutes and go on guessing at a growing heap of codes.
 * 8. Retiring ends no open session: who has proven the code in one may finish there. A session without the proof
 *    may read to its end, and needs the newest code to answer.
 * 9. A retired token or code is told so and not counted: whoever has it once had the mail.
 * 10. Whether the person still holds the seat and whether the ballot is open is asked of the case, by the caller, at
 *    every step; a fresh mail is asked again when it is claimed.
 */
import type { Pool } from 'pg';
import type { Instant } from '../domain/time/instant';
import { uuidv7 } from './identifiers';
import type { ReviewSecrets } from './review-secrets';

/** What a link leads to. */
export type Place = Readonly<{
  ref: string;
  proposal: string;
  ballot: string;
  seat: string;
  office: string;
  person: string;
  side: string;
}>;

export type Proof = Readonly<{ token: string } | { code: string }>;

/** `superseded`: right once, but retired since. An unknown ref is `wrong` like everything else. */
export type Judgement = 'right' | 'superseded' | 'wrong';

export interface ReviewAccess {
  /** What a ref leads to, null for an unknown one; with the present instant and catalogue. Writes nothing. */
  locate(ref: string): Promise<{ place: Place | null; now: Instant; catalogue: string }>;
  /** Judges a proof. Writes nothing: a wrong code has to be counted with `countWrong`. */
  judge(ref: string, proof: Proof): Promise<Judgement>;
  /** Counts a wrong code; gives the id of the fresh mail where this retired all earlier ones. */
  countWrong(ref: string): Promise<string | null>;
  /** Queues a mail with a fresh link unless one went out within ten minutes; gives its id. */
  sendFresh(ref: string): Promise<string | null>;
}

export const WRONG_CODES_OF_A_REF = 20;
const REF = /^[A-Za-z0-9_-]{16,43}$/;

/** Whether a text can be a ref at all. Pure. */
export const looksLikeRef = (text: string): boolean => REF.test(text);

export function createReviewAccess({ pool, secrets }: { pool: Pool; secrets: ReviewSecrets }): ReviewAccess {
  const sendFresh = async (ref: string, onlyToRetire: boolean): Promise<string | null> => {
    const { rows } = await pool.query<{ id: string }>(SEND_FRESH, [ref, uuidv7(), onlyToRetire, WRONG_CODES_OF_A_REF]);
    return rows[0]?.id ?? null;
  };
  return {
    locate: async (ref) => {
      const { rows } = await pool.query<PlaceRow>(LOCATE, [ref]);
      const row = rows[0];
      if (!row) throw new Error('The database tells no time');
      return { place: placeOf(row), now: row.now.toISOString(), catalogue: row.catalogue };
    },
    judge: async (ref, proof) => {
      const { rows } = await pool.query<MailRow>(MAILS, [ref]);
      // All are compared, so that the time taken tells nothing of which one was nearly right.
      const matching = rows.filter((mail) =>
        'token' in proof ? secrets.matchesToken(mail.id, proof.token) : secrets.matchesCode(mail.id, proof.code),
      );
      if (matching.some((mail) => mail.current)) return 'right';
      return matching.length > 0 ? 'superseded' : 'wrong';
    },
    countWrong: async (ref) => {
      const { rows } = await pool.query<{ wrong_codes: number }>(COUNT_WRONG, [ref]);
      return (rows[0]?.wrong_codes ?? 0) >= WRONG_CODES_OF_A_REF ? sendFresh(ref, true) : null;
    },
    sendFresh: (ref) => sendFresh(ref, false),
  };
}

type PlaceRow = Readonly<{
  now: Date;
  catalogue: string;
  ref: string | null;
  proposal_id: string;
  ballot_id: string;
  seat_key: string;
  office: string;
  person_id: string;
  side: string;
}>;
type MailRow = Readonly<{ id: string; current: boolean }>;

const placeOf = (row: PlaceRow): Place | null =>
  row.ref === null
    ? null
    : {
        ref: row.ref,
        proposal: row.proposal_id,
        ballot: row.ballot_id,
        seat: row.seat_key,
        office: row.office,
        person: row.person_id,
        side: row.side,
      };

const LOCATE = `
  SELECT clock.now, (SELECT version::text FROM catalogue_version) AS catalogue, r.ref, r.proposal_id,
         r.ballot_id, r.seat_key, r.office, r.person_id, r.side
    FROM (SELECT accord_now() AS now) clock LEFT JOIN review_refs r ON r.ref = $1`;

// Only a mail that was taken up for sending can have told anybody its secrets. One that was sent after a
// retirement works, even where its row is older: the person has just got it.
const MAILS = `
  SELECT d.id, coalesce(d.sent_at, d.created_at) >= coalesce(r.retired_before, '-infinity'::timestamptz) AS current
    FROM review_refs r JOIN deliveries d ON d.ref = r.ref
   WHERE r.ref = $1 AND d.kind IN ('request', 'reminder', 'fresh')
     AND (d.attempts > 0 OR d.leased_until IS NOT NULL OR d.sent_at IS NOT NULL)`;

const COUNT_WRONG = `
  WITH clock AS MATERIALIZED (SELECT accord_now() AS now)
  UPDATE review_refs r
     SET wrong_codes = CASE WHEN r.wrong_since > clock.now - interval '1 day' THEN r.wrong_codes + 1 ELSE 1 END,
         wrong_since = CASE WHEN r.wrong_since > clock.now - interval '1 day' THEN r.wrong_since ELSE clock.now END
    FROM clock WHERE r.ref = $1
  RETURNING r.wrong_codes`;

// Contracts 4, 5 and 7. `$3`: only where the codes are to be retired; `$4`: how many wrong ones that takes. The ballot is
// the one of the step that is open now: a link leads to it in a later round too, so its codes have to be guarded as well.
const SEND_FRESH = `
  WITH clock AS MATERIALIZED (SELECT accord_now() AS now),
  counted AS (
    SELECT r.ref, clock.now, (r.wrong_codes >= $4 AND r.wrong_since > clock.now - interval '1 day') AS too_many,
           present.id AS ballot_id
      FROM clock, review_refs r
      JOIN ballots asked ON asked.id = r.ballot_id
      JOIN ballots present ON present.proposal_id = asked.proposal_id AND present.track_id = asked.track_id
                          AND present.step = asked.step AND present.is_open
     WHERE r.ref = $1
       AND (r.fresh_at IS NULL OR r.fresh_at <= clock.now - interval '10 minutes')
       AND NOT EXISTS (
         SELECT 1 FROM deliveries d
          WHERE d.ref = r.ref AND d.kind = 'fresh'
            AND (d.state = 'queued' OR d.sent_at > clock.now - interval '10 minutes'))
       FOR UPDATE OF r),
  asked AS (
    UPDATE review_refs r
       SET fresh_at = counted.now,
           retired_before = CASE WHEN counted.too_many THEN counted.now ELSE r.retired_before END,
           wrong_codes = CASE WHEN counted.too_many THEN 0 ELSE r.wrong_codes END,
           wrong_since = CASE WHEN counted.too_many THEN NULL ELSE r.wrong_since END
      FROM counted WHERE r.ref = counted.ref AND (counted.too_many OR NOT $3)
    RETURNING r.ref, r.proposal_id, counted.ballot_id, r.seat_key, r.office, r.person_id, r.side, counted.now)
  INSERT INTO deliveries (id, proposal_id, kind, side, ballot_id, seat_key, office, person_id, ref, next_try, created_at)
  SELECT $2::uuid, proposal_id, 'fresh', side, ballot_id, seat_key, office, person_id, ref, now, now FROM asked
  RETURNING id`;
