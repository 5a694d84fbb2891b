/**
 * The catalogue in memory: read whole in one statement, and again only when its version moved.
 *
 * 1. A snapshot is of one version and never changes; whoever holds one decides on what it says.
 * 2. A calendar that did not change stays the same object, since its table is kept by identity.
 * 3. Readers that ask at the same time wait for one and the same read.
 */
import type { Pool } from 'pg';
import type { Area, Named } from '../catalog/files';
import type { Directory, Organization, Person, SeatOfDirectory } from '../domain/directory/directory';
import type { Procedure } from '../domain/procedure/schema';
import type { Country, Hold, World } from '../domain/procedure/world';
import type { Calendar } from '../domain/time/calendar';

export type PublishedProcedure = Readonly<{ hash: string; definition: Procedure }>;

export type Snapshot = Readonly<{
  version: string;
  countries: Readonly<Record<string, Country>>;
  directory: Directory;
  /** All versions, by key and then by version. */
  procedures: readonly PublishedProcedure[];
  instruments: readonly Named[];
  areas: readonly Area[];
  /** Which side holds all its cases with which other one. */
  holds: readonly Hold[];
  /** The world in which a case on that procedure lives. Throws where the record names an unknown one. */
  worldFor(procedure: Readonly<{ key: string; version: number }>): World;
  /** The latest version by key, or the one made for an instrument; null where there is none. */
  procedureFor(key: string | null, instrument: string): PublishedProcedure | null;
}>;

export type Catalogue = Readonly<{
  /** The snapshot of this moment; asks the database for the version. */
  current(): Promise<Snapshot>;
  /** A snapshot that is at least as new as a version that was read elsewhere. */
  ensure(version: string): Promise<Snapshot>;
}>;

/** The catalogue behind a pool. */
export function createCatalogue(pool: Pool): Catalogue {
  let held: Snapshot | null = null;
  let reading: Promise<Snapshot> | null = null;
  const read = async (): Promise<Snapshot> => {
    try {
      held = await readSnapshot(pool, held);
      return held;
    } finally {
      reading = null;
    }
  };
  const ensure = async (version: string): Promise<Snapshot> => {
    while (held === null || BigInt(held.version) < BigInt(version)) {
      reading ??= read();
      await reading;
    }
    return held;
  };
  return {
    ensure,
    async current() {
      const [row] = (await pool.query<{ version: string }>({ name: 'catalogue-version', text: VERSION })).rows;
      if (!row) throw new Error('The catalogue has no version: the database was not migrated');
      return ensure(row.version);
    },
  };
}

const VERSION = 'SELECT version::text FROM catalogue_version';

type Rows = {
  version: string;
  countries: (Omit<Country, 'calendar'> & { calendar: string })[];
  organizations: Organization[];
  people: Person[];
  seats: SeatOfDirectory[];
  procedures: PublishedProcedure[];
  instruments: Named[];
  areas: Area[];
  holds: Hold[];
};

