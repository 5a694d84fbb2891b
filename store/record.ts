/**
 * The one way to write the record: `apply` for a person's command, `advance` for a workflow that woke up.
 *
 * 1. One round trip loads, the domain judges in memory, one statement writes everything or nothing. Nothing is held
 *    open in between.
 * 2. `receivedAt` is the database's clock of the first load and stays the same however often the command is tried.
 * 3. Where the version has moved, the command is judged again on what stands now.
 * 4. The answer is written under the idempotency key by the same statement: whoever repeats gets the first answer.
 * 5. Between load and commit nothing has happened; after the commit everything has, whatever dies next. The points
 *    where a process may die are named, and tests die there.
 */
import type { Pool } from 'pg';
import type { Procedure } from '../domain/procedure/schema';
import { type Carried, carryCommand, carryMoves, type Moves } from '../domain/proposal/carry';
import type { Command } from '../domain/proposal/commands';
import { type Advanced, type Driver, nextDue } from '../domain/proposal/moves';
import type { Refusal } from '../domain/proposal/refusals';
import { type Case, isCase, isDone, isOpen, type ProposalState } from '../domain/proposal/state';
import { epochMs, type Instant } from '../domain/time/instant';
import type { Catalogue, Snapshot } from './catalogue';
import type { StoredEvent } from './chain';
import { type Commit, type ContentToKeep, commit, type TextToKeep } from './commit';
import { compose } from './compose';
import { type RefFor, randomRef } from './effects';
import { clock, type KeptAnswer, type KeyOfAnswer, type Loaded, load } from './load';
import { AGAIN, isCutOff, StoreBusy, told, tryUntil } from './patience';
import { hasOwnWorkflow } from './projections';
import { createQueue } from './queue';
import { queueOf } from './queues';
import { keepRefusal } from './refusals';

export { StoreBusy } from './patience';

/** What a caller is answered, and what stands under the idempotency key. */
export type Response = Readonly<{ status: number; headers: Record<string, string>; body: unknown }>;

export type Attempt = Readonly<{
  /** The id of the case; for a submission a new one, of version 7 where possible. */
  proposal: string;
  credential: string;
  person: string | null;
  /** As in `POST /v1/proposals`: part of the scope of the idempotency key. */
  route: string;
  idempotency: Readonly<{ key: string; bodyHash: string }> | null;
  texts?: readonly TextToKeep[];
  content?: ContentToKeep;
  /**
   * Makes the command from what stands now. Called again on every trial with the same `now`. A submission makes its
   * number here, so that one that is taken already is replaced by the next trial.
   */
  command(loaded: { now: Instant; state: ProposalState; snapshot: Snapshot }): Command | { refusal: Refusal };
  respond(done: { state: Case; events: readonly StoredEvent[] }): Response;
  respondRefusal(refusal: Refusal): Response;
}>;

export type Applied = Response &
  Readonly<{
    /** Whether this is the first answer given again. */
    replayed: boolean;
    state: Case | null;
    events: readonly StoredEvent[];
    refusal: Refusal | null;
  }>;

/** What a commit left to be sent: a hint to the dispatcher, which finds it without, only later. */
export type Committed = Readonly<{
  proposal: string;
  nudges: readonly (string | null)[];
  deliveries: readonly string[];
}>;

export type CrashPoint = 'loaded' | 'decided' | 'committed';

export type RecordParts = Readonly<{
  pool: Pool;
  catalogue: Pick<Catalogue, 'ensure'>;
  moves: Moves;
  /** How long a command is tried before StoreBusy. */
  patienceMs?: number;
  refFor?: RefFor;
  onCommitted?: (committed: Committed) => void;
  /** Tests die here. */
  at?: (point: CrashPoint) => void | Promise<void>;
}>;

export interface Record_ {
  /** Applies a person's command exactly once. Throws StoreBusy after eight seconds. */
  apply(attempt: Attempt): Promise<Applied>;
  /** Makes the moves that a workflow may make now, and says when to come back. Throws StoreBusy. */
  advance(proposal: string, driver: Driver): Promise<Advanced>;
}

const PATIENCE_MS = 8_000;

/** The record over one pool. */
export function createRecord(parts: RecordParts): Record_ {
  const queue = createQueue();
  const patienceMs = parts.patienceMs ?? PATIENCE_MS;
  return {
    async apply(attempt) {
      const until = Date.now() + patienceMs;
      // Whoever has to wait for a turn has its command received now all the same.
      let receivedAt = queue.isBusy(attempt.proposal) ? await tryUntil(until, () => clock(parts.pool)) : null;
      return queue.run(attempt.proposal, () =>
        tryUntil(until, async () => {
          const loaded = await load(parts.pool, attempt.proposal, keyOf(attempt));
          receivedAt ??= loaded.now;
          return tryToApply(parts, attempt, loaded, receivedAt);
        }),
      );
    },
    advance(proposal, driver) {
      const until = Date.now() + patienceMs;
      return queue.run(proposal, () => tryUntil(until, () => tryToAdvance(parts, proposal, driver)));
    },
  };
}

const keyOf = ({ credential, route, idempotency }: Attempt): KeyOfAnswer | null =>
  idempotency && { credential, route, key: idempotency.key };

