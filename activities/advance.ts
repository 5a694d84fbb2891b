/**
 * The one move that workflows ask for. The record does the rest: what is due, in one transaction.
 *
 * Retry or give up is decided here, in `failureOf`: a part that is away is asked again for as long as it takes,
 * a bug ends the workflow by name. What failed stands in the worker's log; Temporal is told no more than a name.
 */
import { ApplicationFailure } from '@temporalio/activity';
import type { Logger } from 'pino';
import type { Advanced, Driver } from '../domain/proposal/moves';
import { StoreBusy } from '../store/record';
import { type Activities, ADVANCE_FAILED, RECORD_UNAVAILABLE } from '../workflows/messages';

export type AdvanceParts = Readonly<{
  record: Readonly<{ advance(proposal: string, driver: Driver): Promise<Advanced> }>;
  log: Logger;
}>;

/** The activities of every queue: the same ones, since a track differs from its case by its driver alone. */
export const createActivities = ({ record, log }: AdvanceParts): Activities => ({
  advance: async (proposal, driver) => {
    try {
      const { wakeAt, sleepMs, fanOut, done } = await record.advance(proposal, driver);
      return { wakeAt, sleepMs, fanOut, done };
    } catch (error) {
      throw failureOf(error, () => log.error({ err: error, proposal, driver }, 'a case cannot be advanced'));
    }
  },
});

function failureOf(error: unknown, report: () => void): ApplicationFailure {
  if (error instanceof StoreBusy)
    return ApplicationFailure.retryable('The record cannot be reached', RECORD_UNAVAILABLE);
  report();
  return ApplicationFailure.nonRetryable('The case cannot be advanced; see the log of the worker', ADVANCE_FAILED);
}
