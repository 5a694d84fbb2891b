/** How the seed writes the rows of the files, and what it leaves to the people who have edited it. */
import type { ClientBase } from 'pg';
import type { CatalogueFiles } from '../catalog/files';

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
export type Table = keyof typeof TABLES;

/** The rows of the files, named as the columns are. Pure. */
export function rowsOf({ countries, directory, instruments, areas }: CatalogueFiles): Record<Table, readonly object[]> {
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
export async function upsert(client: ClientBase, table: Table, rows: readonly object[]): Promise<number> {
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
export async function differing(client: ClientBase, table: Table, rows: readonly object[]): Promise<readonly string[]> {
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
