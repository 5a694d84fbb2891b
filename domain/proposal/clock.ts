/**
 * The clocks of one ballot: when each seat is due and reminded, and what the engine does then.
 *
 * 1. Every seat counts in its own country's calendar, from the opening or from the completeness of the file; a higher
 *    office from when it was asked. Its day of receipt is fixed once it is recorded.
 * 2. Suspensions of the case and of the track stop all clocks of a ballot. An extension lengthens one seat's, after
 *    the deadline that it was told last.
 * 3. A deadline once told never moves earlier, whatever a calendar or a count would give now. A calendar moves only
 *    clocks that still run; days struck out and days declared are counted together.
 * 4. What a deadline brings commits `GRACE_MS` later, so that what was received in time is in.
 * 5. A period of silence always ends with its deadline.
 */
import { type Step, stepsOf } from '../procedure/schema';
import { countryOf, type World } from '../procedure/world';
import type { Calendar } from '../time/calendar';
import { dueForSeats, extendedBy } from '../time/deadline';
import { addMilliseconds, type Instant, type LocalDate } from '../time/instant';
import type { Suspension } from '../time/ledger';
import { earliest, isBefore, latest } from '../time/order';
import { nextReminder, nextReminderAfterDeadline, reminderBefore } from '../time/reminders';
import type { BallotClock, MovedSeat } from './events';
import { type Ballot, type Case, type Seat, type Track, trackOf } from './state';

/** What a deadline brings commits this much later, so that what was received in time is in. */
export const GRACE_MS = 10_000;

export type ClockedSeat = Readonly<{
  key: string;
  side: string;
  /** From when it counts, where that is not the ballot's own beginning. */
  countsFrom?: Instant | null;
  /** The day of receipt as it was recorded. */
  receivedOn?: LocalDate | null;
  /** The due instant the seat was told already; never undercut. */
  told?: Instant | null;
  extraDays?: number;
}>;

type Running = Readonly<{
  step: Step;
  openedAt: Instant;
  countsFrom: Instant;
  suspended: readonly Suspension[];
  seats: readonly ClockedSeat[];
  /** What was told for the whole ballot already. */
  told?: BallotClock;
}>;

export type SeatClock = MovedSeat & Readonly<{ receivedOn: LocalDate | null }>;
export type BallotClocks = BallotClock & Readonly<{ perSeat: readonly SeatClock[] }>;

/** All instants of a ballot as they stand `at` an instant. Pure. */
export function clocksOf(running: Running, world: World, at: Instant): BallotClocks {
  const counted = countedIn(running, world);
  const clocks = clocksWith(running, counted.dues, world, at);
  const perSeat = clocks.perSeat.map((s) => ({ ...s, receivedOn: counted.receipts.get(s.key) ?? null }));
  return { ...clocks, perSeat };
}

/** What follows from the dues of the seats: the ballot's own, what the deadline brings, the reminders. */
function clocksWith(
  { step, openedAt, suspended, seats, told }: Running,
  dues: ReadonlyMap<string, Instant | null>,
  world: World,
  at: Instant,
): BallotClocks {
  const perSeat = seats.map(({ key, side, countsFrom, receivedOn = null }): SeatClock => {
    const due = dues.get(key) ?? null;
    const { calendar } = countryOf(world, side);
    const clock = { openedAt: countsFrom ?? openedAt, due, after: at };
    return { key, due, nextReminder: nextReminderFor(step, calendar, clock), receivedOn };
  });
  const all = [...dues.values()].flatMap((d) => d ?? []);
  // The ballot's own is the latest of its seats'; a clock that stands still has none.
  const due = dues.size > 0 && all.length === dues.size ? laterOf(told?.due, latest(all)) : null;
  const effect = (wanted: boolean) => (wanted && due ? addMilliseconds(due, GRACE_MS) : null);
  const sides = [...new Set(seats.map((s) => s.side))];
  return {
    due,
    lapseAt: laterOf(told?.lapseAt, lapseAt(step, { sides, due, suspended }, world)),
    referAt: effect(step.atDeadline?.referUp !== undefined),
    closeAt: effect(step.atDeadline?.close === true || step.rule.kind === 'silence'),
    perSeat,
  };
}

type Counted = Readonly<{
  dues: ReadonlyMap<string, Instant | null>;
  receipts: ReadonlyMap<string, LocalDate>;
}>;

function countedIn({ step, countsFrom, suspended, seats }: Running, world: World): Counted {
  const { deadline } = step;
  if (!deadline) return { dues: new Map(), receipts: new Map() };
  const calendarOf = ({ side }: ClockedSeat) => countryOf(world, side).calendar;
  const bare = [...new Set(seats.map((s) => s.countsFrom ?? countsFrom))].flatMap((from) => {
    const begun = seats.filter((s) => (s.countsFrom ?? countsFrom) === from);
    const clocked = begun.map((s) => ({
      seat: s.key,
      calendar: calendarOf(s),
      ledger: { suspended },
      receivedOn: s.receivedOn ?? undefined,
    }));
    return dueForSeats(deadline, from, clocked).perSeat;
  });
  const dueOf = (s: ClockedSeat): Instant | null => {
    const due = bare.find((b) => b.seat === s.key)?.due ?? null;
    const ext = { workingDays: s.extraDays ?? 0, suspended };
    return laterOf(s.told, due === null ? null : extendedBy(calendarOf(s), due, ext));
  };
  return {
    dues: new Map(seats.map((s) => [s.key, dueOf(s)])),
    receipts: new Map(bare.map((b) => [b.seat, b.receivedOn])),
  };
}

