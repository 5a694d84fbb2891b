/** How long a command is tried, and after which failures it may be tried again. */
import { setTimeout as pause } from 'node:timers/promises';

/** The record could not be reached or was contended for too long: 503 with `Retry-After`. */
export class StoreBusy extends Error {
  readonly retryAfterSeconds = 2;
  constructor(cause?: unknown) {
    super('The record is busy or out of reach', { cause });
    this.name = 'StoreBusy';
  }
}

/** What a trial answers when somebody else was faster: load again and decide anew. */
export const AGAIN = Symbol('again');

/** Server errors after which nothing was written: serialization, deadlock, lock and statement timeouts, no room. */
const UNDONE = /^(40001|40P01|55P03|57014|53...)$/;
/** The connection was lost or refused: whether the statement was carried out is not known. */
const CUT_OFF = /^(08...|57P0[1-3]|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH)$/;
const CUT_OFF_IN_WORDS =
  /Connection terminated|timeout exceeded when trying to connect|not queryable|Query read timeout/;

/** A text that an error carries under a name. Asked by shape: an error of another realm is no `instanceof Error`. */
export const told = (error: unknown, name: 'code' | 'message' | 'constraint'): string => {
  const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
  return typeof value === 'string' ? value : '';
};

const isUndone = (error: unknown): boolean => UNDONE.test(told(error, 'code'));

/** Whether the connection was lost, so that it is not known what became of a statement. */
export const isCutOff = (error: unknown): boolean =>
  CUT_OFF.test(told(error, 'code')) || CUT_OFF_IN_WORDS.test(told(error, 'message'));

/**
 * Runs a trial until it gives an answer. Failures that pass are tried again after a jittered pause; everything else
 * is thrown on. Throws StoreBusy when it is `until` (by `Date.now()`) and the last trial has not answered.
 */
export async function tryUntil<Answer>(until: number, trial: () => Promise<Answer | typeof AGAIN>): Promise<Answer> {
  let failure: unknown;
  for (let round = 0; Date.now() < until; round += 1) {
    if (round > 0) await pause(Math.random() * Math.min(10 * 2 ** round, 250));
    try {
      const answer = await trial();
      if (answer !== AGAIN) return answer;
    } catch (error) {
      if (!isCutOff(error) && !isUndone(error)) throw error;
      failure = error;
    }
  }
  throw new StoreBusy(failure);
}
