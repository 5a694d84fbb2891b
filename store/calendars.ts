/** A year of a country's calendar, written by its unit: what it would move, and the change itself. */
import type { Pool } from 'pg';
import { countryOf, type World } from '../domain/procedure/world';
import { recounted } from '../domain/proposal/clock';
import type { Refusal } from '../domain/proposal/refusals';
import { type Ballot, type Case, type Seat, trackOf } from '../domain/proposal/state';
import { type Calendar, provenanceOf } from '../domain/time/calendar';
import { type CalendarYear, withYear, type YearFault } from '../domain/time/edit-calendar';
import type { Instant } from '../domain/time/instant';
import { isBefore, localDateAt } from '../domain/time/order';
import { type Viewer, visibleTo } from '../domain/visibility/visible-to';
import type { CarriedAct } from './carried-acts';
import type { Catalogue, Snapshot } from './catalogue';
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
import { clock } from './load';
import type { Response } from './record';

export type GivenYear = Omit<CalendarYear, 'verified'>;

/** A deadline; `seat` is null for a joint ballot's own, which is all that is told of other sides' seats. */
type Deadline = Readonly<{
  proposal: string;
  number: string;
  ballot: string;
  seat: string | null;
  office: string | null;
}>;
export type Moved = Deadline & Readonly<{ from: Instant; to: Instant }>;
/** Told already, so that it stays although the calendar alone would now give an earlier one. */
export type Unmoved = Deadline & Readonly<{ told: Instant; wouldBe: Instant }>;
export type Effect = Readonly<{ cases: number; moved: readonly Moved[]; unmoved: readonly Unmoved[] }>;

export type YearChange = Readonly<{
  country: string;
  given: GivenYear;
  reason: string;
  /** Whether this is the calendar that the caller has read. */
  isCurrent(snapshot: Snapshot): boolean;
  respond(made: Made & Readonly<{ calendar: Calendar }>): Response;
}>;

export interface Calendars {
  /** What a year would move; writes nothing. */
  preview(by: Viewer, country: string, given: GivenYear): Promise<Effect | { refusal: Refusal }>;
  /** Writes a year. Throws StoreBusy. */
  change(attempt: CatalogueAttempt, change: YearChange): Promise<Changed>;
}

export type CalendarsParts = Readonly<{
  pool: Pool;
  catalogue: Pick<Catalogue, 'current'>;
  changes: CatalogueChanges;
}>;

/** Calendars over one pool. */
export function createCalendars({ pool, catalogue, changes }: CalendarsParts): Calendars {
  return {
    async preview(by, country, given) {
      const standing = { now: await clock(pool), snapshot: await catalogue.current(), client: pool };
      const edited = editedBy(by, country, given, standing);
      return 'refusal' in edited ? edited : effectOf(pool, by, edited.calendar, standing);
    },
    change: (attempt, change) => changes.make(attempt, (standing) => judge(pool, attempt.by, change, standing)),
  };
}

type Known = Pick<Standing, 'now' | 'snapshot'> & Readonly<{ client: Pick<Pool, 'query'> }>;

async function judge(
  pool: Pool,
  by: Viewer,
  asked: YearChange,
  standing: Standing,
): Promise<Change | { refusal: Refusal }> {
  const { country, given, reason } = asked;
  const edited = editedBy(by, country, given, standing);
  if ('refusal' in edited) return edited;
  if (!asked.isCurrent(standing.snapshot)) return { refusal: { code: 'PreconditionFailed' } };
  const { calendar, before } = edited;
  const effect = await effectOf(pool, by, calendar, standing);
  if ('refusal' in effect) return effect;
  return {
    kind: 'calendar',
    key: country,
    reason,
    before: yearIn(before, given.year),
    after: yearIn(calendar, given.year),
    write: (client) =>
      client.query(`UPDATE countries SET calendar = $2, calendar_origin = 'edited' WHERE iso = $1`, [
        country,
        calendar,
      ]),
    acts: [recountOf(by)],
    respond: (made) => asked.respond({ ...made, calendar }),
  };
}

/** The calendar as it would stand, for whoever may write it. */
type Edited = Readonly<{ calendar: Calendar; before: Calendar }> | Readonly<{ refusal: Refusal }>;

function editedBy(by: Viewer, country: string, given: GivenYear, { now, snapshot }: Known): Edited {
  const found = Object.hasOwn(snapshot.countries, country) ? snapshot.countries[country] : undefined;
  if (!found) return { refusal: { code: 'NotFound' } };
  if (by.side !== country || !isOfUnit(by, snapshot)) return { refusal: { code: 'NotTheUnit' } };
  const unit = snapshot.directory.organizations[found.unit];
  const verified = { by: unit?.names.en ?? found.unit, on: localDateAt(found.calendar, now) };
  const edited = withYear(found.calendar, { ...given, verified });
  return 'fault' in edited ? { refusal: refusalOf(edited.fault, given.year) } : { ...edited, before: found.calendar };
}

function refusalOf(fault: YearFault, year: number): Refusal {
  switch (fault.kind) {
    case 'notPublished':
      return { code: 'CalendarYearNotOpen', facts: { given: year, first: fault.first, last: fault.last } };
    case 'day':
      return { code: 'CalendarDayWrong', pointer: fault.at, facts: { date: fault.date } };
    case 'noWorkingDay':
      return { code: 'CalendarWithoutWorkingDay', facts: { given: year } };
  }
}

