/** The API's process. Everything is wired here and nowhere else. */
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { Redis } from 'ioredis';
import type { Pool } from 'pg';
import { type Logger as Pino, pino } from 'pino';
import { checkoutRoot } from '../locales/checkout';
import { loadTexts } from '../locales/texts';
import { createAttachments } from '../store/attachments';
import { createCases } from '../store/cases';
import { createCatalogue } from '../store/catalogue';
import { createCatalogueActs } from '../store/catalogue-acts';
import { createDeliveryLog } from '../store/delivery-log';
import { createEvents } from '../store/events';
import { createHints } from '../store/hints';
import { createKeys } from '../store/keys';
import { clock } from '../store/load';
import { createPool } from '../store/pool';
import { createPrisma } from '../store/prisma';
import { createRecord } from '../store/record';
import { keepRefusal } from '../store/refusals';
import { createSecrets } from '../store/review-secrets';
import { createApp } from './app';
import { createBoardRoutes } from './board/routes';
import { type ApiConfig, readConfig } from './config';
import type { AppDeps } from './deps';
import { createDeskRoutes } from './desk/routes';
import { createPageLimits } from './forms/limits';
import type { Check } from './health/checks';
import { createLimits } from './http/limits';
import { close, listen } from './http/server';
import { createErrorPages } from './pages';
import { createReviewRoutes } from './review/routes';
import { createSignIn } from './sign-in/routes';

type Closing = () => Promise<unknown> | unknown;

const ASSETS_URL = '/assets';

/** What the application is made of, and how each part is closed again. */
function wire(config: ApiConfig, log: Pino): { deps: AppDeps; closings: readonly Closing[] } {
  const pool = createPool(config.databaseUrl, { max: config.databaseConnections, name: 'accord-api' });
  const redis = config.redisUrl === null ? null : connectToRedis(config.redisUrl);
  const hints = config.redisUrl === null ? null : createHints(config.redisUrl, config.instance);
  const temporal = connectToTemporal(config);
  const texts = loadTexts();
  const catalogue = createCatalogue(pool);
  const { requestsPerMinute, failuresPerMinute, instance, moves, baseUrl, trustedProxies } = config;
  const secrets = createSecrets(config.secret);
  const { refFor } = secrets;
  const onCommitted = hints?.tell;
  const record = createRecord({ pool, catalogue, moves, refFor, ...(onCommitted ? { onCommitted } : {}) });
  const cases = createCases({
    pool,
    catalogue,
    onUnreadable: (proposal, error) => log.error({ err: error, proposal }, 'a case cannot be read; lists leave it out'),
  });
  const onLeft = ({ error, ...left }: Readonly<{ row: string | null; proposal: string | null; error: unknown }>) =>
    log.warn({ err: error, ...left }, 'an act was not carried to a case; the sweeper comes back to it');
  const { calendars, holds, peopleAndSeats, history } = createCatalogueActs({ pool, catalogue, record, onLeft });
  const events = createEvents(createPrisma(pool));
  const deliveries = createDeliveryLog({ pool });
  const attachments = createAttachments(pool);
  const files = { attachments, attachmentMostBytes: config.attachmentMostBytes };
  const shared = { pool, catalogue, record, cases, events, texts };
  // What every room of pages is made with.
  const room = {
    instance,
    baseUrl,
    assetsUrl: ASSETS_URL,
    redis,
    onDelivery: (id: string) => hints?.tell({ nudges: [], deliveries: [id] }),
    onError: (err: unknown, requestId: string) => log.error({ err, requestId }, 'a page broke'),
  };
  const limits = createPageLimits({ redis, instance, postsPerMinute: config.postsPerMinute });
  const signIn = createSignIn({ ...room, pool, catalogue, texts, limits, secret: config.secret });
  const deps: AppDeps = {
    record,
    cases,
    events,
    deliveries,
    attachments,
    calendars,
    holds,
    peopleAndSeats,
    history,
    catalogue,
    keys: createKeys(pool),
    limits: createLimits({ redis, instance, requestsPerMinute, failuresPerMinute }),
    texts,
    logger: log,
    checks: checksOf(pool, redis, temporal),
    noteRefusal: async (noted) => {
      await keepRefusal(pool, { at: await clock(pool), ...noted, proposal: null, answer: null });
    },
    reviewRoutes: createReviewRoutes({
      ...shared,
      ...room,
      secrets,
      postsPerMinute: config.postsPerMinute,
    }),
    signIn,
    boardRoutes: createBoardRoutes({ ...room, ...shared, attachments, deliveries, limits, signIn }),
    deskRoutes: createDeskRoutes({ ...room, ...shared, ...files, limits, signIn }),
    errorPage: createErrorPages(texts, ASSETS_URL),
    settings: {
      baseUrl,
      trustedProxies,
      assetsDir: join(checkoutRoot(__dirname), 'dist/api/assets'),
      attachmentMostBytes: config.attachmentMostBytes,
    },
  };
  return {
    deps,
    closings: [() => hints?.close(), () => redis?.disconnect(), () => temporal?.close(), () => pool.end()],
  };
}

function connectToRedis(url: string): Redis {
  // A counter that cannot be reached must cost nothing: no queue, no second try.
  const redis = new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 0, commandTimeout: 200 });
  redis.on('error', () => undefined);
  return redis;
}

function connectToTemporal({ temporal }: ApiConfig): Connection | null {
  if (!temporal) return null;
  const { address, tls, apiKey } = temporal;
  return Connection.lazy({ address, tls, ...(apiKey === null ? {} : { apiKey }) });
}

function checksOf(pool: Pool, redis: Redis | null, temporal: Connection | null): Record<string, Check> {
  return {
    postgres: () => pool.query('SELECT 1'),
    ...(redis ? { redis: () => redis.ping() } : {}),
    ...(temporal ? { temporal: () => temporal.workflowService.getSystemInfo({}) } : {}),
  };
}

/** Takes no new requests, finishes those in hand, closes the parts. */
async function shutDown(server: Server, closings: readonly Closing[]): Promise<void> {
  await close(server);
  for (const closing of closings) await closing();
}

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = pino({ level: config.logLevel, base: { part: 'api' } });
  const { deps, closings } = wire(config, log);
  const server = createServer(createApp(deps));
  let isEnding = false;
  const end = (why: string) => () => {
    if (isEnding) return;
    isEnding = true;
    log.info({ why }, 'the API finishes what is in hand');
    setTimeout(() => process.exit(1), config.shutdownMs).unref();
    shutDown(server, closings).then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'the API did not end in peace');
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, end(signal));
  if (config.endsWithParent) process.stdin.on('close', end('the parent is gone')).resume();
  await listen(server, config);
  log.info({ port: config.port, baseUrl: config.baseUrl }, 'the API listens');
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
