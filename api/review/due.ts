/** The due card: until when, how much of it is left in the calendar of the seat's own country, and what happens then. */
import { planReferral } from '../../domain/procedure/plan';
import { stepOf } from '../../domain/proposal/settle';
import { trackOf } from '../../domain/proposal/state';
import { type Calendar, dayOfReceipt, isWorkingDay, workingDaysOfYear } from '../../domain/time/calendar';
import { addMilliseconds, type Instant, type LocalDate } from '../../domain/time/instant';
import { localDateAt } from '../../domain/time/order';
import { seatName } from './head';
import type { Reading } from './situation';
import type { CalendarDay, Due, Otherwise } from './view';

/** Everything of the due card. Pure. */
export function dueOf(reading: Reading): Due {
  const { snapshot, viewer, now, seat, ballot } = reading;
  const calendar = snapshot.countries[viewer.side]?.calendar;
  if (!calendar) throw new Error(`No country ${viewer.side} in the catalogue`);
  const common = { today: localDateAt(calendar, now), otherwise: otherwiseOf(reading) };
  if (seat.due === null) {
    const none = { at: null, workingDaysLeft: null, workingDays: null, calendarNotPublished: false };
    return { ...common, ...none, dueDay: null, days: [] };
  }
  // The instant is exclusive: 00:00 of a day is the end of the day before.
  const dueDay = localDateAt(calendar, addMilliseconds(seat.due, -1));
  const days = daysBetween(calendar, localDateAt(calendar, ballot.openedAt), dueDay);
  const working = (from: LocalDate) => days.filter((d) => d.date >= from && isWorkingDay(calendar, d.date)).length;
  const received = dayOfReceipt(calendar, ballot.openedAt);
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
    ...(ballot.lapseAt === null ? [] : [{ kind: 'lapse' as const, at: ballot.lapseAt }]),
  ];
  return said.length > 0 ? said : [{ kind: 'wait' }];
}

/** The higher office, where the step refers up and has not done so yet. */
function referral(reading: Reading): readonly Otherwise[] {
  const { state, ballot, viewer, snapshot } = reading;
  const role = stepOf(state, ballot).atDeadline?.referUp;
  const at: Instant | null = ballot.referAt;
  const world = snapshot.worldFor(state.procedure);
  const higher =
    role && at ? planReferral(role, trackOf(state, ballot.track), { world, outline: state, at: reading.now }) : null;
  return higher && at ? [{ kind: 'referUp', to: seatName(reading, higher.office), at }] : [];
}