const recountOf = (by: Viewer): CarriedAct => ({ type: 'recount', actor: actorOf(by) });

/** What a calendar would move, or the cases that could not go on with it. */
async function effectOf(
  pool: Pool,
  by: Viewer,
  calendar: Calendar,
  known: Known,
): Promise<Effect | { refusal: Refusal }> {
  const { now, snapshot, client } = known;
  const changed = (world: World) => withCalendar(world, calendar);
  const broken: string[] = [];
  const effect = { cases: 0, moved: [] as Moved[], unmoved: [] as Unmoved[] };
  const run = { db: client as Pool, pool, act: recountOf(by), now, snapshot, changed };
  for await (const { before, after } of tryOut(run)) {
    if (!visibleTo(by, { kind: 'case', state: before })) continue;
    effect.cases += 1;
    if (after === 'broken') broken.push(before.number);
    if (after === 'broken' || after === null) continue;
    effect.moved.push(...movedIn(before, after, by.side));
    effect.unmoved.push(...unmovedIn(before, by.side, { now, world: snapshot.worldFor(before.procedure), changed }));
  }
  return broken.length > 0 ? { refusal: { code: 'CalendarBreaksCase', facts: { cases: broken } } } : effect;
}

const withCalendar = (world: World, calendar: Calendar): World => ({
  ...world,
  countries: { ...world.countries, [calendar.country]: { ...countryOf(world, calendar.country), calendar } },
});

type Told = Deadline & Readonly<{ due: Instant | null }>;

/** The deadlines of an open ballot that a side reads: those of its own seats, and a joint ballot's own. */
function toldTo(side: string, state: Case, ballot: Ballot, dueOf: (seat: Seat) => Instant | null, due: Instant | null) {
  const about = { proposal: state.id, number: state.number, ballot: ballot.id };
  const own = ballot.seats.filter((s) => s.side === side && s.office !== null && s.reply === null);
  const seats = own.map((s): Told => ({ ...about, seat: s.key, office: s.office, due: dueOf(s) }));
  const isJoint = trackOf(state, ballot.track).side === null;
  return isJoint ? [...seats, { ...about, seat: null, office: null, due }] : seats;
}

const openBallotsOf = (state: Case, side: string): readonly Ballot[] =>
  Object.values(state.ballots).filter((b) => b.status === 'open' && b.seats.some((s) => s.side === side));

function movedIn(before: Case, after: Case, side: string): readonly Moved[] {
  return openBallotsOf(before, side).flatMap((ballot) => {
    const then = after.ballots[ballot.id] ?? ballot;
    const dueThen = (seat: Seat) => then.seats.find((s) => s.key === seat.key)?.due ?? null;
    const now = toldTo(side, before, ballot, (s) => s.due, ballot.due);
    return toldTo(side, before, ballot, dueThen, then.due).flatMap(({ due: to, ...deadline }, i) => {
      const from = now[i]?.due ?? null;
      return from !== null && to !== null && from !== to ? [{ ...deadline, from, to }] : [];
    });
  });
}

type Counting = Readonly<{ now: Instant; world: World; changed(world: World): World }>;

/** Deadlines for which the calendar alone would give an earlier instant than the one before it did. */
function unmovedIn(state: Case, side: string, { now, world, changed }: Counting): readonly Unmoved[] {
  return openBallotsOf(state, side).flatMap((ballot) => {
    const bare = asIfUntold(ballot);
    const [was, is] = [recounted(state, bare, world, now), recounted(state, bare, changed(world), now)];
    const seatIn = (counted: typeof is) => (seat: Seat) => counted.perSeat.find((s) => s.key === seat.key)?.due ?? null;
    const before = toldTo(side, state, ballot, seatIn(was), was.due);
    const told = toldTo(side, state, ballot, (s) => s.due, ballot.due);
    return toldTo(side, state, ballot, seatIn(is), is.due).flatMap(({ due: wouldBe, ...deadline }, i) => {
      const [due, counted] = [told[i]?.due ?? null, before[i]?.due ?? null];
      const isEarlier = wouldBe !== null && due !== null && counted !== null;
      return isEarlier && isBefore(wouldBe, counted) && isBefore(wouldBe, due)
        ? [{ ...deadline, told: due, wouldBe }]
        : [];
    });
  });
}

const asIfUntold = (ballot: Ballot): Ballot => ({
  ...ballot,
  due: null,
  lapseAt: null,
  referAt: null,
  closeAt: null,
  seats: ballot.seats.map((s) => ({ ...s, due: null })),
});

/** One year of a calendar, as the history keeps it. */
function yearIn(calendar: Calendar, year: number) {
  const ofYear = <Day>(days: Readonly<Record<string, Day>>) =>
    Object.fromEntries(Object.entries(days).filter(([date]) => date.startsWith(`${year}-`)));
  const { publishedUntil } = calendar;
  return {
    year,
    free: ofYear(calendar.free),
    worked: ofYear(calendar.worked),
    publishedUntil,
    ...provenanceOf(calendar, year),
  };
}
