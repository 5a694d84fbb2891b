/**
 * Writes the catalogue of the files into the record, as the owner of the tables.
 *
 * 1. Seeding twice changes nothing: rows are compared, and the version moves only when one of them changed.
 * 2. A published version of a procedure never changes, since running cases stay on it; the seed refuses instead.
 * 3. Rows that the files no longer name are left: cases of the record may name them. An office or a holder
 *    ends by its date.
 * 4. What a person has edited is theirs: it is never put back, and where the files say something else the seed tells
 *    which row it left alone.
 */
import { createHmac, hkdfSync } from 'node:crypto';
import { Client, type ClientBase } from 'pg';
import type { CatalogueFiles } from '../catalog/files';
import { loadCatalogue } from '../catalog/load';
import type { DemoKey } from '../catalog/shapes';
import type { Procedure } from '../domain/procedure/schema';
import { validateProcedure } from '../domain/procedure/validate';
import { canonicalize, sha256 } from './canonical';
import { keyText } from './keys';

export type SeedOptions = Readonly<{
  ownerUrl: string;
  /** Makes the demonstration's keys from the instance's secret, the same ones at each start; never in production. */
  demo?: Readonly<{ secret: string }> | null;
  /** Procedures beside those of the catalogue; tests bring their own. */
  procedures?: readonly Procedure[];
}>;

export type SeededKey = Readonly<{ id: string; organization: string; secret: string }>;
export type Seeded = Readonly<{
  demoKeys: readonly SeededKey[];
  changed: boolean;
  /** Edited rows of which the files say something else, as `seats cn-guangzhou:desk`. */
  leftAlone: readonly string[];
}>;

/** Upserts the catalogue in one transaction. Throws CatalogueFault, or an Error on a changed procedure version. */
export async function seed({ ownerUrl, demo, procedures = [] }: SeedOptions): Promise<Seeded> {
  const files = loadCatalogue();
  const client = new Client({ connectionString: ownerUrl, application_name: 'accord-seed' });
  await client.connect();
  try {
    await client.query('BEGIN');
    // Two processes that start together seed one after the other.
    await client.query('SELECT version FROM catalogue_version FOR UPDATE');
    const { changes, leftAlone } = await writeAll(client, {
      ...files,
      procedures: [...files.procedures, ...procedures],
    });
    if (changes > 0) await client.query('UPDATE catalogue_version SET version = version + 1');
    const demoKeys = demo ? await writeDemoKeys(client, files.demoKeys, demo.secret) : [];
    await client.query('COMMIT');
    return { demoKeys, changed: changes > 0, leftAlone };
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    await client.end();
  }
}

async function writeAll(client: ClientBase, files: CatalogueFiles) {
  let changes = 0;
  const leftAlone: string[] = [];
  for (const [table, rows] of Object.entries(rowsOf(files)) as [Table, readonly object[]][]) {
    changes += await upsert(client, table, rows);
    leftAlone.push(...(await differing(client, table, rows)));
  }
  return { changes: changes + (await publish(client, files.procedures)), leftAlone };
}

type TableSpec = Readonly<{
  /** How many of the columns are the key. */
  key: number;
  columns: readonly string[];
  /** SQL that says of the row `old` whether a person has edited it, and the columns which are then theirs. */
  edited?: Readonly<{ when: string; columns: readonly string[] }>;
}>;

const EDITED_SEAT = "EXISTS (SELECT 1 FROM seats AS s WHERE s.id = given.seat_id AND s.origin = 'edited')";

/** The tables in the order in which they may be written. */
const TABLES = {
  countries: {
    key: 1,
    columns: ['iso', 'sort_order', 'names', 'unit', 'languages', 'calendar', 'profiles'],
    edited: { when: "old.calendar_origin = 'edited'", columns: ['calendar'] },
  },
  organizations: {
    key: 1,
    columns: ['id', 'country', 'level', 'parent', 'roles', 'names', 'valid_from', 'valid_until'],
  },
  people: {
    key: 1,
    columns: ['id', 'organization_id', 'name', 'email', 'language', 'zone'],
    edited: { when: "old.origin = 'edited'", columns: ['organization_id', 'name', 'email', 'language', 'zone'] },
  },
  seats: {
    key: 1,
    columns: ['id', 'organization_id', 'function', 'channels'],
    edited: { when: "old.origin = 'edited'", columns: ['channels'] },
  },
  holders: { key: 3, columns: ['seat_id', 'person_id', 'valid_from', 'kind', 'valid_until'] },
  instruments: { key: 1, columns: ['key', 'names'] },
  areas: { key: 1, columns: ['code', 'names', 'paragraph'] },
} as const satisfies Record<string, TableSpec>;
type Table = keyof typeof TABLES;

function rowsOf({ countries, directory, instruments, areas }: CatalogueFiles): Record<Table, readonly object[]> {
  const seats = Object.values(directory.seats);
  return {
    countries: Object.values(countries).map(({ order, ...country }) => ({ ...country, sort_order: order })),
    organizations: Object.values(directory.organizations).map(({ from, until, ...organization }) => ({
      ...organization,
      valid_from: from ?? null,
      valid_until: until ?? null,
    })),
    people: Object.values(directory.people).map(({ organization, ...person }) => ({
      ...person,
      organization_id: organization,
    })),
    seats: seats.map(({ organization, ...seat }) => ({ ...seat, organization_id: organization })),
    holders: seats.flatMap(({ id, holders }) =>
      holders.map(({ person, kind, from, until }) => ({
        seat_id: id,
        person_id: person,
        kind,
        valid_from: from,
        valid_until: until,
      })),
    ),
    instruments,
    areas,
  };
}

const list = (names: readonly string[], prefix = '') => names.map((name) => `${prefix}${name}`).join(', ');

