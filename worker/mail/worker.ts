/**
 * The consumer of the mail queue. While the relay is away it takes no jobs and asks for the relay's greeting every
 * second; the rows wait, and the first greeting starts it again.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'bullmq';
import type { Logger } from 'pino';
import type { SendOutcome } from './given-back';
import { consumerConnection, MAIL_QUEUE, type MailJob, prefixOf } from './queue';
import type { Relay } from './relay';

const PROBE_EVERY_MS = 1_000;
/** More often than any mail is taken up again: a job that is lost comes back by the sweep, never as a failed one. */
const STALLS_AT_MOST = 1_000;

export type MailWorkerParts = Readonly<{
  redisUrl: string;
  instance: string;
  concurrency: number;
  relay: Pick<Relay, 'probe'>;
  send(id: string): Promise<SendOutcome>;
  log: Logger;
}>;

export type MailWorker = Readonly<{ stop(): Promise<void> }>;

export function startMailWorker({ redisUrl, instance, concurrency, relay, send, log }: MailWorkerParts): MailWorker {
  let isStopped = false;
  let waiting: Promise<void> | null = null;

  const worker = new Worker<MailJob>(
    MAIL_QUEUE,
    async ({ data }) => {
      if ((await send(data.id)) === 'away') waiting ??= waitForRelay();
    },
    {
      connection: consumerConnection(redisUrl),
      prefix: prefixOf(instance),
      concurrency,
      autorun: false,
      maxStalledCount: STALLS_AT_MOST,
      removeOnComplete: { count: 0 },
      removeOnFail: { count: 0 },
    },
  );
  // The same error comes with every try to connect: once is enough until it works again.
  let told = '';
  worker.on('ready', () => {
    told = '';
  });
  worker.on('error', (error) => {
    if (error.message !== told) log.warn({ err: error }, 'the mail queue reports an error');
    told = error.message;
  });
  worker.on('failed', (job, error) => log.warn({ err: error, delivery: job?.data.id }, 'a mail could not be handled'));

  const waitForRelay = async () => {
    await worker.pause(true);
    await relayIsReady();
    if (!isStopped) await worker.resume();
    waiting = null;
  };

  const relayIsReady = async () => {
    for (let told = ''; !isStopped; await pause(PROBE_EVERY_MS)) {
      const state = await relay.probe();
      if (state === 'ready') return;
      if (state !== told) log.warn({ relay: state }, RELAY_TEXTS[state]);
      told = state;
    }
  };

  const running = relayIsReady().then(() => (isStopped ? undefined : worker.run()));
  running.catch((error: unknown) => log.error({ err: error }, 'the mail queue ended'));
  return {
    stop: async () => {
      isStopped = true;
      // Waits for the mails in hand.
      await worker.close();
      await waiting;
    },
  };
}

const RELAY_TEXTS = {
  away: 'waiting for the mail relay',
  stranger: 'SMTP_URL is not the development inbox: set ACCORD_MAIL_OVERRIDE, or NODE_ENV=production',
} as const;
