import type { Pool } from 'pg';

export type Expired = Readonly<{ keys: number; sessions: number }>;

const KEYS = `
DELETE FROM idempotency_keys WHERE (credential, route, key) IN (
  SELECT credential, route, key FROM idempotency_keys WHERE created_at < accord_now() - interval '30 days'
   ORDER BY created_at LIMIT $1)`;

/** A day after its end a session helps nobody any more, not even whoever looks for the reason of a complaint. */
const SESSIONS = `
DELETE FROM reading_sessions WHERE id_hash IN (
  SELECT id_hash FROM reading_sessions WHERE expires_at < accord_now() - interval '1 day'
   ORDER BY expires_at LIMIT $1)`;

/**
 * Takes away what is kept for a while only: answers under idempotency keys after thirty days, reading sessions a day
 * after their end. At most so many rows of each, so that no call takes long: the caller comes again.
 */
export async function expire(pool: Pool, limit = 1_000): Promise<Expired> {
  const keys = await pool.query(KEYS, [limit]);
  const sessions = await pool.query(SESSIONS, [limit]);
  return { keys: keys.rowCount ?? 0, sessions: sessions.rowCount ?? 0 };
}
