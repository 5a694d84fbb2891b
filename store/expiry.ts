import type { Pool } from 'pg';

export type Expired = Readonly<{ keys: number; sessions: number; attachments: number }>;

/** A file is many rows: more of them at once would take longer than a statement may. */
export const FILES_AT_MOST = 20;

const KEYS = `
DELETE FROM idempotency_keys WHERE (credential, route, key) IN (
  SELECT credential, route, key FROM idempotency_keys WHERE created_at < accord_now() - interval '30 days'
   ORDER BY created_at LIMIT $1)`;

/** A day after its end a session helps nobody any more, not even whoever looks for the reason of a complaint. */
const SESSIONS = ['reading_sessions', 'sessions', 'sign_in_attempts', 'sign_in_codes'].map(
  (table) => `
DELETE FROM ${table} WHERE ctid = ANY (ARRAY (
  SELECT ctid FROM ${table} WHERE expires_at < accord_now() - interval '1 day' ORDER BY expires_at LIMIT $1))`,
);

/**
 * Files that no case has ever named. The second look at the age is at the row as it stands when the lock is had:
 * somebody may just have sent the file again.
 */
const ATTACHMENTS = `
DELETE FROM attachments AS file
 USING (SELECT side, sha256 FROM attachments AS old
         WHERE uploaded_at < accord_now() - interval '30 days'
           AND NOT EXISTS (SELECT 1 FROM case_attachments AS c
                            WHERE c.owner_side = old.side AND c.sha256 = old.sha256)
         ORDER BY uploaded_at LIMIT $1) AS unused
 WHERE file.side = unused.side AND file.sha256 = unused.sha256
   AND file.uploaded_at < accord_now() - interval '30 days'`;

/**
 * Takes away what is kept for a while only: answers under idempotency keys after thirty days, sessions and what opened
 * them a day after their end, files that no case names after thirty days. At most so many of each, so that no call
 * takes long: the caller comes again.
 */
export async function expire(pool: Pool, limit = 1_000): Promise<Expired> {
  const keys = await pool.query(KEYS, [limit]);
  let sessions = 0;
  for (const text of SESSIONS) sessions += (await pool.query(text, [limit])).rowCount ?? 0;
  const attachments = await pool.query(ATTACHMENTS, [Math.min(limit, FILES_AT_MOST)]);
  return { keys: keys.rowCount ?? 0, sessions, attachments: attachments.rowCount ?? 0 };
}
