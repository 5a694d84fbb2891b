import { randomBytes } from 'node:crypto';
import { createDatabase, withClient } from '../../bin/parts/postgres';
import { migrate } from '../../store/migrate';
import { seed } from '../../store/seed';
import { testParts } from './parts';

/** A database of one test file, migrated and seeded. */
export interface FreshDatabase {
  /** The application's role. */
  readonly appUrl: string;
  /** The owner's role: migrations, rebuild, and whatever the application may not. */
  readonly ownerUrl: string;
  /** Shifts `accord_now()` of this database by so much against the real time, from now on. */
  shiftClock(byMs: number): Promise<void>;
  /** Holds `accord_now()` of this database at one instant. */
  stopClock(at: string): Promise<void>;
  drop(): Promise<void>;
}

/** The secret of test instances: `demoSecret(TEST_SECRET, id)` of store/seed.ts gives the demonstration's API keys. */
export const TEST_SECRET = Buffer.alloc(32, 'accord-test').toString('base64url');

const TEMPLATE = 'accord_template';
// Any number, as long as it is always this one.
const TEMPLATE_LOCK = 7_203_114;

/** Makes a database as a copy of a template, which is migrated and seeded once per test run. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const { adminUrl, ownerUrl, url } = testParts().database;
  await makeTemplate();
  const name = `t_${randomBytes(6).toString('hex')}`;
  await createDatabase(adminUrl, name, TEMPLATE);
  const owner = inDatabase(ownerUrl, name);
  const defineClock = (body: string) =>
    withClient(owner, async (client) => {
      await client.query(
        `CREATE OR REPLACE FUNCTION accord_now() RETURNS timestamptz LANGUAGE sql STABLE AS $$ SELECT ${body} $$`,
      );
    });
  return {
    appUrl: inDatabase(url, name),
    ownerUrl: owner,
    shiftClock: (byMs) => defineClock(`clock_timestamp() + make_interval(secs => ${Number(byMs) / 1000})`),
    stopClock: (at) => defineClock(`'${new Date(at).toISOString()}'::timestamptz`),
    drop: () =>
      withClient(adminUrl, async (client) => {
        await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      }),
  };
}

/** Test files run in several processes: one makes the template, the others wait for it. */
async function makeTemplate(): Promise<void> {
  const { adminUrl, ownerUrl } = testParts().database;
  await withClient(adminUrl, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [TEMPLATE]);
    if (found.rowCount !== 0) return;
    const making = `${TEMPLATE}_making`;
    await client.query(`DROP DATABASE IF EXISTS ${making} WITH (FORCE)`);
    await createDatabase(adminUrl, making);
    await migrate({ ownerUrl: inDatabase(ownerUrl, making) });
    await seed({ ownerUrl: inDatabase(ownerUrl, making), demo: { secret: TEST_SECRET } });
    await client.query(`ALTER DATABASE ${making} RENAME TO ${TEMPLATE}`);
  });
}

function inDatabase(url: string, name: string): string {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}
