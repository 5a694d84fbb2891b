/** What every command over the API has in common: its credential, its key, and how a refusal is answered. */

import type { Texts } from '../../locales/texts';
import type { CatalogueAttempt } from '../../store/catalogue-changes';
import type { Attempt, Record_, Response } from '../../store/record';
import { problemAnswer } from '../problems/problem';
import type { ActInput, Answer } from './route';

type CommonOfAttempt = Pick<Attempt, 'credential' | 'person' | 'route' | 'idempotency' | 'respondRefusal'>;

/** The parts of an attempt that come from the request. Pure. */
export function attemptOf(
  { texts }: Readonly<{ texts: Texts }>,
  { caller, route, idempotency, language }: ActInput<unknown, unknown, unknown>,
): CommonOfAttempt {
  return {
    credential: caller.key,
    person: caller.viewer.person,
    route,
    idempotency,
    respondRefusal: (refusal) => {
      const { status, headers, body } = problemAnswer(refusal, { texts, language });
      return { status, headers: { ...headers }, body };
    },
  };
}

/** Applies an attempt; a repetition is answered as the first time, and says that it is one. */
export async function applied(
  { record }: Readonly<{ record: Pick<Record_, 'apply'> }>,
  attempt: Attempt,
): Promise<Answer> {
  return answerFrom(await record.apply(attempt));
}

/** The answer that the store has kept; the first one of all where it was asked before. Pure. */
export function answerFrom({ status, headers, body, replayed }: Response & Readonly<{ replayed: boolean }>): Answer {
  return { status, body, headers: { ...headers, ...(replayed ? { 'Idempotency-Replayed': 'true' } : {}) } };
}

/** The same for an act on the catalogue, which belongs to no case. Pure. */
export function catalogueAttemptOf(
  parts: Readonly<{ texts: Texts }>,
  input: ActInput<unknown, unknown, unknown>,
): CatalogueAttempt {
  const { credential, route, respondRefusal } = attemptOf(parts, input);
  return { credential, route, respondRefusal, idempotency: input.idempotency, by: input.caller.viewer };
}

/** Keeps what `command` saw for `respond`, which runs after it on the same trial. */
export class Captured<T> {
  #value: T | undefined;
  keep(value: T): void {
    this.#value = value;
  }
  get value(): T {
    if (this.#value === undefined) throw new Error('respond ran before command');
    return this.#value;
  }
}
