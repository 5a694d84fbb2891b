/** Refused commands of authenticated callers: outside the chain, the newest hundred thousand. */
import type { Pool } from 'pg';
import type { Refusal } from '../domain/proposal/refusals';
import type { Instant } from '../domain/time/instant';
import { answerValues } from './commit';
import type { KeptAnswer, KeyOfAnswer } from './load';
import { prepared } from './prepared';

export const REFUSALS_AT_MOST = 100_000;
/** One refusal in so many takes the old ones away: cheap, and the table never grows by more than this. */
const PRUNE_EVERY = 1_000;

type Refused = Readonly<{
  at: Instant;
  credential: string;
  person: string | null;
  route: string;
  proposal: string | null;
  refusal: Refusal;
  /** Kept under the idempotency key, so that a repetition gets the same answer; null without a key. */
  answer: (KeyOfAnswer & KeptAnswer) | null;
}>;

const REFUSE = prepared(
  'refuse',
  `
WITH kept_answer AS (
  INSERT INTO idempotency_keys (credential, route, key, body_hash, status, headers, body, created_at)
  SELECT @credential, @route, @key, @bodyHash, @answerStatus::int, @answerHeaders::json, @answerBody::json,
         @at::timestamptz
   WHERE @key::text IS NOT NULL
      ON CONFLICT DO NOTHING
  RETURNING 1
)
INSERT INTO refusals (at, credential, person_id, route, proposal_id, code, pointer)
SELECT @at::timestamptz, @by, @person, @onRoute, @proposal::uuid, @code, @pointer
 WHERE @key::text IS NULL OR EXISTS (SELECT 1 FROM kept_answer)
RETURNING id`,
);

/** Writes down a refusal with its answer. False where another answer stands under the key already. */
export async function keepRefusal(pool: Pool, refused: Refused): Promise<boolean> {
  const { at, credential, person, route, proposal, refusal, answer } = refused;
  const { code, pointer = null } = refusal;
  const named = { at, by: credential, person, onRoute: route, proposal, code, pointer };
  const { rows } = await pool.query<{ id: string }>(REFUSE({ ...answerValues(answer), ...named }));
  const id = Number(rows[0]?.id ?? 0);
  if (id > 0) await pruneNowAndThen(pool, id);
  return id > 0;
}

async function pruneNowAndThen(pool: Pool, newest: number): Promise<void> {
  if (newest % PRUNE_EVERY === 0) await pruneRefusals(pool, newest);
}

/** Takes away all but the newest refusals, given the newest id. */
export async function pruneRefusals(pool: Pool, newest: number, keep = REFUSALS_AT_MOST): Promise<void> {
  await pool.query('DELETE FROM refusals WHERE id <= $1', [newest - keep]);
}
