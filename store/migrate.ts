/**
 * Applies `prisma/migrations` as the owner and says what the application's role may do.
 *
 * 1. The bookkeeping is Prisma's own (`_prisma_migrations`, checksums included), so that `prisma migrate` and this
 *    agree on what stands; see docs/decisions/0003-the-record-in-postgresql.md for why its engine is not used.
 * 2. A migration and its line in the bookkeeping are one transaction: one that fails leaves nothing behind.
 * 3. Two processes that start at once migrate one after the other.
 * 4. A migration that was applied and is edited or gone is refused: the database is of another program.
 */
import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { grant } from './grants';

/** Beside the program in dist/ as in the sources. */
const MIGRATIONS = join(__dirname, '..', 'prisma', 'migrations');
/** The number that Prisma's engine locks, so that the two never run side by side. */
const MIGRATION_LOCK = 72_707_369;

const BOOKKEEPING = `
CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id                  varchar(36) PRIMARY KEY,
  checksum            varchar(64) NOT NULL,
  finished_at         timestamptz,
  migration_name      varchar(255) NOT NULL,
  logs                text,
  rolled_back_at      timestamptz,
  started_at          timestamptz NOT NULL DEFAULT now(),
  applied_steps_count integer NOT NULL DEFAULT 0
)`;

export type Migrating = Readonly<{ ownerUrl: string; appRole?: string; folder?: string }>;
type Migration = Readonly<{ name: string; sql: string; checksum: string }>;

/** Brings a database up to date. Gives the names of the migrations that were applied now. */
export async function migrate({ ownerUrl, appRole = 'accord_app', folder }: Migrating): Promise<readonly string[]> {
  const client = new Client({ connectionString: ownerUrl, application_name: 'accord migrate' });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await client.query(BOOKKEEPING);
    const waiting = await unapplied(client, migrationsIn(folder ?? MIGRATIONS));
    for (const migration of waiting) await apply(client, migration);
    await grant(client, appRole);
    return waiting.map((m) => m.name);
  } finally {
    // Ending the session gives the lock back.
    await client.end();
  }
}

const migrationsIn = (folder: string): readonly Migration[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });

async function unapplied(client: Client, all: readonly Migration[]): Promise<readonly Migration[]> {
  const { rows } = await client.query<{ name: string; checksum: string; finished: boolean }>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
       FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at`,
  );
  for (const { name, checksum, finished } of rows) {
    if (!finished) throw new Error(`Migration ${name} failed earlier: mend the database, then mark it with prisma`);
    const known = all.find((m) => m.name === name);
    if (!known) throw new Error(`Migration ${name} was applied to this database, but this program does not know it`);
    if (known.checksum !== checksum) throw new Error(`Migration ${name} was edited after it was applied`);
  }
  return all.filter((m) => !rows.some((row) => row.name === m.name));
}

async function apply(client: Client, { name, sql, checksum }: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(sql);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw new Error(`Migration ${name} failed and left nothing behind`, { cause: error });
  }
}