function laterOf(told: Instant | null | undefined, now: Instant): Instant;
function laterOf(told: Instant | null | undefined, now: Instant | null): Instant | null;
function laterOf(told: Instant | null | undefined, now: Instant | null): Instant | null {
  return told != null && now !== null && isBefore(now, told) ? told : now;
}

type Lapsing = Readonly<{ sides: readonly string[]; due: Instant | null; suspended: readonly Suspension[] }>;

/**
 * The instant at which an unanswered ballot lapses: working days after the deadline, by the slowest calendar. Null
 * where it never does, or while its clock stands still. Pure.
 */
export function lapseAt(step: Step, { sides, due, suspended }: Lapsing, world: World): Instant | null {
  const after = step.atDeadline?.lapseAfter;
  if (!after || due === null) return null;
  const ext = { workingDays: after.workingDays, suspended };
  const lapses = sides.map((side) => extendedBy(countryOf(world, side).calendar, due, ext));
  const ending = lapses.flatMap((l) => l ?? []);
  return ending.length < lapses.length ? null : addMilliseconds(latest(ending), GRACE_MS);
}

/** The clocks of an open ballot counted anew: later where something gave time back, never earlier. Pure. */
export const recounted = (state: Case, ballot: Ballot, world: World, at: Instant): BallotClocks =>
  asReferred(ballot, clocksOf(runningOf(state, ballot), world, at));

/** The same after a calendar has changed: a clock that has run out stays as it was. Pure. */
export function recountedByCalendar(state: Case, ballot: Ballot, world: World, at: Instant): BallotClocks {
  const running = runningOf(state, ballot);
  const { dues } = countedIn(running, world);
  const runOut = running.seats.filter((s) => s.told != null && !isBefore(at, s.told));
  const kept = new Map([...dues, ...runOut.map((s) => [s.key, s.told ?? null] as const)]);
  return asReferred(ballot, clocksWith(running, kept, world, at));
}

export type Lengthening = Readonly<{ seat: string; workingDays: number }>;

/**
 * The clocks with one seat's deadline lengthened after the one it was told last; the others stay as they were told.
 * Null dues stay null: a clock that stands still is counted when it runs again. Pure.
 */
export function lengthened(
  state: Case,
  ballot: Ballot,
  { seat, workingDays }: Lengthening,
  { world, at }: Readonly<{ world: World; at: Instant }>,
): BallotClocks {
  const running = runningOf(state, ballot);
  const { suspended } = running;
  const dueOf = ({ key, side, told }: ClockedSeat): Instant | null => {
    if (told == null || key !== seat) return told ?? null;
    return extendedBy(countryOf(world, side).calendar, told, { workingDays, suspended });
  };
  return asReferred(ballot, clocksWith(running, new Map(running.seats.map((s) => [s.key, dueOf(s)])), world, at));
}

/** Whether a seat was asked with a deadline: one that was carried into a new round was not. Pure. */
export const hasClock = ({ due, receivedOn }: Seat): boolean => due !== null || receivedOn !== null;

/** What an open ballot's clocks count with: the offices that were asked, and every suspension so far. */
function runningOf(state: Case, ballot: Ballot): Running {
  const track = trackOf(state, ballot.track);
  return {
    step: stepIn(track, ballot.step),
    openedAt: ballot.openedAt,
    countsFrom: ballot.countsFrom,
    suspended: [...state.pauses, ...track.suspended],
    told: ballot,
    seats: ballot.seats.filter(hasClock).map(({ key, side, due, extension, countsFrom, receivedOn }) => ({
      key,
      side,
      told: due,
      countsFrom,
      receivedOn,
      extraDays: extension?.state === 'granted' ? extension.workingDays : 0,
    })),
  };
}

/** The higher office is asked once. */
const asReferred = (ballot: Ballot, clocks: BallotClocks): BallotClocks =>
  ballot.seats.some((s) => s.referredFrom.length > 0) ? { ...clocks, referAt: null } : clocks;

/** The definition of a step, as its track carries it. */
export function stepIn(track: Track, key: string): Step {
  const step = track.steps.flatMap(stepsOf).find((s) => s.key === key);
  if (!step) throw new Error(`No step ${key} in track ${track.id}`);
  return step;
}

type ReminderClock = Readonly<{ openedAt: Instant; due: Instant | null; after: Instant }>;

/**
 * The next reminder of one seat after an instant, or null. Pure.
 * `remindEvery` counts from opening; `remindBefore` stands before the deadline; what `atDeadline` says counts
 * from the deadline on.
 */
export function nextReminderFor(
  step: Step,
  calendar: Calendar,
  { openedAt, due, after }: ReminderClock,
): Instant | null {
  const every = step.remindEvery && nextReminder(calendar, openedAt, step.remindEvery.workingDays, after);
  const before = due && step.remindBefore ? reminderBefore(calendar, due, step.remindBefore.workingDays) : null;
  const late = step.atDeadline?.remindEvery;
  const overdue =
    due && late ? nextReminderAfterDeadline(calendar, due, late.workingDays, isBefore(after, due) ? due : after) : null;
  const ahead = [every ?? null, before !== null && isBefore(after, before) ? before : null, overdue];
  return earliest(ahead.flatMap((i) => i ?? []));
}
