/**
 * The Temporal workers: one for cases, one for the tracks of each side. They begin when the server can be reached and
 * begin again when it was away for longer than they bear.
 */
import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import {
  DefaultLogger,
  type LogEntry,
  NativeConnection,
  Runtime,
  Worker,
  type WorkerOptions,
} from '@temporalio/worker';
import type { Logger } from 'pino';
import { PROPOSAL_QUEUE } from '../store/queues';
import { BUNDLE, bundleWorkflows } from '../workflows/bundle';
import type { Activities } from '../workflows/messages';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;

export type TemporalOptions = Readonly<{
  address: string;
  namespace: string;
  apiKey: string | null;
  tls: boolean;
  /** Task queues beside the one of cases; asked again at every beginning. */
  trackQueues(): Promise<readonly string[]>;
  activities: Activities;
  shutdownMs: number;
  log: Logger;
}>;

export type TemporalWorkers = Readonly<{ stop(): Promise<void> }>;

/** Starts to work, now or when Temporal comes; never fails for its absence. */
export function startTemporalWorkers(options: TemporalOptions): TemporalWorkers {
  const stopping = new AbortController();
  const running = keepWorking(options, stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

async function keepWorking(options: TemporalOptions, stopping: AbortSignal): Promise<void> {
  const { log } = options;
  // Without a bundle of the build (in tests) it is made once, here.
  const workflowBundle = existsSync(BUNDLE) ? { codePath: BUNDLE } : { code: await bundleWorkflows() };
  for (let failures = 0; !stopping.aborted; ) {
    try {
      await workOnce(options, workflowBundle, stopping, () => {
        failures = 0;
      });
    } catch (error) {
      failures += 1;
      log.warn({ err: error, failures }, 'the Temporal workers cannot work; trying again');
      const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS);
      await pause(pauseMs, undefined, { signal: stopping }).catch(() => undefined);
    }
  }
}

type Bundle = NonNullable<WorkerOptions['workflowBundle']>;

/** All of them, or none: where one ends the others end too, so that all begin again together. */
async function workOnce(
  options: TemporalOptions,
  workflowBundle: Bundle,
  stopping: AbortSignal,
  onReady: () => void,
): Promise<void> {
  const { address, apiKey, tls, trackQueues, log } = options;
  const queues = await trackQueues();
  const connection = await NativeConnection.connect({ address, tls, ...(apiKey === null ? {} : { apiKey }) });
  const crew = createCrew();
  stopping.addEventListener('abort', crew.shutDown, { once: true });
  try {
    // Cases first, and at work at once: making a worker takes long enough to be noticed.
    for (const taskQueue of [PROPOSAL_QUEUE, ...queues]) {
      if (crew.isEnding()) break;
      crew.add(await Worker.create(workerOptions(options, { connection, workflowBundle, taskQueue })));
    }
    onReady();
    log.info({ queues: [PROPOSAL_QUEUE, ...queues] }, 'Temporal workers run');
    await crew.ended();
  } finally {
    stopping.removeEventListener('abort', crew.shutDown);
    crew.shutDown();
    await crew.ended().catch(() => undefined);
    await connection.close();
  }
}

function createCrew() {
  const workers: Worker[] = [];
  const runs: Promise<void>[] = [];
  let isEnding = false;
  const shutDown = () => {
    isEnding = true;
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  return {
    shutDown,
    isEnding: () => isEnding,
    add: (worker: Worker): void => {
      workers.push(worker);
      const run = worker.run().finally(shutDown);
      // Heard of in `ended`, which may be asked much later.
      run.catch(() => undefined);
      runs.push(run);
      // Asked to end, or left by another one, while this one was made.
      if (isEnding) shutDown();
    },
    ended: async (): Promise<void> => {
      const ends = await Promise.allSettled(runs);
      for (const end of ends) if (end.status === 'rejected') throw end.reason;
    },
  };
}

function workerOptions(
  { namespace, activities, shutdownMs }: TemporalOptions,
  own: Pick<WorkerOptions, 'connection' | 'workflowBundle' | 'taskQueue'>,
): WorkerOptions {
  const isCases = own.taskQueue === PROPOSAL_QUEUE;
  return {
    ...own,
    namespace,
    activities,
    shutdownGraceTime: shutdownMs,
    shutdownForceTime: shutdownMs,
    // Tracks of several are the rarer case, and there is a worker for each side.
    maxCachedWorkflows: isCases ? 500 : 100,
    maxConcurrentActivityTaskExecutions: 20,
  };
}

/** Hands the log of the SDK to ours and keeps it from ending the process by itself. Once, before any worker. */
export function installRuntime(log: Logger): void {
  Runtime.install({
    shutdownSignals: [],
    logger: new DefaultLogger('WARN', ({ level, message, meta }: LogEntry) => {
      log[level === 'ERROR' ? 'error' : 'warn']({ sdk: message, ...meta }, 'the Temporal SDK reports');
    }),
  });
}
