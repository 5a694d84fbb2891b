/**
 * Every variable that the API reads, once, at its start. Empty means unset. What is missing or wrong is said by
 * name, all of it at once.
 */
import { z } from 'zod';

const DEVELOPMENT_SECRET = 'accord-development-secret-for-one-machine-only';

const url = (...protocols: readonly string[]) =>
  z.string().refine((text) => protocols.some((p) => text.startsWith(`${p}://`)) && URL.canParse(text), {
    error: `write a URL that begins with ${protocols.map((p) => `${p}://`).join(' or ')}`,
  });
const count = (most: number) => z.coerce.number().int().min(1).max(most);

const variables = z.object({
  /** `production` refuses the defaults of development. */
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  /** PostgreSQL, the application's role. */
  DATABASE_URL: url('postgres', 'postgresql'),
  /** Redis or Valkey: rate limits and hints. Without it limits are counted in this process and hints are not given. */
  REDIS_URL: url('redis', 'rediss').optional(),
  /** Temporal, host and port of its frontend; only `/readyz` looks at it. */
  TEMPORAL_ADDRESS: z.string().min(3).optional(),
  /** API key of Temporal Cloud; turns TLS on. */
  TEMPORAL_API_KEY: z.string().optional(),
  /** `1` connects to Temporal by TLS. */
  TEMPORAL_TLS: z.enum(['0', '1']).default('0'),
  /** What links and codes are derived from: 32 characters or more, the same in every process. */
  ACCORD_SECRET: z.string().min(32).default(DEVELOPMENT_SECRET),
  /** Where people and programs reach this API. */
  ACCORD_BASE_URL: url('http', 'https').optional(),
  /** The port to listen on. */
  ACCORD_PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  /** The address to listen on; outside production this machine alone. */
  ACCORD_HOST: z.string().optional(),
  /** Name of this instance: keeps two apart that share one Redis or one host. */
  ACCORD_INSTANCE: z
    .string()
    .regex(/^[\w-]{1,40}$/)
    .default('accord'),
  /** `commit`: commits go on along one track by themselves. `workflow`: the workflows alone drive. */
  ACCORD_MOVES: z.enum(['commit', 'workflow']).default('commit'),
  /** Connections to PostgreSQL at most. */
  ACCORD_DATABASE_CONNECTIONS: count(100).default(20),
  /** Requests that one key may make in a minute. */
  ACCORD_REQUESTS_PER_MINUTE: count(10_000_000).default(120_000),
  /** Requests without a valid key that one address may make in a minute. */
  ACCORD_FAILURES_PER_MINUTE: count(10_000_000).default(600),
  /** Forms of the reviewers' pages that one address may send in a minute. */
  ACCORD_PAGE_POSTS_PER_MINUTE: count(10_000_000).default(600),
  /** The largest file that may be attached, in MiB. */
  ACCORD_ATTACHMENT_MEBIBYTES: count(500).default(25),
  /** How many proxies stand in front of us and are believed when they say whom they speak for. */
  ACCORD_TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  /** How long requests in hand may take to finish when the process is asked to end. */
  ACCORD_SHUTDOWN_SECONDS: count(600).default(15),
  /** Least level that is logged. */
  ACCORD_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  /** `1`: ends when its standard input closes, which is when the process that started it is gone. */
  ACCORD_PARENT: z.enum(['0', '1']).default('0'),
});

type Read = z.infer<typeof variables>;
type Environment = Readonly<Record<string, string | undefined>>;
export type ApiConfig = ReturnType<typeof readConfig>;

/** Reads and freezes the configuration; throws one error that names every variable that is missing or wrong. */
export function readConfig(environment: Environment) {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = variables.safeParse(given);
  if (!parsed.success) throw new Error(`The API cannot start:\n${lines(parsed.error.issues)}`);
  const read = parsed.data;
  const isProduction = read.NODE_ENV === 'production';
  if (isProduction) refuseDevelopment(read);
  return Object.freeze({
    isProduction,
    databaseUrl: read.DATABASE_URL,
    databaseConnections: read.ACCORD_DATABASE_CONNECTIONS,
    redisUrl: read.REDIS_URL ?? null,
    temporal: read.TEMPORAL_ADDRESS
      ? Object.freeze({
          address: read.TEMPORAL_ADDRESS,
          apiKey: read.TEMPORAL_API_KEY ?? null,
          tls: read.TEMPORAL_TLS === '1' || read.TEMPORAL_API_KEY !== undefined,
        })
      : null,
    secret: read.ACCORD_SECRET,
    baseUrl: (read.ACCORD_BASE_URL ?? `http://127.0.0.1:${read.ACCORD_PORT}`).replace(/\/+$/, ''),
    port: read.ACCORD_PORT,
    host: read.ACCORD_HOST ?? (isProduction ? null : '127.0.0.1'),
    instance: read.ACCORD_INSTANCE,
    moves: read.ACCORD_MOVES,
    requestsPerMinute: read.ACCORD_REQUESTS_PER_MINUTE,
    failuresPerMinute: read.ACCORD_FAILURES_PER_MINUTE,
    postsPerMinute: read.ACCORD_PAGE_POSTS_PER_MINUTE,
    attachmentMostBytes: read.ACCORD_ATTACHMENT_MEBIBYTES * 1024 * 1024,
    trustedProxies: read.ACCORD_TRUSTED_PROXIES,
    shutdownMs: read.ACCORD_SHUTDOWN_SECONDS * 1_000,
    logLevel: read.ACCORD_LOG_LEVEL,
    endsWithParent: read.ACCORD_PARENT === '1',
  });
}

const lines = (issues: readonly Readonly<{ path: readonly PropertyKey[]; message: string }>[]): string =>
  issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`).join('\n');

function refuseDevelopment(read: Read): void {
  const refused = [
    ...(read.ACCORD_SECRET === DEVELOPMENT_SECRET ? ['ACCORD_SECRET: production needs one of its own'] : []),
    ...(read.ACCORD_BASE_URL?.startsWith('https://')
      ? []
      : ['ACCORD_BASE_URL: where people reach the pages of production, beginning with https://']),
    ...(read.REDIS_URL ? [] : ['REDIS_URL: production counts its limits across processes']),
  ];
  if (refused.length > 0) throw new Error(`The API cannot start:\n${refused.map((line) => `  ${line}`).join('\n')}`);
}
