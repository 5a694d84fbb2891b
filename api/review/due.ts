/** The due card: until when, how much of it is left in the calendar of the seat's own country, and what happens then. */
import { planReferral } from '../../domain/procedure/plan';
import type { EventData } from '../../domain/proposal/events';
import { stepOf } from '../../domain/proposal/settle';
import { trackOf } from '../../domain/proposal/state';
import { type Calendar, dayOfReceipt, isWorkingDay, workingDaysOfYear } from '../../domain/time/calendar';
import { addMilliseconds, type Instant, type LocalDate } from '../../domain/time/instant';
import { localDateAt } from '../../domain/time/order';
import { chainsOf } from '../../domain/visibility/visible-to';
import type { Events } from '../../store/events';
import { seatName } from './head';
import type { Reading } from './situation';
import type { CalendarDay, Due, Otherwise } from './view';

/** Everything of the due card; `moved` is what `lastMove` has found. Pure. */
export function dueOf(reading: Reading, moved: Due['moved']): Due {
  const { snapshot, viewer, now, seat, ballot } = reading;
  const calendar = snapshot.countries[viewer.side]?.calendar;
  if (!calendar) throw new Error(`No country ${viewer.side} in the catalogue`);
  const from = seat.countsFrom ?? ballot.countsFrom;
  const common = {
    today: localDateAt(calendar, now),
    silence: ballot.rule.kind === 'silence',
    otherwise: otherwiseOf(reading),
    extension: seat.extension,
    halted: haltedOf(reading),
    moved,
  };
  if (seat.due === null) {
    const none = { at: null, workingDaysLeft: null, workingDays: null, calendarNotPublished: false };
    return { ...common, ...none, dueDay: null, days: [] };
  }
  // The instant is exclusive: 00:00 of a day is the end of the day before.
  const dueDay = localDateAt(calendar, addMilliseconds(seat.due, -1));
  const days = daysBetween(calendar, localDateAt(calendar, from), dueDay);
  const working = (from: LocalDate) => days.filter((d) => d.date >= from && isWorkingDay(calendar, d.date)).length;
  const received = dayOfReceipt(calendar, from);
  const total = working(received) - Number(received <= dueDay && isWorkingDay(calendar, received));
  return {
    ...common,
    at: seat.due,
    dueDay,
    days,
    workingDays: total,
    workingDaysLeft: now < seat.due ? Math.min(total, working(dayOfReceipt(calendar, now))) : 0,
    calendarNotPublished: dueDay > calendar.publishedUntil,
  };
}

/** Since when the clock of the reader's question stands. Pure. */
function haltedOf({ state, ballot }: Reading): Due['halted'] {
  if (state.paused !== null) return { why: 'paused', since: state.paused };
  const standing = trackOf(state, ballot.track).suspended.find((s) => s.until === null);
  return standing ? { why: 'suspended', since: standing.from } : null;
}

/** Why the date of the reader's seat moved last; null where it never did. */
export async function lastMove({ state, viewer, ballot, seat }: Reading, events: Events): Promise<Due['moved']> {
  const query = { cursor: null, limit: 200, types: ['DeadlineMoved', 'SeatDeadlinesMoved'] as const };
  const { items } = await events.list(state.id, chainsOf(viewer, state), query);
  const moves = items.flatMap(({ at, payload }) => {
    const move = payload === null ? null : (JSON.parse(payload) as Moved);
    const isOurs = move?.ballot === ballot.id && (move.seats?.some((s) => s.key === seat.key) ?? true);
    return move && isOurs ? [{ reason: move.reason, at }] : [];
  });
  return moves.toSorted((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at))).at(-1) ?? null;
}

type Moved = EventData<'DeadlineMoved'>;

/** The days of a period as the strip shows them, first and last included. Pure. */
function daysBetween(calendar: Calendar, from: LocalDate, to: LocalDate): readonly CalendarDay[] {
  const [first, last] = [Number(from.slice(0, 4)), Number(to.slice(0, 4))];
  const years = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  return years
    .flatMap((year) => workingDaysOfYear(calendar, year))
    .filter(({ date }) => from <= date && date <= to)
    .map(({ date, kind, name }) => ({
      date,
      kind: KINDS[kind],
      name: name === null ? null : { text: name, lang: 'en' },
    }));
}

const KINDS = { working: 'working', workedWeekend: 'working', weekend: 'weekend', free: 'holiday' } as const;

/** What happens when nobody answers, as the step says. Pure. */
function otherwiseOf(reading: Reading): readonly Otherwise[] {
  const { state, ballot, seat } = reading;
  const { remindEvery, atDeadline } = stepOf(state, ballot);
  const every = (seat.due === null ? remindEvery : (atDeadline?.remindEvery ?? remindEvery))?.workingDays;
  const said: readonly Otherwise[] = [
    ...(every === undefined ? [] : [{ kind: 'remind' as const, everyWorkingDays: every }]),
    ...referral(reading),
    ...(ballot.closeAt === null ? [] : [{ kind: 'close' as const, at: ballot.closeAt }]),
    ...(ballot.lapseAt === null ? [] : [{ kind: 'lapse' as const, at: ballot.lapseAt }]),
  ];
  return said.length > 0 ? said : [{ kind: 'wait' }];
}

/** The higher office, where the step refers up and has not done so yet. */
function referral(reading: Reading): readonly Otherwise[] {
  const { state, ballot, snapshot } = reading;
  const role = stepOf(state, ballot).atDeadline?.referUp;
  const at: Instant | null = ballot.referAt;
  const world = snapshot.worldFor(state.procedure);
  const higher =
    role && at ? planReferral(role, trackOf(state, ballot.track), { world, outline: state, at: reading.now }) : null;
  return higher && at ? [{ kind: 'referUp', to: seatName(reading, higher.office), at }] : [];
}