/** The rows of a table as the files give them, less the holders of seats that a person has edited. */
const givenRows = (table: Table): string =>
  `jsonb_populate_recordset(NULL::${table}, $1::jsonb) AS given ${table === 'holders' ? `WHERE NOT ${EDITED_SEAT}` : ''}`;

/** Writes what differs and was not edited, and counts it; untouched rows give no new row version. */
async function upsert(client: ClientBase, table: Table, rows: readonly object[]): Promise<number> {
  const { key, columns, edited }: TableSpec = TABLES[table];
  const rest = columns.slice(key);
  const wanted = rest
    .map((c) =>
      edited?.columns.includes(c) ? `CASE WHEN ${edited.when} THEN old.${c} ELSE excluded.${c} END` : `excluded.${c}`,
    )
    .join(', ');
  const { rowCount } = await client.query(
    `INSERT INTO ${table} AS old (${list(columns)})
     SELECT ${list(columns, 'given.')} FROM ${givenRows(table)}
     ON CONFLICT (${list(columns.slice(0, key))}) DO UPDATE
        SET (${list(rest)}) = ROW (${wanted})
      WHERE (${list(rest, 'old.')}) IS DISTINCT FROM (${wanted})`,
    [JSON.stringify(rows)],
  );
  return rowCount ?? 0;
}

/** The edited rows of which the files say something else. */
async function differing(client: ClientBase, table: Table, rows: readonly object[]): Promise<readonly string[]> {
  const { columns, edited }: TableSpec = TABLES[table];
  const of = table === 'holders' ? HOLDERS_LEFT : edited ? leftOf(table, columns[0] ?? '', edited) : null;
  if (of === null) return [];
  const found = await client.query<{ key: string }>(of, [JSON.stringify(rows)]);
  return found.rows.map(({ key }) => `${table} ${key}`);
}

const leftOf = (table: Table, key: string, { when, columns }: NonNullable<TableSpec['edited']>): string =>
  `SELECT old.${key} AS key FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb) AS given
     JOIN ${table} AS old ON old.${key} = given.${key}
    WHERE ${when} AND (${list(columns, 'old.')}) IS DISTINCT FROM (${list(columns, 'given.')}) ORDER BY 1`;

const HOLDERS_LEFT = `
WITH given AS (SELECT * FROM jsonb_populate_recordset(NULL::holders, $1::jsonb)),
     other AS (
  SELECT seat_id FROM given AS g
   WHERE NOT EXISTS (SELECT 1 FROM holders AS h
                      WHERE (h.seat_id, h.person_id, h.valid_from, h.kind) = (g.seat_id, g.person_id, g.valid_from, g.kind)
                        AND h.valid_until IS NOT DISTINCT FROM g.valid_until)
   UNION
  SELECT seat_id FROM holders AS h
   WHERE NOT EXISTS (SELECT 1 FROM given AS g
                      WHERE (g.seat_id, g.person_id, g.valid_from) = (h.seat_id, h.person_id, h.valid_from)))
SELECT s.id AS key FROM seats AS s JOIN other ON other.seat_id = s.id
 WHERE s.origin = 'edited' AND s.id IN (SELECT seat_id FROM given) ORDER BY 1`;

/** Adds new versions of procedures under their content hash. */
async function publish(client: ClientBase, procedures: readonly Procedure[]): Promise<number> {
  let added = 0;
  for (const procedure of procedures) {
    const { key, version } = procedure;
    const problems = validateProcedure(procedure).map((p) => `${p.code} at ${p.pointer}`);
    if (problems.length > 0) throw new Error(`Procedure ${key} version ${version} is unsound: ${problems.join(', ')}`);
    const text = canonicalize(procedure);
    const hash = sha256(text);
    const { rowCount } = await client.query(
      `INSERT INTO procedures (key, version, hash, definition) VALUES ($1, $2, $3, $4)
       ON CONFLICT (key, version) DO NOTHING`,
      [key, version, hash, text],
    );
    added += rowCount ?? 0;
    const stored = await client.query('SELECT hash FROM procedures WHERE key = $1 AND version = $2', [key, version]);
    if (stored.rows[0]?.hash === hash) continue;
    throw new Error(`Procedure ${key} version ${version} was changed after it was published: raise its version`);
  }
  return added;
}

/** A demonstration key: the same at each start, and worthless in any other instance. Pure. */
export function demoSecret(instanceSecret: string, id: string): string {
  const key = Buffer.from(hkdfSync('sha256', instanceSecret, 'accord/keys', 'demo', 32));
  return keyText(id, createHmac('sha256', key).update(id).digest('base64url'));
}

async function writeDemoKeys(client: ClientBase, keys: readonly DemoKey[], secret: string): Promise<SeededKey[]> {
  const made = keys.map((key) => ({ ...key, secret: demoSecret(secret, key.id) }));
  for (const { id, organization, person, scopes, secret } of made) {
    await client.query(
      `INSERT INTO api_keys AS old (id, secret_hash, organization_id, person_id, scopes, created_at)
       VALUES ($1, $2, $3, $4, $5, accord_now())
       ON CONFLICT (id) DO UPDATE SET secret_hash = excluded.secret_hash, organization_id = excluded.organization_id,
                                      person_id = excluded.person_id, scopes = excluded.scopes
       WHERE (old.secret_hash, old.organization_id, old.person_id, old.scopes)
             IS DISTINCT FROM (excluded.secret_hash, excluded.organization_id, excluded.person_id, excluded.scopes)`,
      [id, sha256(secret), organization, person, JSON.stringify(scopes)],
    );
  }
  return made.map(({ id, organization, secret }) => ({ id, organization, secret }));
}
