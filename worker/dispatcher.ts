/**
 * Brings what commits left behind on its way: nudges to Temporal, mails to the queue of the mail worker.
 *
 * The rows are the truth. Hints make it quick, the sweep makes it sure: with every hint lost and Redis emptied the
 * next sweep finds the same rows again.
 */
import type { Client } from '@temporalio/client';
import type { Queue } from 'bullmq';
import type { Logger } from 'pino';
import type { Deliveries } from '../store/deliveries';
import type { Hint } from '../store/hints';
import type { Nudges } from '../store/nudges';
import { jobOf, type MailJob } from './mail/queue';
import { sendPending } from './nudges';
import { startRounds } from './rounds';

const SWEEP_MS = 500;
const MAILS_AT_ONCE = 500;
/** How long a mail that was handed over is left to the queue. */
const HANDED_OVER_MS = 2_000;

export type DispatcherParts = Readonly<{
  deliveries: Pick<Deliveries, 'due'>;
  nudges: Nudges;
  client: Client;
  queue: Pick<Queue<MailJob>, 'addBulk'>;
  log: Logger;
}>;

export type Dispatcher = Readonly<{ hint(hint: Hint): void; stop(): Promise<void> }>;

/** Starts to dispatch. Nudges and mails do not wait for each other: Temporal may be away while mails go out. */
export function startDispatcher({ deliveries, nudges, client, queue, log }: DispatcherParts): Dispatcher {
  const nudging = startRounds({
    name: 'nudges',
    everyMs: SWEEP_MS,
    log,
    round: () => sendPending({ nudges, client, log }),
  });
  const handedOver = createMemory(HANDED_OVER_MS);
  const mailing = startRounds({
    name: 'deliveries',
    everyMs: SWEEP_MS,
    log,
    round: async () => {
      const due = handedOver.without(await deliveries.due(MAILS_AT_ONCE), Date.now());
      // A job that waits already stays as it is; one that was lost comes back.
      if (due.length > 0) await queue.addBulk(due.map(jobOf));
      handedOver.add(due, Date.now());
      return false;
    },
  });
  return {
    hint: (hint) => {
      if (hint.nudges) nudging.wake();
      if (hint.deliveries) mailing.wake();
    },
    stop: async () => {
      await Promise.all([nudging.stop(), mailing.stop()]);
    },
  };
}

/** What was seen a short while ago: spares the queue the same jobs again and again while a heap of them waits. */
function createMemory(forMs: number) {
  const seen = new Map<string, number>();
  return {
    without: (ids: readonly string[], now: number): readonly string[] => {
      for (const [id, at] of seen) if (at + forMs <= now) seen.delete(id);
      return ids.filter((id) => !seen.has(id));
    },
    add: (ids: readonly string[], now: number): void => {
      for (const id of ids) seen.set(id, now);
    },
  };
}
