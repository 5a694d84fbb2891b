import type { Pool } from 'pg';
import { loadCatalogue } from '../../../catalog/load';
import type { Directory } from '../../../domain/directory/directory';
import type { Procedure } from '../../../domain/procedure/schema';
import { tableOf } from '../../../domain/time/calendar';
import { canonicalize, sha256 } from '../../../store/canonical';
import { createCatalogue } from '../../../store/catalogue';
import { createKeys, issueKey, revokeKey } from '../../../store/keys';
import { createPool } from '../../../store/pool';
import { seed } from '../../../store/seed';
import { type FreshDatabase, freshDatabase } from '../../parts/database';

const DEMO = { secret: 'a secret that is only for these tests' };

let database: FreshDatabase;
let app: Pool;
let owner: Pool;

// One database for the file; every test leaves the catalogue as the files say.
beforeAll(async () => {
  database = await freshDatabase();
  app = createPool(database.appUrl);
  owner = createPool(database.ownerUrl, { max: 2 });
}, 60_000);

afterAll(async () => {
  await app.end();
  await owner.end();
  await database.drop();
}, 60_000);

const version = async (): Promise<number> => {
  const { rows } = await owner.query<{ version: string }>('SELECT version FROM catalogue_version');
  return Number(rows[0]?.version);
};

/** Whom an office succeeded stands in the files alone: no decision looks at it. */
const asKept = ({ organizations, ...rest }: Directory) => ({
  ...rest,
  organizations: Object.fromEntries(
    Object.entries(organizations).map(([id, { successorOf: _, ...kept }]) => [id, kept]),
  ),
});

