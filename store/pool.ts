import { Pool } from 'pg';

export interface PoolOptions {
  /** Connections at most; two or three for each core of the server are plenty. */
  readonly max?: number;
  /** Shown in pg_stat_activity, so that an operator sees whose connection it is. */
  readonly name?: string;
  /** 0 for none: an operator's command may read the whole record. */
  readonly statementTimeoutMs?: number;
}

/** The server ends a statement first; only one that has fallen silent is given up from here. */
const SILENCE_MS = 1_000;

/**
 * The pool that the hot path and Prisma share. Nothing is held open between two statements, so every limit can be
 * short: a statement that hangs is ended by the server long before its caller gives up.
 */
export function createPool(
  url: string,
  { max = 10, name = 'accord', statementTimeoutMs = 5_000 }: PoolOptions = {},
): Pool {
  const pool = new Pool({
    connectionString: url,
    max,
    application_name: name,
    connectionTimeoutMillis: 5_000,
    statement_timeout: statementTimeoutMs,
    // A server that stands still ends nothing: without this its callers would wait for ever.
    query_timeout: statementTimeoutMs === 0 ? 0 : statementTimeoutMs + SILENCE_MS,
    keepAlive: true,
    lock_timeout: 2_000,
    idle_in_transaction_session_timeout: 10_000,
  });
  // An idle connection that the server ends is replaced at the next query; without a listener it ends the process.
  pool.on('error', () => undefined);
  return pool;
}
