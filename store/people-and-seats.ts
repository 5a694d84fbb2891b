/** Seats, who holds them, and people, as the unit of their side changes them. */
import type { Pool, PoolClient } from 'pg';
import {
  type Directory,
  HOLDER_KINDS,
  type Holder,
  type Person,
  type SeatOfDirectory,
  seatId,
} from '../domain/directory/directory';
import type { World } from '../domain/procedure/world';
import type { Refusal } from '../domain/proposal/refusals';
import type { Viewer } from '../domain/visibility/visible-to';
import type { CarriedAct } from './carried-act';
import type { Snapshot } from './catalogue';
import {
  actorOf,
  type CatalogueAttempt,
  type CatalogueChanges,
  type Change,
  type Changed,
  isOfUnit,
  type Made,
  type Standing,
} from './catalogue-changes';
import { tryOut } from './dry-run';
import type { Response } from './record';

type Asked<Thing> = Readonly<{ reason: string; respond(done: Made & Readonly<{ thing: Thing }>): Response }>;
/** Whether what stands is what the caller has read. */
type Fresh = Readonly<{ isCurrent(snapshot: Snapshot): boolean }>;

export type NewSeat = Asked<SeatOfDirectory> &
  Pick<SeatOfDirectory, 'organization' | 'function' | 'channels' | 'holders'>;
export type SeatChange = Asked<SeatOfDirectory> &
  Fresh &
  Pick<SeatOfDirectory, 'id' | 'channels' | 'holders'> &
  /** Cases in which nobody is left then stop. */
  Readonly<{ force: boolean }>;
export type NewPerson = Asked<Person> & Readonly<{ person: Person }>;
export type PersonChange = Asked<Person> & Fresh & Omit<Person, 'organization'>;

export interface PeopleAndSeats {
  addSeat(attempt: CatalogueAttempt, asked: NewSeat): Promise<Changed>;
  changeSeat(attempt: CatalogueAttempt, asked: SeatChange): Promise<Changed>;
  addPerson(attempt: CatalogueAttempt, asked: NewPerson): Promise<Changed>;
  changePerson(attempt: CatalogueAttempt, asked: PersonChange): Promise<Changed>;
}

type Judged = Change | Readonly<{ refusal: Refusal }>;

/** People and seats over one pool. */
export function createPeopleAndSeats({
  pool,
  changes,
}: Readonly<{ pool: Pool; changes: CatalogueChanges }>): PeopleAndSeats {
  const make = (attempt: CatalogueAttempt, judge: (standing: Standing) => Judged | Promise<Judged>) =>
    changes.make(attempt, async (standing) =>
      isOfUnit(attempt.by, standing.snapshot) ? judge(standing) : { refusal: { code: 'NotTheUnit' } },
    );
  return {
    addSeat: (attempt, asked) => make(attempt, (standing) => judgeNewSeat(attempt.by, asked, standing)),
    changeSeat: (attempt, asked) => make(attempt, (standing) => judgeSeat(pool, attempt.by, asked, standing)),
    addPerson: (attempt, asked) => make(attempt, (standing) => judgeNewPerson(attempt.by, asked, standing)),
    changePerson: (attempt, asked) => make(attempt, (standing) => judgePerson(attempt.by, asked, standing)),
  };
}

/** The country of a seat or a person, by the office they belong to. Pure. */
export const sideOf = (
  { organizations }: Directory,
  { organization }: Readonly<{ organization: string }>,
): string | null => organizations[organization]?.country ?? null;

const own = <T extends { organization: string }>(snapshot: Snapshot, by: Viewer, thing: T | undefined): T | null =>
  thing && sideOf(snapshot.directory, thing) === by.side ? thing : null;

const named = <T>(things: Readonly<Record<string, T>>, id: string): T | undefined =>
  Object.hasOwn(things, id) ? things[id] : undefined;

function organizationRefusal(snapshot: Snapshot, by: Viewer, organization: string): Refusal | null {
  const isOwn = sideOf(snapshot.directory, { organization }) === by.side;
  return isOwn ? null : { code: 'UnknownOrganization', pointer: '/organization', facts: { given: organization } };
}

/** Nobody of another country holds a seat, and nobody holds one twice at the same time. */
function holdersRefusal(snapshot: Snapshot, by: Viewer, holders: readonly Holder[]): Refusal | null {
  for (const [i, { person }] of holders.entries()) {
    const about = { pointer: `/holders/${i}/person`, facts: { given: person } };
    if (!own(snapshot, by, named(snapshot.directory.people, person))) return { code: 'UnknownPerson', ...about };
    if (holders.some((other, j) => j < i && overlap(other, holders[i]))) return { code: 'HolderTwice', ...about };
  }
  return null;
}

const overlap = (a: Holder, b: Holder | undefined): boolean =>
  b !== undefined &&
  a.person === b.person &&
  (a.until === null || b.from <= a.until) &&
  (b.until === null || a.from <= b.until);

/** In the order in which a seat is read again. */
const inOrder = (holders: readonly Holder[]): readonly Holder[] => {
  const rank = ({ kind, person, from }: Holder) => `${HOLDER_KINDS.indexOf(kind)} ${person} ${from}`;
  return holders.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));
};

const reseat = (by: Viewer, office: string): CarriedAct => ({ type: 'reseat', actor: actorOf(by), office });