describe('seeding', () => {
  test('gives back what stands in the files', async () => {
    const files = loadCatalogue();
    const snapshot = await createCatalogue(app).current();
    expect(snapshot.countries).toEqual(files.countries);
    expect(snapshot.directory).toEqual(asKept(files.directory));
    expect(snapshot.procedures.map((p) => p.definition)).toEqual(
      files.procedures.toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    );
    expect(snapshot.areas).toHaveLength(files.areas.length);
    expect(snapshot.instruments).toEqual(files.instruments.toSorted((a, b) => (a.key < b.key ? -1 : 1)));
  });

  test('a second time changes nothing and writes no row anew', async () => {
    const before = await version();
    const rowVersions = () => owner.query('SELECT xmin::text, id FROM organizations ORDER BY id').then((r) => r.rows);
    const rows = await rowVersions();
    expect(await seed({ ownerUrl: database.ownerUrl })).toMatchObject({ demoKeys: [], changed: false });
    expect(await version()).toBe(before);
    expect(await rowVersions()).toEqual(rows);
  });

  test('puts right what differs from the files, and says so by the version', async () => {
    const before = await version();
    await owner.query("UPDATE people SET language = 'en' WHERE id = 'cn-guangzhou-desk'");
    expect((await seed({ ownerUrl: database.ownerUrl })).changed).toBe(true);
    expect(await version()).toBe(before + 1);
    const { directory } = await createCatalogue(app).current();
    expect(directory.people['cn-guangzhou-desk']?.language).toBe('zh');
  });

  test('leaves alone what a person has edited, says so, and goes on writing everything else', async () => {
    await owner.query(`
      UPDATE people SET language = 'en', origin = 'edited' WHERE id = 'cn-guangzhou-desk';
      UPDATE people SET language = 'en' WHERE id = 'cn-guangzhou-head';
      UPDATE seats SET origin = 'edited' WHERE id = 'cn-guangzhou-fao:desk';
      DELETE FROM holders WHERE seat_id = 'cn-guangzhou-fao:desk' AND kind = 'alternate';
      UPDATE countries SET calendar = jsonb_set(calendar, '{publishedUntil}', '"2028-12-31"'), names = '{"en":"?"}',
                           calendar_origin = 'edited' WHERE iso = 'LA'`);
    const { changed, leftAlone } = await seed({ ownerUrl: database.ownerUrl });
    expect(changed).toBe(true);
    expect(leftAlone).toEqual(['countries LA', 'people cn-guangzhou-desk', 'holders cn-guangzhou-fao:desk']);
    await owner.query('UPDATE catalogue_version SET version = version + 1');
    const { directory, countries } = await createCatalogue(app).current();
    expect(directory.people['cn-guangzhou-desk']?.language).toBe('en');
    expect(directory.people['cn-guangzhou-head']?.language).toBe('zh');
    expect(directory.seats['cn-guangzhou-fao:desk']?.holders.map((h) => h.kind)).toEqual(['principal']);
    expect(countries.LA?.calendar.publishedUntil).toBe('2028-12-31');
    expect(countries.LA?.names).toEqual(loadCatalogue().countries.LA?.names);
    expect(await seed({ ownerUrl: database.ownerUrl })).toMatchObject({ changed: false, leftAlone });
    await owner.query(`
      UPDATE people SET origin = 'seed'; UPDATE seats SET origin = 'seed'; UPDATE countries SET calendar_origin = 'seed'`);
    expect(await seed({ ownerUrl: database.ownerUrl })).toMatchObject({ changed: true, leftAlone: [] });
  });

  test('by two processes at once is done by one after the other', async () => {
    await owner.query('DELETE FROM areas');
    const seeded = await Promise.all([1, 2, 3].map(() => seed({ ownerUrl: database.ownerUrl })));
    expect(seeded.filter((s) => s.changed)).toHaveLength(1);
  });

  test('refuses a published version with another content and leaves everything as it was', async () => {
    const [first] = loadCatalogue().procedures;
    const edited: Procedure = { ...(first as Procedure), title: { en: 'Edited' } };
    await owner.query('DELETE FROM areas');
    await expect(seed({ ownerUrl: database.ownerUrl, procedures: [edited] })).rejects.toThrow(
      /was changed after it was published/,
    );
    expect((await owner.query('SELECT 1 FROM areas')).rowCount).toBe(0);
    await seed({ ownerUrl: database.ownerUrl });
  });

  test('refuses an unsound procedure with the place', async () => {
    const [first] = loadCatalogue().procedures;
    const unsound: Procedure = {
      ...(first as Procedure),
      key: 'unsound',
      stages: (first as Procedure).stages.slice(0, 2),
    };
    await expect(seed({ ownerUrl: database.ownerUrl, procedures: [unsound] })).rejects.toThrow(
      /NoJointStep at \/stages/,
    );
  });

  test('publishes procedures under the SHA-256 of their canonical text', async () => {
    const [first] = loadCatalogue().procedures;
    const next: Procedure = { ...(first as Procedure), version: 2 };
    await seed({ ownerUrl: database.ownerUrl, procedures: [next] });
    const snapshot = await createCatalogue(app).current();
    expect(snapshot.procedureFor(next.key, '')).toEqual({ definition: next, hash: sha256(canonicalize(next)) });
    // A running case stays on its own version.
    expect(snapshot.worldFor({ key: next.key, version: 1 }).procedure.version).toBe(1);
  });
});

describe('the catalogue in memory', () => {
  test('is read again only when the version moved, and keeps the calendars that did not change', async () => {
    const catalogue = createCatalogue(app);
    const before = await catalogue.current();
    expect(await catalogue.current()).toBe(before);
    expect(await catalogue.ensure(before.version)).toBe(before);
    await owner.query(
      `UPDATE countries SET calendar = jsonb_set(calendar, '{publishedUntil}', '"2028-12-31"') WHERE iso = 'LA'`,
    );
    expect(await catalogue.current()).toBe(before);
    await owner.query('UPDATE catalogue_version SET version = version + 1');
    const after = await catalogue.current();
    expect(after.countries.LA?.calendar.publishedUntil).toBe('2028-12-31');
    expect(after.countries.LA?.calendar).not.toBe(before.countries.LA?.calendar);
    const { TH: thenTh } = before.countries;
    const { TH: nowTh } = after.countries;
    if (!thenTh || !nowTh) throw new Error('No country TH');
    expect(nowTh.calendar).toBe(thenTh.calendar);
    expect(tableOf(nowTh.calendar)).toBe(tableOf(thenTh.calendar));
    await seed({ ownerUrl: database.ownerUrl });
  });

  test('is read once by readers that come together', async () => {
    const catalogue = createCatalogue(app);
    const [first, ...others] = await Promise.all(Array.from({ length: 8 }, () => catalogue.current()));
    expect(others.every((other) => other === first)).toBe(true);
  });

  test('finds procedures by key and by instrument, and no world for an unknown one', async () => {
    const snapshot = await createCatalogue(app).current();
    const keyOf = (key: string | null, instrument: string) =>
      snapshot.procedureFor(key, instrument)?.definition.key ?? null;
    expect(keyOf(null, 'sister-city-agreement')).toBe('sister-city-agreement');
    expect(keyOf(null, 'letter-of-intent')).toBe('friendly-exchange');
    expect(keyOf(null, 'renewal')).toBe('border-exchange-plan');
    expect(keyOf(null, 'termination')).toBeNull();
    expect(keyOf('friendly-exchange', 'termination')).toBe('friendly-exchange');
    expect(keyOf('unheard-of', 'letter-of-intent')).toBeNull();
    expect(() => snapshot.worldFor({ key: 'unheard-of', version: 1 })).toThrow('No procedure unheard-of@1');
  });
});

