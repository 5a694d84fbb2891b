/**
 * The worker's process: Temporal workers, dispatcher, mail worker and sweeper; all of them, or those named as
 * arguments (`node dist/worker/main.js mail sweeper`). Everything is wired here and nowhere else.
 */
import { Client, Connection } from '@temporalio/client';
import { Queue } from 'bullmq';
import type { Logger } from 'pino';
import { createActivities } from '../activities/advance';
import { createCatalogue } from '../store/catalogue';
import { createDeliveries } from '../store/deliveries';
import { createHints, listenToHints } from '../store/hints';
import { createNudges } from '../store/nudges';
import { createPool } from '../store/pool';
import { queueOf } from '../store/queues';
import { createRecord } from '../store/record';
import { createSecrets } from '../store/review-secrets';
import { readConfig, type WorkerConfig } from './config';
import { startDispatcher } from './dispatcher';
import { createLog } from './log';
import { MAIL_QUEUE, type MailJob, prefixOf, producerConnection } from './mail/queue';
import { createRelay } from './mail/relay';
import { createSender } from './mail/send';
import { createThreads } from './mail/thread';
import { startMailWorker } from './mail/worker';
import { startSweeper } from './sweeper';
import { installRuntime, startTemporalWorkers } from './temporal';

type Stop = () => Promise<void>;
type Shared = ReturnType<typeof createShared>;

/** What the parts have in common. */
function createShared(config: WorkerConfig, log: Logger) {
  const pool = createPool(config.databaseUrl, { max: config.databaseConnections, name: 'accord-worker' });
  const { address, namespace, apiKey, tls } = config.temporal;
  // Connects at its first use, and again whenever it has to.
  const connection = Connection.lazy({ address, tls, ...(apiKey === null ? {} : { apiKey }) });
  const secrets = createSecrets(config.secret);
  const parts = {
    config,
    log,
    pool,
    secrets,
    catalogue: createCatalogue(pool),
    deliveries: createDeliveries({ pool }),
    nudges: createNudges(pool),
    client: new Client({ connection, namespace }),
  };
  const close = async () => {
    await connection.close();
    await pool.end();
  };
  return { ...parts, close };
}

const PARTS = {
  temporal: startTemporal,
  dispatcher: startDispatching,
  mail: startMail,
  sweeper: async ({ nudges, client, log }: Shared): Promise<Stop> =>
    startSweeper({ nudges, client, log: log.child({ part: 'sweeper' }) }).stop,
} satisfies Record<string, (shared: Shared) => Promise<Stop>>;
type PartName = keyof typeof PARTS;

async function startTemporal({ config, log: parent, pool, catalogue, secrets }: Shared): Promise<Stop> {
  const log = parent.child({ part: 'temporal' });
  installRuntime(log);
  const hints = createHints(config.redisUrl, config.instance);
  const onCommitted = hints.tell;
  const record = createRecord({ pool, catalogue, moves: config.moves, refFor: secrets.refFor, onCommitted });
  const queuesOfCountries = async () => Object.keys((await catalogue.current()).countries).map(queueOf);
  const workers = startTemporalWorkers({
    ...config.temporal,
    trackQueues: async () => config.trackQueues ?? (await queuesOfCountries()),
    activities: createActivities({ record, log }),
    shutdownMs: config.shutdownMs,
    log,
  });
  return async () => {
    await workers.stop();
    hints.close();
  };
}

async function startDispatching({ config, log: parent, deliveries, nudges, client }: Shared): Promise<Stop> {
  const log = parent.child({ part: 'dispatcher' });
  const connection = producerConnection(config.redisUrl);
  const queue = new Queue<MailJob>(MAIL_QUEUE, { connection, prefix: prefixOf(config.instance) });
  queue.on('error', (error) => log.debug({ err: error }, 'the mail queue cannot be reached'));
  const dispatcher = startDispatcher({ deliveries, nudges, client, queue, log });
  const hints = listenToHints(config.redisUrl, config.instance, dispatcher.hint);
  return async () => {
    hints.close();
    await dispatcher.stop();
    await queue.close();
  };
}

async function startMail({ config, log: parent, deliveries, catalogue, secrets }: Shared): Promise<Stop> {
  const log = parent.child({ part: 'mail' });
  const { smtpUrl, from, override, concurrency } = config.mail;
  const { isProduction, baseUrl, redisUrl, instance } = config;
  const relay = createRelay({ url: smtpUrl, from, override, isProduction, maxConnections: concurrency });
  const threads = createThreads(config.secret, baseUrl);
  const send = createSender({ deliveries, catalogue, secrets, baseUrl, threads, relay, log });
  const worker = startMailWorker({ redisUrl, instance, concurrency, relay, send, log });
  return async () => {
    await worker.stop();
    relay.close();
  };
}

const isPart = (name: string): name is PartName => Object.hasOwn(PARTS, name);

function partsNamed(names: readonly string[]): readonly PartName[] {
  const all = Object.keys(PARTS).filter(isPart);
  const unknown = names.find((name) => !isPart(name));
  if (unknown !== undefined) throw new Error(`No part is called "${unknown}". Allowed: ${all.join(', ')}`);
  return names.length === 0 ? all : names.filter(isPart);
}

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const names = partsNamed(process.argv.slice(2));
  const log = createLog(config.logLevel, 'worker');
  const shared = createShared(config, log);
  const stops: Stop[] = [];
  let isEnding = false;

  const end = async (why: string) => {
    if (isEnding) return;
    isEnding = true;
    log.info({ why }, 'the worker finishes what is in hand');
    setTimeout(() => {
      log.error('the worker did not finish in time');
      process.exit(1);
    }, config.shutdownMs + 2_000).unref();
    await Promise.all(stops.map((stop) => stop()));
    await shared.close();
    log.info('the worker has ended');
    process.exit(0);
  };
  const endFor = (why: string) => () => {
    end(why).catch((error: unknown) => {
      log.error({ err: error }, 'the worker did not end in peace');
      process.exit(1);
    });
  };

  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, endFor(signal));
  if (config.endsWithParent) process.stdin.on('close', endFor('the parent is gone')).resume();
  await Promise.all(names.map(async (name) => stops.push(await PARTS[name](shared))));
  log.info({ parts: names }, 'the worker runs');
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
