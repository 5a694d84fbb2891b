import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GRANTS } from '../../../store/grants';
import { migrate } from '../../../store/migrate';
import { accepted, Bench, submitting, text } from './fixture';

let bench: Bench;
let folder: string;
beforeAll(async () => {
  bench = await Bench.open();
  await accepted(bench.record().apply(submitting({ texts: [text('kept')] })));
  folder = mkdtempSync(join(tmpdir(), 'accord-migrations-'));
});
afterAll(async () => {
  await bench.close();
  rmSync(folder, { recursive: true });
});

const copy = (name: string): string => {
  const copied = join(folder, name);
  cpSync(join(__dirname, '../../../prisma/migrations'), copied, { recursive: true });
  return copied;
};
const failed = (migrating: Promise<unknown>) =>
  migrating.then(
    () => '',
    (error: Error) => error.message,
  );

describe('the application’s role', () => {
  it.each(['events', 'texts', 'revisions'])('can neither change nor delete %s', async (table) => {
    const denied = new RegExp(`permission denied for table ${table}`);
    await expect(bench.pool.query(`UPDATE ${table} SET hash = 'x'`)).rejects.toThrow(denied);
    await expect(bench.pool.query(`DELETE FROM ${table}`)).rejects.toThrow(denied);
    await expect(bench.pool.query(`TRUNCATE ${table}`)).rejects.toThrow(denied);
  });

  it('may make nothing, own nothing and move no clock', async () => {
    await expect(bench.pool.query('CREATE TABLE mine (id int)')).rejects.toThrow(/permission denied/);
    await expect(bench.pool.query('ALTER TABLE events DROP COLUMN hash')).rejects.toThrow(/must be owner/);
    const clock = `CREATE OR REPLACE FUNCTION accord_now() RETURNS timestamptz LANGUAGE sql AS 'SELECT now()'`;
    await expect(bench.pool.query(clock)).rejects.toThrow(/permission denied|must be owner/);
  });

  it('has its rights written down for every table, and has no others', async () => {
    const tables = await bench.rows<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`,
    );
    expect(Object.keys(GRANTS).toSorted()).toEqual(tables.map((t) => t.name).toSorted());
    const rights = await bench.rows<{ name: string; rights: string[] }>(
      `WITH whole AS (
         SELECT table_name, privilege_type::text AS privilege
           FROM information_schema.role_table_grants WHERE grantee = 'accord_app'),
       columns AS (
         SELECT table_name, privilege_type || ' (' || string_agg(column_name, ', ' ORDER BY column_name) || ')' AS privilege
           FROM information_schema.role_column_grants AS c
          WHERE grantee = 'accord_app'
            AND NOT EXISTS (SELECT 1 FROM whole AS w WHERE (w.table_name, w.privilege) = (c.table_name, c.privilege_type))
          GROUP BY table_name, privilege_type)
       SELECT table_name AS name, array_agg(privilege) AS rights
         FROM (SELECT * FROM whole UNION ALL SELECT * FROM columns) AS given GROUP BY 1`,
    );
    const found = Object.fromEntries(rights.map((r) => [r.name, r.rights.toSorted()]));
    expect(found).toEqual(
      Object.fromEntries(Object.entries(GRANTS).map(([name, given]) => [name, [...given].toSorted()])),
    );
  });
});

describe('migrate', () => {
  const ownerUrl = () => bench.database.ownerUrl;

  it('does nothing where everything is applied, however many start at once', async () => {
    const before = await bench.counts();
    expect(await Promise.all([1, 2, 3].map(() => migrate({ ownerUrl: ownerUrl() })))).toEqual([[], [], []]);
    expect(await bench.counts()).toEqual(before);
  });

  it('applies what is new, and leaves nothing of a migration that fails', async () => {
    const more = copy('more');
    const good = join(more, '20991231000000_good');
    cpSync(join(more, '20261122070100_catalogue'), good, { recursive: true });
    const bad = join(more, '20991231000001_bad');
    cpSync(good, bad, { recursive: true });
    rmSync(join(good, 'migration.sql'));
    rmSync(join(bad, 'migration.sql'));
    appendFileSync(join(good, 'migration.sql'), `CREATE VIEW good AS SELECT 'a; b' AS text; -- with a ; in it`);
    appendFileSync(join(bad, 'migration.sql'), 'CREATE VIEW half AS SELECT 1 AS one; SELECT broken;');
    expect(await failed(migrate({ ownerUrl: ownerUrl(), folder: more }))).toBe(
      'Migration 20991231000001_bad failed and left nothing behind',
    );
    expect(await bench.rows(`SELECT viewname FROM pg_views WHERE viewname IN ('good', 'half')`)).toEqual([
      { viewname: 'good' },
    ]);
    expect(await failed(migrate({ ownerUrl: ownerUrl() }))).toMatch(
      /20991231000000_good was applied .+ does not know it/,
    );
    await bench.rows(`DELETE FROM _prisma_migrations WHERE migration_name LIKE '2099%'`);
    await bench.rows('DROP VIEW good');
  });

  it('refuses a migration that was edited after it was applied', async () => {
    const edited = copy('edited');
    appendFileSync(join(edited, '20261122070000_record/migration.sql'), '-- one more thought');
    expect(await failed(migrate({ ownerUrl: ownerUrl(), folder: edited }))).toMatch(
      /20261122070000_record was edited after it was applied/,
    );
  });

  it('refuses a role that does not exist', async () => {
    expect(await failed(migrate({ ownerUrl: ownerUrl(), appRole: 'nobody' }))).toMatch(/There is no role nobody/);
  });
});