describe('keys', () => {
  test('of the demonstration are the same at each start, and others for another secret', async () => {
    const first = await seed({ ownerUrl: database.ownerUrl, demo: DEMO });
    expect(await seed({ ownerUrl: database.ownerUrl, demo: DEMO })).toEqual(first);
    const other = await seed({ ownerUrl: database.ownerUrl, demo: { secret: 'another' } });
    expect(other.demoKeys.map((k) => k.id)).toEqual(first.demoKeys.map((k) => k.id));
    expect(other.demoKeys.filter((k) => first.demoKeys.some((f) => f.secret === k.secret))).toEqual([]);
    // The first secret is worthless from now on.
    const found = await Promise.all(first.demoKeys.map((k) => createKeys(app).find(k.secret)));
    expect(found).toEqual(first.demoKeys.map(() => null));
  });

  test('of the demonstration name organization, side, person and scopes', async () => {
    const { demoKeys } = await seed({ ownerUrl: database.ownerUrl, demo: DEMO });
    const guangzhou = demoKeys.find((k) => k.organization === 'cn-guangzhou');
    expect(await createKeys(app).find(guangzhou?.secret ?? '')).toEqual({
      id: 'demo-guangzhou',
      organization: 'cn-guangzhou',
      side: 'CN',
      person: 'cn-guangzhou-desk',
      scopes: ['submit', 'read', 'reply', 'withdraw', 'comment'],
      revoked: false,
    });
  });

  test('are found by their whole text alone, and stay known once revoked', async () => {
    const key = { id: 'kunming-1', organization: 'cn-kunming', person: 'cn-kunming-desk', scopes: ['read'] as const };
    const secret = await issueKey(owner, key);
    const keys = createKeys(app);
    expect(secret).toMatch(/^accord_kunming-1_[A-Za-z0-9_-]{43}$/);
    expect(await keys.find(secret)).toMatchObject({ id: 'kunming-1', revoked: false });
    const last = secret.endsWith('A') ? 'B' : 'A';
    const wrong = [
      `${secret.slice(0, -1)}${last}`,
      secret.replace('kunming-1', 'kunming-2'),
      `${secret}A`,
      'kunming-1',
      '',
    ];
    expect(await Promise.all(wrong.map((text) => keys.find(text)))).toEqual(wrong.map(() => null));
    await revokeKey(owner, 'kunming-1');
    expect(await keys.find(secret)).toMatchObject({ id: 'kunming-1', revoked: true });
  });

  test('are stored as hashes only', async () => {
    const { demoKeys } = await seed({ ownerUrl: database.ownerUrl, demo: DEMO });
    const { rows } = await owner.query<{ row: string }>('SELECT api_keys::text AS row FROM api_keys');
    expect(rows.length).toBeGreaterThanOrEqual(demoKeys.length);
    const random = demoKeys.map((k) => k.secret.slice(-43));
    expect(rows.filter(({ row }) => random.some((r) => row.includes(r)))).toEqual([]);
  });

  test('cannot be made by the application', async () => {
    const key = { id: 'stolen', organization: 'cn-kunming', person: 'cn-kunming-desk', scopes: ['submit'] as const };
    await expect(issueKey(app, key)).rejects.toThrow(/permission denied/);
  });
});