function judgeNewSeat(by: Viewer, asked: NewSeat, { snapshot }: Standing): Judged {
  const { organization, function: func, channels, holders, reason, respond } = asked;
  const id = seatId(organization, func);
  const seat: SeatOfDirectory = { id, organization, function: func, channels, holders: inOrder(holders) };
  const refusal = organizationRefusal(snapshot, by, organization) ?? holdersRefusal(snapshot, by, holders);
  if (refusal) return { refusal };
  if (named(snapshot.directory.seats, seat.id)) {
    return { refusal: { code: 'SeatExists', pointer: '/function', facts: { given: seat.id } } };
  }
  return {
    ...{ kind: 'seat', key: seat.id, reason, before: null, after: seat },
    write: async (client) => {
      await client.query(
        `INSERT INTO seats (id, organization_id, function, channels, origin) VALUES ($1, $2, $3, $4, 'edited')`,
        [seat.id, organization, func, JSON.stringify(channels)],
      );
      await writeHolders(client, seat);
    },
    acts: [reseat(by, seat.id)],
    respond: (made) => respond({ ...made, thing: seat }),
  };
}

async function judgeSeat(pool: Pool, by: Viewer, asked: SeatChange, standing: Standing): Promise<Judged> {
  const { snapshot } = standing;
  const { id, channels, holders, reason, force, respond } = asked;
  const before = own(snapshot, by, named(snapshot.directory.seats, id));
  if (!before) return { refusal: { code: 'NotFound' } };
  const refusal = holdersRefusal(snapshot, by, holders);
  if (refusal) return { refusal };
  if (!asked.isCurrent(snapshot)) return { refusal: { code: 'PreconditionFailed' } };
  const seat: SeatOfDirectory = { ...before, channels, holders: inOrder(holders) };
  const stopped = force ? [] : await stoppedBy(pool, by, seat, standing);
  if (stopped.length > 0) return { refusal: { code: 'SeatLeftEmpty', pointer: '/holders', facts: { cases: stopped } } };
  return {
    ...{ kind: 'seat', key: id, reason, before, after: seat },
    write: async (client) => {
      await client.query(`UPDATE seats SET channels = $2, origin = 'edited' WHERE id = $1`, [
        id,
        JSON.stringify(channels),
      ]);
      await writeHolders(client, seat);
    },
    acts: [reseat(by, id)],
    respond: (made) => respond({ ...made, thing: seat }),
  };
}

/** The list of holders is edited as one: what stood before is in the history. */
async function writeHolders(client: PoolClient, { id, holders }: SeatOfDirectory): Promise<void> {
  await client.query('DELETE FROM holders WHERE seat_id = $1', [id]);
  const rows = holders.map(({ person, kind, from, until, by = null, limits = null }) => ({
    seat_id: id,
    person_id: person,
    kind,
    valid_from: from,
    valid_until: until,
    by_person: by,
    limits,
  }));
  await client.query(
    `INSERT INTO holders (seat_id, person_id, kind, valid_from, valid_until, by_person, limits)
     SELECT seat_id, person_id, kind, valid_from, valid_until, by_person, limits FROM jsonb_populate_recordset(NULL::holders, $1::jsonb)`,
    [JSON.stringify(rows)],
  );
}

/** The numbers of the cases that would stop because nobody is left who may answer for the seat. */
async function stoppedBy(
  pool: Pool,
  by: Viewer,
  seat: SeatOfDirectory,
  { now, snapshot, client }: Standing,
): Promise<readonly string[]> {
  const changed = (world: World): World => {
    const { directory } = world;
    return { ...world, directory: { ...directory, seats: { ...directory.seats, [seat.id]: seat } } };
  };
  const stopped: string[] = [];
  for await (const { before, after } of tryOut({
    db: client,
    pool,
    act: reseat(by, seat.id),
    now,
    snapshot,
    changed,
  })) {
    if (after === null) continue;
    const isNew = after.stops.some((s) => s.side === by.side && !before.stops.some((t) => t.track === s.track));
    if (isNew) stopped.push(before.number);
  }
  return stopped;
}

function judgeNewPerson(by: Viewer, { person, reason, respond }: NewPerson, { snapshot }: Standing): Judged {
  const refusal = organizationRefusal(snapshot, by, person.organization);
  if (refusal) return { refusal };
  if (named(snapshot.directory.people, person.id)) {
    return { refusal: { code: 'PersonExists', pointer: '/id', facts: { given: person.id } } };
  }
  return {
    ...{ kind: 'person', key: person.id, reason, before: null, after: person },
    write: (client) =>
      client.query(
        `INSERT INTO people (id, organization_id, name, email, language, zone, origin)
         VALUES ($1, $2, $3, $4, $5, $6, 'edited')`,
        [person.id, person.organization, person.name, person.email, person.language, person.zone],
      ),
    acts: [],
    respond: (made) => respond({ ...made, thing: person }),
  };
}

function judgePerson(by: Viewer, asked: PersonChange, { snapshot }: Standing): Judged {
  const { id, name, email, language, zone, reason, respond } = asked;
  const before = own(snapshot, by, named(snapshot.directory.people, id));
  if (!before) return { refusal: { code: 'NotFound' } };
  if (!asked.isCurrent(snapshot)) return { refusal: { code: 'PreconditionFailed' } };
  const person: Person = { ...before, name, email, language, zone };
  return {
    ...{ kind: 'person', key: id, reason, before, after: person },
    write: (client) =>
      client.query(
        `UPDATE people SET name = $2, email = $3, language = $4, zone = $5, origin = 'edited' WHERE id = $1`,
        [id, name, email, language, zone],
      ),
    acts: [],
    respond: (made) => respond({ ...made, thing: person }),
  };
}
