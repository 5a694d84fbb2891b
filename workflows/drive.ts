/**
 * What both workflows share: advance, then wait for the next instant or a nudge.
 *
 * 1. A signal costs an advance only if it may bring one forward: one that names an instant later than the
 *    timer's needs none, because the advance at the timer reads the record anyway.
 * 2. Every run begins with an advance. So nothing has to be carried into a new run, and a signal that comes
 *    while one run ends and the next begins loses nothing.
 * 3. An advance is a local activity: one marker in the history. If the record stays away, an ordinary activity
 *    takes over, whose retries are the server's and leave no trace however long it takes.
 */
import {
  ActivityFailure,
  ApplicationFailure,
  condition,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
  setCurrentDetails,
  setHandler,
} from '@temporalio/workflow';
import type { Advanced, Driver } from '../domain/proposal/moves';
import { type Activities, nudge } from './messages';

/** No wait is shorter: a record that says "now" without end must not make the workflow spin. */
const SHORTEST_WAIT_MS = 1_000;

const local = proxyLocalActivities<Activities>({
  startToCloseTimeout: '20 seconds',
  // The record has its own patience, some seconds of it.
  retry: { maximumAttempts: 1 },
  summary: 'Make the moves that are due',
});

const patient = proxyActivities<Activities>({
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
  summary: 'Make the moves that are due, once the record can be reached',
});

/** Makes every move that is due for a driver; waits for the record for as long as it takes. */
export async function advance(proposal: string, driver: Driver): Promise<Advanced> {
  try {
    return await local.advance(proposal, driver);
  } catch (error) {
    if (isCancellation(error) || isFinal(error)) throw error;
    return await patient.advance(proposal, driver);
  }
}

/** A local activity fails with its own failure, an ordinary one with the failure as cause. */
function isFinal(error: unknown): boolean {
  const failure = error instanceof ActivityFailure ? error.cause : error;
  return failure instanceof ApplicationFailure && failure.nonRetryable === true;
}

export type Ear = Readonly<{
  /** Forgets what was heard: the advance that follows reads it all from the record. */
  forget(): void;
  /** From here on a nudge that names an instant no earlier than this one is not worth an advance. */
  expect(wakeAt: string | null): void;
  /** Whether a nudge came since that may bring something forward. */
  wasCalled(): boolean;
}>;

/** Begins to listen to nudges; the first thing of every run, so that none is missed. */
export async function listen(): Promise<Ear> {
  let expected: string | null = null;
  let heard: (string | null)[] = [];
  setHandler(nudge, ({ wakeAt }) => {
    heard.push(wakeAt);
  });
  // The signal that started this run is handed over in the same turn: the first advance answers it.
  await Promise.resolve();
  return {
    forget: () => {
      heard = [];
    },
    expect: (wakeAt) => {
      expected = wakeAt;
    },
    // Instants are of one form and order as text.
    wasCalled: () => heard.some((wakeAt) => wakeAt === null || expected === null || wakeAt < expected),
  };
}

/** Waits until `until` holds or the next instant has come. Tells how long it took, by the workflow's own time. */
export async function wait(until: () => boolean, sleepMs: number | null, summary: string): Promise<number> {
  // Replay-safe: in a workflow Date is the time of its history, not of the machine.
  const since = Date.now();
  if (sleepMs === null) await condition(until);
  else await condition(until, Math.max(sleepMs, SHORTEST_WAIT_MS), { summary });
  return Date.now() - since;
}

/** Tells an operator in the Temporal UI what a workflow waits for. */
export function tell(wakeAt: string | null, tracks: readonly string[]): void {
  const until = wakeAt === null ? 'Waits for an answer.' : `Waits for an answer, or until ${wakeAt}.`;
  setCurrentDetails(tracks.length === 0 ? until : `Waits for its tracks: ${tracks.join(', ')}.`);
}
