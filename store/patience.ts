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

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

const isUndone = (error: unknown): boolean => UNDONE.test(codeOf(error));
const isCutOff = (error: unknown): boolean =>
  CUT_OFF.test(codeOf(error)) || (error instanceof Error && CUT_OFF_IN_WORDS.test(error.message));

type Patience = Readonly<{
  /** `Date.now()` after which no further trial begins. */
  until: number;
  /** Whether a trial that may have been carried out can be repeated without doing it twice. */
  repeatable: boolean;
}>;

/**
 * Runs a trial until it gives an answer. Failures that pass are tried again after a jittered pause; everything else
 * is thrown on. Throws StoreBusy when the time is up, or when it is not known whether a trial took effect.
 */
export async function tryUntil<Answer>(
  { until, repeatable }: Patience,
  trial: () => Promise<Answer | typeof AGAIN>,
): Promise<Answer> {
  let failure: unknown;
  for (let round = 0; Date.now() < until; round += 1) {
    if (round > 0) await pause(Math.random() * Math.min(10 * 2 ** round, 250));
    try {
      const answer = await trial();
      if (answer !== AGAIN) return answer;
    } catch (error) {
      if (isCutOff(error) && !repeatable) throw new StoreBusy(error);
      if (!isCutOff(error) && !isUndone(error)) throw error;
      failure = error;
    }
  }
  throw new StoreBusy(failure);
}