async function tryToApply(
  parts: RecordParts,
  attempt: Attempt,
  loaded: Loaded,
  now: Instant,
): Promise<Applied | typeof AGAIN> {
  await parts.at?.('loaded');
  if (loaded.answer) return givenBefore(parts, attempt, loaded.answer, now);
  const snapshot = await parts.catalogue.ensure(loaded.catalogue);
  const judged = judge(parts, attempt, { loaded, snapshot, now });
  if (!judged.accepted) return refuse(parts, attempt, judged.refusal, now);
  const { carried, procedure } = judged;
  const { state } = carried;
  let response: Response | null = null;
  const keep = (events: readonly StoredEvent[]) => {
    response = attempt.respond({ state, events });
    return toKeep(attempt, response);
  };
  const { texts, content } = attempt;
  const refFor = parts.refFor ?? randomRef;
  const toStore = { texts: texts ?? [], content: content ?? null, answer: keep };
  const made = compose({ loaded, carried, procedure, snapshot, now, by: null, refFor, ...toStore });
  if (!(await write(parts, made, attempt.idempotency !== null)) || response === null) return AGAIN;
  return { ...(response as Response), replayed: false, state, events: made.events, refusal: null };
}

type Judged = Readonly<
  { accepted: true; carried: Carried; procedure: Procedure } | { accepted: false; refusal: Refusal }
>;

/** Asks the domain. `receivedAt` is set here, whatever the caller took. */
function judge(
  { moves }: RecordParts,
  attempt: Attempt,
  { loaded, snapshot, now }: { loaded: Loaded; snapshot: Snapshot; now: Instant },
): Judged {
  const { state } = loaded;
  const command = attempt.command({ now, state, snapshot });
  if ('refusal' in command) return { accepted: false, refusal: command.refusal };
  const submitted = command.type === 'submit' ? command.procedure : null;
  const procedure = isCase(state) ? state.procedure : submitted;
  if (!procedure) return { accepted: false, refusal: { code: 'NotFound' } };
  const world = snapshot.worldFor(procedure);
  const answer = carryCommand(state, attempt.proposal, { ...command, at: now }, world, moves);
  return answer.accepted ? { ...answer, procedure: world.procedure } : answer;
}

/**
 * The statement, and the hint after it. False where somebody else was faster. Where the connection is lost meanwhile,
 * only what is repeatable may be tried again: a second trial would find a key or a move done, but not a comment.
 */
async function write({ pool, at, onCommitted }: RecordParts, made: Commit, repeatable: boolean): Promise<boolean> {
  await at?.('decided');
  try {
    if (!(await commit(pool, made))) return false;
  } catch (error) {
    // The same key in another process: its answer is read by the next trial.
    if (told(error, 'constraint') === 'idempotency_keys_pkey') return false;
    if (!repeatable && isCutOff(error)) throw new StoreBusy(error);
    throw error;
  }
  await at?.('committed');
  onCommitted?.({
    proposal: made.state.id,
    nudges: [...(made.wakes ? [null] : []), ...made.tracks.filter((t) => t.nudge_wanted > 0).map((t) => t.id)],
    deliveries: made.deliveries.map((d) => d.id),
  });
  return true;
}

const toKeep = (attempt: Attempt, response: Response): (KeyOfAnswer & KeptAnswer) | null =>
  attempt.idempotency && {
    credential: attempt.credential,
    route: attempt.route,
    key: attempt.idempotency.key,
    bodyHash: attempt.idempotency.bodyHash,
    ...response,
  };

async function refuse(
  { pool }: RecordParts,
  attempt: Attempt,
  refusal: Refusal,
  at: Instant,
  underKey = true,
): Promise<Applied | typeof AGAIN> {
  const response = attempt.respondRefusal(refusal);
  const { credential, person, route, proposal } = attempt;
  const answer = underKey ? toKeep(attempt, response) : null;
  const kept = await keepRefusal(pool, { at, credential, person, route, proposal, refusal, answer });
  return kept ? { ...response, replayed: false, state: null, events: [], refusal } : AGAIN;
}

/** The first answer again, or a refusal where the key was used for something else. */
async function givenBefore(
  parts: RecordParts,
  attempt: Attempt,
  { bodyHash, status, headers, body }: KeptAnswer,
  now: Instant,
): Promise<Applied | typeof AGAIN> {
  if (bodyHash !== attempt.idempotency?.bodyHash) {
    return refuse(parts, attempt, { code: 'IdempotencyKeyReused' }, now, false);
  }
  return { status, headers, body, replayed: true, state: null, events: [], refusal: null };
}

async function tryToAdvance(parts: RecordParts, proposal: string, driver: Driver): Promise<Advanced | typeof AGAIN> {
  const loaded = await load(parts.pool, proposal, null);
  await parts.at?.('loaded');
  const { state, now } = loaded;
  // A nudge may come for a case that a restored database does not know: nothing to drive.
  if (!isCase(state)) return { wakeAt: null, sleepMs: null, fanOut: [], done: true };
  const snapshot = await parts.catalogue.ensure(loaded.catalogue);
  const world = snapshot.worldFor(state.procedure);
  const { procedure } = world;
  const carried = carryMoves(state, driver, world, now);
  if (carried.events.length > 0) {
    const refFor = parts.refFor ?? randomRef;
    const made = compose({ loaded, carried, procedure, snapshot, now, by: driver, refFor });
    if (!(await write(parts, made, true))) return AGAIN;
  }
  return advanced(carried.state, driver, nextDue(carried.state, procedure, driver, now), now);
}

function advanced(state: Case, driver: Driver, wakeAt: Instant | null, now: Instant): Advanced {
  const sleepMs = wakeAt === null ? null : Math.max(0, epochMs(wakeAt) - epochMs(now));
  if (driver !== 'proposal') {
    const track = state.tracks[driver.track];
    const done = !isOpen(state) || track === undefined || track.result !== null;
    return { wakeAt, sleepMs, fanOut: [], done };
  }
  const running = Object.values(state.tracks).filter((t) => t.result === null && hasOwnWorkflow(state, t));
  const fanOut = isOpen(state) ? running.map((t) => ({ track: t.id, queue: queueOf(t.side) })) : [];
  return { wakeAt, sleepMs, fanOut, done: isDone(state) };
}
