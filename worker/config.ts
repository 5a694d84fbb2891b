/**
 * Every variable that the worker reads, once, at its start. Empty means unset. What is missing or wrong is said by
 * name, all of it at once.
 */
import { z } from 'zod';

const DEVELOPMENT_SECRET = 'accord-development-secret-for-one-machine-only';
const DEVELOPMENT_BASE_URL = 'http://127.0.0.1:3000';

const url = (...protocols: readonly string[]) =>
  z.string().refine((text) => protocols.some((p) => text.startsWith(`${p}://`)) && URL.canParse(text), {
    error: `write a URL that begins with ${protocols.map((p) => `${p}://`).join(' or ')}`,
  });
const flag = z
  .enum(['0', '1'])
  .default('0')
  .transform((text) => text === '1');
const count = (most: number) => z.coerce.number().int().min(1).max(most);

const variables = z.object({
  /** `production` refuses the defaults of development and sends mails to the addresses of the directory. */
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  /** PostgreSQL, the application's role. */
  DATABASE_URL: url('postgres', 'postgresql'),
  /** Redis or Valkey: queue of mails and hints. Nothing in it is missed when it is lost. */
  REDIS_URL: url('redis', 'rediss'),
  /** Temporal, host and port of its frontend. */
  TEMPORAL_ADDRESS: z.string().min(3),
  /** Namespace in Temporal. */
  TEMPORAL_NAMESPACE: z.string().default('default'),
  /** API key of Temporal Cloud; turns TLS on. */
  TEMPORAL_API_KEY: z.string().optional(),
  /** `1` connects to Temporal by TLS. */
  TEMPORAL_TLS: flag,
  /** The mail relay. Outside production the development inbox, or any with ACCORD_MAIL_OVERRIDE. */
  SMTP_URL: url('smtp', 'smtps'),
  /** What links, codes and threads are derived from: 32 characters or more, the same in every process. */
  ACCORD_SECRET: z.string().min(32).default(DEVELOPMENT_SECRET),
  /** Where people reach the API's pages: the beginning of every link, and the host in Message-IDs. */
  ACCORD_BASE_URL: url('http', 'https').default(DEVELOPMENT_BASE_URL),
  /** Name of this instance: keeps two apart that share one Redis. */
  ACCORD_INSTANCE: z
    .string()
    .regex(/^[\w-]{1,40}$/)
    .default('accord'),
  /** `commit`: commits go on along one track by themselves. `workflow`: the workflows alone drive. */
  ACCORD_MOVES: z.enum(['commit', 'workflow']).default('commit'),
  /** Task queues of tracks that this worker serves, with commas between; unset: those of every country. */
  ACCORD_TRACK_QUEUES: z.string().optional(),
  /** The sender of every mail. */
  ACCORD_MAIL_FROM: z.string().optional(),
  /** Outside production: the one address that gets every mail; each shows where it would have gone. */
  ACCORD_MAIL_OVERRIDE: z.email().optional(),
  /** Mails sent at the same time. */
  ACCORD_MAIL_CONCURRENCY: count(50).default(8),
  /** Connections to PostgreSQL at most. */
  ACCORD_DATABASE_CONNECTIONS: count(100).default(10),
  /** How long a worker that is asked to end may finish what is in hand. */
  ACCORD_SHUTDOWN_SECONDS: count(600).default(15),
  /** Least level that is logged. */
  ACCORD_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  /** `1`: ends when its standard input closes, which is when the process that started it is gone. */
  ACCORD_PARENT: flag,
});

type Environment = Readonly<Record<string, string | undefined>>;
export type WorkerConfig = ReturnType<typeof readConfig>;

/** Reads and freezes the configuration; throws one error that names every variable that is missing or wrong. */
export function readConfig(environment: Environment) {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = variables.safeParse(given);
  if (!parsed.success) throw new Error(`The worker cannot start:\n${lines(parsed.error.issues)}`);
  const read = parsed.data;
  const isProduction = read.NODE_ENV === 'production';
  if (isProduction) refuseDevelopment(read);
  const baseUrl = read.ACCORD_BASE_URL.replace(/\/+$/, '');
  return Object.freeze({
    isProduction,
    databaseUrl: read.DATABASE_URL,
    databaseConnections: read.ACCORD_DATABASE_CONNECTIONS,
    redisUrl: read.REDIS_URL,
    temporal: Object.freeze({
      address: read.TEMPORAL_ADDRESS,
      namespace: read.TEMPORAL_NAMESPACE,
      apiKey: read.TEMPORAL_API_KEY ?? null,
      tls: read.TEMPORAL_TLS || read.TEMPORAL_API_KEY !== undefined,
    }),
    trackQueues: read.ACCORD_TRACK_QUEUES?.split(',').map((queue) => queue.trim()) ?? null,
    secret: read.ACCORD_SECRET,
    baseUrl,
    instance: read.ACCORD_INSTANCE,
    moves: read.ACCORD_MOVES,
    mail: Object.freeze({
      smtpUrl: read.SMTP_URL,
      from: read.ACCORD_MAIL_FROM ?? `Accord <accord@${new URL(baseUrl).hostname}>`,
      override: read.ACCORD_MAIL_OVERRIDE ?? null,
      concurrency: read.ACCORD_MAIL_CONCURRENCY,
    }),
    shutdownMs: read.ACCORD_SHUTDOWN_SECONDS * 1_000,
    logLevel: read.ACCORD_LOG_LEVEL,
    endsWithParent: read.ACCORD_PARENT,
  });
}

const lines = (issues: readonly Readonly<{ path: readonly PropertyKey[]; message: string }>[]): string =>
  issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`).join('\n');

function refuseDevelopment(read: z.infer<typeof variables>): void {
  const refused = [
    ...(read.ACCORD_SECRET === DEVELOPMENT_SECRET ? ['ACCORD_SECRET: production needs one of its own'] : []),
    ...(read.ACCORD_BASE_URL.startsWith('https://')
      ? []
      : ['ACCORD_BASE_URL: links of production begin with https://']),
    ...(read.ACCORD_MAIL_FROM ? [] : ['ACCORD_MAIL_FROM: production needs a sender']),
    ...(read.ACCORD_MAIL_OVERRIDE ? ['ACCORD_MAIL_OVERRIDE: production sends to the addresses of the directory'] : []),
  ];
  if (refused.length > 0) throw new Error(`The worker cannot start:\n${refused.map((line) => `  ${line}`).join('\n')}`);
}
