/**
 * What a calendar would move in the open cases of its side, before anybody is told: by the very command that each
 * case would be given. Of other sides' seats nothing is told but the end of a joint ballot, which all sides read.
 */
import type { ClientBase, Pool } from 'pg';
import { countryOf, type World } from '../domain/procedure/world';
import { recounted } from '../domain/proposal/clock';
import { isRunning } from '../domain/proposal/moved';
import { type Ballot, type Case, type Seat, trackOf } from '../domain/proposal/state';
import type { Calendar } from '../domain/time/calendar';
import type { Instant } from '../domain/time/instant';
import { isBefore } from '../domain/time/order';
import { type Viewer, visibleTo } from '../domain/visibility/visible-to';
import type { CarriedAct } from './carried-act';
import type { Snapshot } from './catalogue';
import { actorOf } from './catalogue-changes';
import { type Tried, tryOut } from './dry-run';

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

/** The command that each case is given when the calendar of its side has changed. Pure. */
export const recountOf = (by: Viewer): CarriedAct => ({ type: 'recount', actor: actorOf(by) });

/** Where a calendar is looked at: on which connection, by whom, when and in which catalogue. */
export type Looking = Readonly<{ db: ClientBase | Pool; pool: Pool; by: Viewer; now: Instant; snapshot: Snapshot }>;

/** Every open case of the side that its unit may read, as it is and as it would be. */
async function* casesOf({ by, ...looking }: Looking, changed: (world: World) => World): AsyncGenerator<Tried> {
  for await (const tried of tryOut({ ...looking, act: recountOf(by), changed })) {
    if (visibleTo(by, { kind: 'case', state: tried.before })) yield tried;
  }
}

/** What a calendar would move, and what it would not. */
export async function effectOf(looking: Looking, calendar: Calendar): Promise<Effect> {
  const { by, now, snapshot } = looking;
  const changed = (world: World) => withCalendar(world, calendar);
  const effect = { cases: 0, moved: [] as Moved[], unmoved: [] as Unmoved[] };
  for await (const { before, after } of casesOf(looking, changed)) {
    effect.cases += 1;
    if (after) effect.moved.push(...movedIn(before, after, by.side));
    effect.unmoved.push(...unmovedIn(before, by.side, { now, world: snapshot.worldFor(before.procedure), changed }));
  }
  return effect;
}

/** The numbers of the cases in which a clock of the side runs: none of them can be counted without working days. */
export async function runningCases(looking: Looking): Promise<readonly string[]> {
  const numbers: string[] = [];
  for await (const { before } of casesOf(looking, (world) => world)) {
    const runs = openBallotsOf(before, looking.by.side).some((b) => b.due !== null && isRunning(before, b));
    if (runs) numbers.push(before.number);
  }
  return numbers;
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
  const running = openBallotsOf(state, side).filter((ballot) => isRunning(state, ballot));
  return running.flatMap((ballot) => {
    const bare = asIfUntold(ballot);
    const [was, is] = [recounted(state, bare, world, now), recounted(state, bare, changed(world), now)];
    const seatIn = (counted: typeof is) => (seat: Seat) => counted.perSeat.find((s) => s.key === seat.key)?.due ?? null;
    const before = toldTo(side, state, ballot, seatIn(was), was.due);
    const told = toldTo(side, state, ballot, (s) => s.due, ballot.due);
    return toldTo(side, state, ballot, seatIn(is), is.due).flatMap(({ due: wouldBe, ...deadline }, i) => {
      const [due, counted] = [told[i]?.due ?? null, before[i]?.due ?? null];
      const isEarlier = wouldBe !== null && due !== null && counted !== null && isBefore(now, due);
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
