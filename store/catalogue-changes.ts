/**
 * One act of a person on the catalogue, in one transaction: the rows, their history, the version that tells every
 * process that its copy is old, the cases to which the act has to be carried, and the answer under its key.
 *
 * 1. Changes run one after the other: the row of the version is their lock, so that what was judged is what stands.
 * 2. The answer is final with the commit. The cases are carried to right after it, for a moment within the same
 *    request; whatever is left then, or fails, is the sweeper's.
 * 3. A refusal writes nothing but itself.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import type { Actor } from '../domain/proposal/commands';
import type { Refusal } from '../domain/proposal/refusals';
import type { Instant } from '../domain/time/instant';
import type { Viewer } from '../domain/visibility/visible-to';
import type { CarriedAct } from './carried-act';
import { type CarriedActs, keepForCarrying, keepSecondLook } from './carried-acts';
import type { Catalogue, Snapshot } from './catalogue';
import { answerValues } from './commit';
import type { KeptAnswer, KeyOfAnswer } from './load';
import { AGAIN, isCutOff, tryUntil } from './patience';
import { prepared } from './prepared';
import { createQueue } from './queue';
import type { Response } from './record';
import { keepRefusal } from './refusals';

export type CatalogueAttempt = Readonly<{
  credential: string;
  by: Viewer;
  route: string;
  idempotency: Readonly<{ key: string; bodyHash: string }>;
  respondRefusal(refusal: Refusal): Response;
}>;

/** What a change is judged by; `client` is in the transaction. */
export type Standing = Readonly<{ now: Instant; snapshot: Snapshot; client: PoolClient }>;

/**
 * `change` counts the changes of one side: a number common to all of them would tell each how busy the others are.
 * `cases` are those to which it is carried.
 */
export type Made = Readonly<{ change: number; at: Instant; cases: number }>;

export type Change = Readonly<{
  kind: 'calendar' | 'seat' | 'person' | 'hold' | 'lift';
  /** Country, seat, person or hold. */
  key: string;
  reason: string | null;
  before: unknown;
  after: unknown;
  write(client: PoolClient): Promise<unknown>;
  /** What has to be carried to cases. */
  acts: readonly CarriedAct[];
  respond(made: Made): Response;
}>;

export type Changed = Response & Readonly<{ replayed: boolean }>;

export interface CatalogueChanges {
  /** Makes a change exactly once. Throws StoreBusy after eight seconds. */
  make(
    attempt: CatalogueAttempt,
    judge: (standing: Standing) => Promise<Change | { refusal: Refusal }>,
  ): Promise<Changed>;
}

export type CatalogueChangesParts = Readonly<{
  pool: Pool;
  catalogue: Pick<Catalogue, 'ensure'>;
  carried: CarriedActs;
  patienceMs?: number;
  /** How long an answer waits at most for the cases that the act is carried to. */
  carryMs?: number;
  onCarryFailed?: (error: unknown) => void;
}>;

/** Whether somebody acts for the coordination unit of their side. Pure. */
export const isOfUnit = (by: Viewer, { countries }: Pick<Snapshot, 'countries'>): boolean =>
  countries[by.side]?.unit === by.organization;

/** Whoever changes the catalogue, as the commands that are carried to cases name them. Pure. */
export const actorOf = ({ person, organization, side }: Viewer): Actor => ({
  person,
  organization,
  side,
  channel: 'api',
});

type Judge = Parameters<CatalogueChanges['make']>[1];
type Done = Changed & Readonly<{ change: string | null }>;

const PATIENCE_MS = 8_000;
const CARRY_MS = 1_500;
/** Cases that a request itself carries its act to. */
const CARRIED_AT_ONCE = 200;

/** Changes of the catalogue over one pool. */
export function createCatalogueChanges(parts: CatalogueChangesParts): CatalogueChanges {
  // Whoever waits for the lock of the version holds a connection; one of this process is enough.
  const queue = createQueue();
  return {
    async make(attempt, judge) {
      const until = Date.now() + (parts.patienceMs ?? PATIENCE_MS);
      const { change, ...changed } = await queue.run('catalogue', () =>
        tryUntil(until, () => tryOnce(parts, attempt, judge)),
      );
      if (change !== null) await carryAMoment(parts, change);
      return changed;
    },
  };
}

async function carryAMoment({ carried, carryMs, onCarryFailed }: CatalogueChangesParts, change: string): Promise<void> {
  const carrying = carried.carry({ limit: CARRIED_AT_ONCE, change }).catch((error: unknown) => onCarryFailed?.(error));
  await Promise.race([carrying, pause(carryMs ?? CARRY_MS, undefined, { ref: false })]);
}

async function tryOnce(
  parts: CatalogueChangesParts,
  attempt: CatalogueAttempt,
  judge: Judge,
): Promise<Done | typeof AGAIN> {
  const client = await parts.pool.connect();
  let broken: unknown = null;
  try {
    await client.query('BEGIN');
    const tried = await inTransaction(parts, attempt, { client, judge });
    await client.query('done' in tried ? 'COMMIT' : 'ROLLBACK');
    if ('done' in tried) return tried.done;
    return 'given' in tried ? tried.given : await refuse(parts.pool, attempt, tried);
  } catch (error) {
    broken = error;
    if (!isCutOff(error)) await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    client.release(isCutOff(broken));
  }
}

