/**
 * The clocks of one ballot: when each seat is due and reminded, and what the engine does then.
 *
 * 1. Every seat counts in its own country's calendar, from the opening or from the completeness of the file.
 * 2. Suspensions of the case and of the track stop all clocks of a ballot; an extension lengthens one seat's.
 * 3. A deadline once told never moves earlier, whatever a calendar or a count would give now.
 * 4. What a deadline brings commits `GRACE_MS` later, so that what was received in time is in.
 */
import { type Step, stepsOf } from '../procedure/schema';
import { countryOf, type World } from '../procedure/world';
import type { Calendar } from '../time/calendar';
import { dueForSeats, extendedBy, workingDaysAfter } from '../time/deadline';
import { addMilliseconds, type Instant } from '../time/instant';
import type { Suspension } from '../time/ledger';
import { earliest, isBefore, latest } from '../time/order';
import { nextReminder, nextReminderAfterDeadline, reminderBefore } from '../time/reminders';
import type { BallotClock, MovedSeat } from './events';
import { type Ballot, type Case, type Track, trackOf } from './state';

/** What a deadline brings commits this much later, so that what was received in time is in. */
export const GRACE_MS = 10_000;

export type ClockedSeat = Readonly<{
  key: string;
  side: string;
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

export type BallotClocks = BallotClock & Readonly<{ perSeat: readonly MovedSeat[] }>;

/** All instants of a ballot as they stand `at` an instant. Pure. */
export function clocksOf(running: Running, world: World, at: Instant): BallotClocks {
  const { step, openedAt, seats, told } = running;
  const dues = duesOf(running, world);
  const perSeat = seats.map(({ key, side }): MovedSeat => {
    const due = dues.get(key) ?? null;
    const { calendar } = countryOf(world, side);
    return { key, due, nextReminder: nextReminderFor(step, calendar, { openedAt, due, after: at }) };
  });
  const all = [...dues.values()].flatMap((d) => d ?? []);
  // The ballot's own is the latest of its seats'; a clock that stands still has none.
  const due = dues.size > 0 && all.length === dues.size ? laterOf(told?.due, latest(all)) : null;
  const effect = (wanted: boolean) => (wanted && due ? addMilliseconds(due, GRACE_MS) : null);
  const sides = [...new Set(seats.map((s) => s.side))];
  return {
    due,
    lapseAt: laterOf(told?.lapseAt, lapseAt(step, sides, world, due)),
    referAt: effect(step.atDeadline?.referUp !== undefined),
    closeAt: effect(step.atDeadline?.close === true),
    perSeat,
  };
}

function duesOf({ step, countsFrom, suspended, seats }: Running, world: World): ReadonlyMap<string, Instant | null> {
  const { deadline } = step;
  if (!deadline || seats.length === 0) return new Map();
  const calendarOf = ({ side }: ClockedSeat) => countryOf(world, side).calendar;
  const clocked = seats.map((s) => ({ seat: s.key, calendar: calendarOf(s), ledger: { suspended } }));
  const bare = new Map(dueForSeats(deadline, countsFrom, clocked).perSeat.map(({ seat, due }) => [seat, due]));
  return new Map(
    seats.map((s) => {
      const due = bare.get(s.key) ?? null;
      const ext = { workingDays: s.extraDays ?? 0, suspended };
      return [s.key, laterOf(s.told, due === null ? null : extendedBy(calendarOf(s), due, ext))];
    }),
  );
}

function laterOf(told: Instant | null | undefined, now: Instant): Instant;
function laterOf(told: Instant | null | undefined, now: Instant | null): Instant | null;
function laterOf(told: Instant | null | undefined, now: Instant | null): Instant | null {
  return told != null && now !== null && isBefore(now, told) ? told : now;
}

/** The instant at which an unanswered ballot lapses: working days after the deadline, by the slowest calendar. Pure. */
export function lapseAt(step: Step, sides: readonly string[], world: World, due: Instant | null): Instant | null {
  const after = step.atDeadline?.lapseAfter;
  if (!after || due === null) return null;
  const lapses = sides.map((side) => workingDaysAfter(countryOf(world, side).calendar, due, after.workingDays));
  return addMilliseconds(latest(lapses), GRACE_MS);
}

/** The clocks of an open ballot counted anew: later where something gave time back, never earlier. Pure. */
export function recounted(state: Case, ballot: Ballot, world: World, at: Instant): BallotClocks {
  const track = trackOf(state, ballot.track);
  return clocksOf(
    {
      step: stepIn(track, ballot.step),
      openedAt: ballot.openedAt,
      countsFrom: ballot.countsFrom,
      suspended: [...state.pauses, ...track.suspended],
      told: ballot,
      seats: ballot.seats
        .filter((s) => s.office !== null && s.referredFrom.length === 0)
        .map(({ key, side, due, extension }) => ({
          key,
          side,
          told: due,
          extraDays: extension?.state === 'granted' ? extension.workingDays : 0,
        })),
    },
    world,
    at,
  );
}

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