/** One statement, so that every table is of the same moment. */
const READ = `
SELECT (SELECT version::text FROM catalogue_version) AS version,
  (SELECT coalesce(json_agg(json_build_object('iso', iso, 'order', sort_order, 'names', names, 'unit', unit,
     'languages', languages, 'calendar', calendar::text, 'profiles', profiles) ORDER BY sort_order), '[]')
     FROM countries) AS countries,
  (SELECT coalesce(json_agg(json_strip_nulls(json_build_object('from', valid_from, 'until', valid_until))::jsonb
     || jsonb_build_object('id', id, 'country', country, 'level', level, 'parent', parent, 'roles', roles,
     'names', names) ORDER BY id), '[]') FROM organizations) AS organizations,
  (SELECT coalesce(json_agg(json_build_object('id', id, 'organization', organization_id, 'name', name, 'email', email,
     'language', language, 'zone', zone) ORDER BY id), '[]') FROM people) AS people,
  (SELECT coalesce(json_agg(json_build_object('id', s.id, 'organization', s.organization_id, 'function', s.function,
     'channels', s.channels, 'holders', (SELECT coalesce(json_agg(jsonb_build_object('person', h.person_id,
       'kind', h.kind, 'from', h.valid_from, 'until', h.valid_until) || CASE WHEN h.by_person IS NULL THEN '{}'
         ELSE jsonb_build_object('by', h.by_person, 'limits', h.limits) END
       ORDER BY array_position(ARRAY['principal', 'alternate', 'delegate', 'proxy'], h.kind), h.person_id, h.valid_from),
       '[]') FROM holders AS h WHERE h.seat_id = s.id)) ORDER BY s.id), '[]') FROM seats AS s) AS seats,
  (SELECT coalesce(json_agg(json_build_object('hash', hash, 'definition', definition) ORDER BY key, version), '[]')
     FROM procedures) AS procedures,
  (SELECT coalesce(json_agg(json_build_object('key', key, 'names', names) ORDER BY key), '[]')
     FROM instruments) AS instruments,
  (SELECT coalesce(json_agg(json_build_object('code', code, 'names', names, 'paragraph', paragraph)
     ORDER BY paragraph, code), '[]') FROM areas) AS areas,
  (SELECT coalesce(json_agg(json_build_object('by', by_side, 'with', with_side,
     'since', to_char(since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) ORDER BY by_side, with_side), '[]')
     FROM holds WHERE lifted_at IS NULL) AS holds`;

async function readSnapshot(pool: Pool, held: Snapshot | null): Promise<Snapshot> {
  const [rows] = (await pool.query<Rows>(READ)).rows;
  if (!rows) throw new Error('The catalogue could not be read');
  const { version, procedures, instruments, areas, holds } = rows;
  const countries = Object.fromEntries(
    rows.countries.map(({ calendar, ...country }) => [
      country.iso,
      { ...country, calendar: sameCalendar(held, country.iso, calendar) },
    ]),
  );
  const directory = { organizations: byId(rows.organizations), people: byId(rows.people), seats: byId(rows.seats) };
  const worldFor = worldsOf({ version, countries, directory, procedures, holds });
  return {
    version,
    countries,
    directory,
    procedures,
    instruments,
    areas,
    holds,
    worldFor,
    procedureFor: (key, instrument) => findProcedure(procedures, key, instrument),
  };
}

const byId = <T extends { id: string }>(items: readonly T[]): Readonly<Record<string, T>> =>
  Object.fromEntries(items.map((item) => [item.id, item]));

const texts = new WeakMap<Calendar, string>();

function sameCalendar(held: Snapshot | null, iso: string, text: string): Calendar {
  const before = held?.countries[iso]?.calendar;
  if (before && texts.get(before) === text) return before;
  const calendar = JSON.parse(text) as Calendar;
  texts.set(calendar, text);
  return calendar;
}

/** Worlds by procedure, each made once, so that the same case is always decided in the same object. */
function worldsOf({
  procedures,
  countries,
  directory,
  holds,
  version,
}: Pick<Snapshot, 'procedures' | 'countries' | 'directory' | 'holds' | 'version'>) {
  const worlds = new Map<string, World>();
  const name = (p: Readonly<{ key: string; version: number }>) => `${p.key}@${p.version}`;
  for (const { definition } of procedures)
    worlds.set(name(definition), { procedure: definition, countries, directory, holds });
  return (procedure: Readonly<{ key: string; version: number }>): World => {
    const world = worlds.get(name(procedure));
    if (!world) throw new Error(`No procedure ${name(procedure)} in version ${version} of the catalogue`);
    return world;
  };
}

function findProcedure(
  all: readonly PublishedProcedure[],
  key: string | null,
  instrument: string,
): PublishedProcedure | null {
  const latest = all.filter((p, i) => all[i + 1]?.definition.key !== p.definition.key);
  if (key !== null) return latest.find((p) => p.definition.key === key) ?? null;
  const made = latest.filter((p) => p.definition.instruments.includes(instrument));
  return made.find((p) => p.definition.key === instrument) ?? made[0] ?? null;
}