type Refused = Readonly<{ refusal: Refusal; at: Instant; underKey: boolean }>;
type Tried = Readonly<{ done: Done }> | Readonly<{ given: Done }> | Refused;

const LOCK = 'SELECT version::text, accord_now() AS now FROM catalogue_version FOR UPDATE';

async function inTransaction(
  { catalogue }: CatalogueChangesParts,
  attempt: CatalogueAttempt,
  { client, judge }: Readonly<{ client: PoolClient; judge: Judge }>,
): Promise<Tried> {
  const [head] = (await client.query<{ version: string; now: Date }>(LOCK)).rows;
  if (!head) throw new Error('The catalogue has no version: the database was not migrated');
  const now = head.now.toISOString();
  const before = await answerUnder(client, keyOf(attempt));
  if (before) {
    const { bodyHash, ...given } = before;
    if (bodyHash === attempt.idempotency.bodyHash) return { given: { ...given, replayed: true, change: null } };
    return { refusal: { code: 'IdempotencyKeyReused' }, at: now, underKey: false };
  }
  const judged = await judge({ now, snapshot: await catalogue.ensure(head.version), client });
  if ('refusal' in judged) return { refusal: judged.refusal, at: now, underKey: true };
  return { done: await write(client, attempt, { change: judged, now, version: BigInt(head.version) + 1n }) };
}

type ToWrite = Readonly<{ change: Change; now: Instant; version: bigint }>;

async function write(client: PoolClient, attempt: CatalogueAttempt, { change, now, version }: ToWrite): Promise<Done> {
  await client.query('UPDATE catalogue_version SET version = $1', [version.toString()]);
  await change.write(client);
  const { id, ofSide } = await keepHistory(client, attempt, { change, now, version });
  let cases = 0;
  for (const act of change.acts) {
    cases += await keepForCarrying(client, id, act);
    await keepSecondLook(client, id, act);
  }
  const response = change.respond({ change: ofSide, at: now, cases });
  const answer = { ...keyOf(attempt), bodyHash: attempt.idempotency.bodyHash, ...response };
  await client.query(KEEP_ANSWER({ ...answerValues(answer), now }));
  return { ...response, replayed: false, change: change.acts.length > 0 ? id : null };
}

const HISTORY = `
INSERT INTO catalogue_changes (at, kind, key, side, organization_id, person_id, credential, reason, before, after, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
RETURNING id::text, (SELECT count(*)::int + 1 FROM catalogue_changes WHERE side = $4) AS "ofSide"`;

type Kept = Readonly<{ id: string; ofSide: number }>;

async function keepHistory(
  client: PoolClient,
  { by, credential }: CatalogueAttempt,
  { change, now, version }: ToWrite,
): Promise<Kept> {
  const { kind, key, reason, before, after } = change;
  const who = [by.side, by.organization, by.person, credential];
  const what = [reason, before === null ? null : JSON.stringify(before), JSON.stringify(after), version.toString()];
  const { rows } = await client.query<Kept>(HISTORY, [now, kind, key, ...who, ...what]);
  const [row] = rows;
  if (!row) throw new Error('A change of the catalogue left no trace');
  return row;
}

const keyOf = ({ credential, route, idempotency }: CatalogueAttempt): KeyOfAnswer => ({
  credential,
  route,
  key: idempotency.key,
});

const ANSWER = `
SELECT body_hash, status, headers, body FROM idempotency_keys WHERE credential = $1 AND route = $2 AND key = $3`;

const KEEP_ANSWER = prepared(
  'keep-answer',
  `INSERT INTO idempotency_keys (credential, route, key, body_hash, status, headers, body, created_at)
   VALUES (@credential, @route, @key, @bodyHash, @answerStatus::int, @answerHeaders::json, @answerBody::json,
           @now::timestamptz)`,
);

type AnswerRow = { body_hash: string; status: number; headers: Record<string, string>; body: unknown };

async function answerUnder(client: PoolClient, { credential, route, key }: KeyOfAnswer): Promise<KeptAnswer | null> {
  const [row] = (await client.query<AnswerRow>(ANSWER, [credential, route, key])).rows;
  if (!row) return null;
  const { body_hash: bodyHash, status, headers, body } = row;
  return { bodyHash, status, headers, body };
}

/** Keeps a refusal outside the transaction, which is gone; again where somebody else was faster under the same key. */
async function refuse(
  pool: Pool,
  attempt: CatalogueAttempt,
  { refusal, at, underKey }: Refused,
): Promise<Done | typeof AGAIN> {
  const response = attempt.respondRefusal(refusal);
  const { credential, by, route, idempotency } = attempt;
  const answer = underKey ? { ...keyOf(attempt), bodyHash: idempotency.bodyHash, ...response } : null;
  const about = { at, credential, person: by.person, route, proposal: null };
  const kept = await keepRefusal(pool, { ...about, refusal, answer });
  return kept ? { ...response, replayed: false, change: null } : AGAIN;
}
