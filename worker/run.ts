/** What the worker is made of. Everything is wired here and nowhere else. */
import { Client, Connection } from '@temporalio/client';
import { Queue } from 'bullmq';
import type { Logger } from 'pino';
import { createActivities } from '../activities/advance';
import { createCarriedActs } from '../store/carried-acts';
import { createCatalogue } from '../store/catalogue';
import { createDeliveries } from '../store/deliveries';
import { createHints, listenToHints } from '../store/hints';
import { createNudges } from '../store/nudges';
import { createPool } from '../store/pool';
import { queueOf } from '../store/queues';
import { createRecord } from '../store/record';
import { createSecrets } from '../store/review-secrets';
import { createSignInMails } from '../store/sign-in-mails';
import { createSignInSecrets } from '../store/sign-in-secrets';
import { startCarrier } from './carrier';
import type { WorkerConfig } from './config';
import { startDispatcher } from './dispatcher';
import { MAIL_QUEUE, type MailJob, prefixOf, producerConnection } from './mail/queue';
import { createRelay } from './mail/relay';
import { createSender } from './mail/send';
import { createSignInSender } from './mail/sign-in';
import { createThreads } from './mail/thread';
import { startMailWorker } from './mail/worker';
import { startSweeper } from './sweeper';
import { startTemporalWorkers } from './temporal';

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
  sweeper: startSweeping,
} satisfies Record<string, (shared: Shared) => Promise<Stop>>;
export type PartName = keyof typeof PARTS;
export const PART_NAMES = Object.keys(PARTS) as readonly PartName[];

async function startTemporal({ config, log: parent, pool, catalogue, secrets }: Shared): Promise<Stop> {
  const log = parent.child({ part: 'temporal' });
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

async function startSweeping({ config, log: parent, pool, catalogue, secrets, nudges, client }: Shared): Promise<Stop> {
  const log = parent.child({ part: 'sweeper' });
  const hints = createHints(config.redisUrl, config.instance);
  const { refFor } = secrets;
  const record = createRecord({ pool, catalogue, moves: config.moves, refFor, onCommitted: hints.tell });
  const acts = createCarriedActs({
    pool,
    record,
    onLeft: ({ error, ...left }) => log.error({ err: error, ...left }, 'an act could not be carried to a case'),
  });
  const sweeper = startSweeper({ pool, nudges, client, log });
  const carrier = startCarrier({ acts, log });
  return async () => {
    await Promise.all([sweeper.stop(), carrier.stop()]);
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

async function startMail({ config, log: parent, pool, deliveries, catalogue, secrets }: Shared): Promise<Stop> {
  const log = parent.child({ part: 'mail' });
  const { smtpUrl, from, override, concurrency } = config.mail;
  const { isProduction, baseUrl, redisUrl, instance } = config;
  const relay = createRelay({ url: smtpUrl, from, override, isProduction, maxConnections: concurrency });
  const threads = createThreads(config.secret, baseUrl);
  const shared = { deliveries, catalogue, baseUrl, threads, relay, log };
  const sendOther = createSignInSender({
    ...shared,
    mails: createSignInMails(pool),
    secrets: createSignInSecrets(config.secret),
  });
  const send = createSender({ ...shared, secrets, sendOther });
  const worker = startMailWorker({ redisUrl, instance, concurrency, relay, send, log });
  return async () => {
    await worker.stop();
    relay.close();
  };
}

/** Starts some parts over one pool; `stop` lets each of them finish what is in hand. */
export async function startWorker(
  config: WorkerConfig,
  names: readonly PartName[],
  log: Logger,
): Promise<{ stop: Stop }> {
  const shared = createShared(config, log);
  const stops = await Promise.all(names.map((name) => PARTS[name](shared)));
  return {
    stop: async () => {
      await Promise.all(stops.map((stop) => stop()));
      await shared.close();
    },
  };
}
