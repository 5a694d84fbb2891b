/**
 * When an office is reminded: always at the opening of its own office hours on one of its working days.
 *
 * 1. "N working days before" is the Nth working day before the last one, which is the last working day that
 *    opens before the deadline.
 * 2. "Every N working days" counts from the day of receipt of the opening, which itself does not count.
 * 3. After a deadline they count from the local day on which it ended.
 */
import { type Calendar, previousDay, receiptDay, tableOf } from './calendar';
import { type DayNumber, epochMs, type Instant, instantOf } from './instant';
import { atLeast, nthDay } from './period';

/**
 * The reminder that goes out `workingDays` (at least 1) before the deadline. In a short period it may lie before
 * the opening: then none is due. Pure.
 */
export function reminderBefore(calendar: Calendar, due: Instant, workingDays: number): Instant {
  const { office, works } = tableOf(calendar);
  const dueMs = epochMs(due);
  let day = office.dayAt(dueMs);
  if (!works(day) || office.opens(day) >= dueMs) day = previousDay(works, day);
  for (let left = atLeast(1, workingDays); left > 0; left -= 1) day = previousDay(works, day);
  return instantOf(office.opens(day));
}

/** The first reminder strictly after `after` of those sent every so many working days (at least 1) from the opening. Pure. */
export function nextReminder(calendar: Calendar, openedAt: Instant, everyWorkingDays: number, after: Instant): Instant {
  const { office, works } = tableOf(calendar);
  return everyFrom(calendar, receiptDay(office, works, epochMs(openedAt)), everyWorkingDays, after);
}

/** The same, counted from the local day on which a deadline ended: its last instant, since it is exclusive. Pure. */
export function nextReminderAfterDeadline(
  calendar: Calendar,
  due: Instant,
  everyWorkingDays: number,
  after: Instant,
): Instant {
  return everyFrom(calendar, tableOf(calendar).office.dayAt(epochMs(due) - 1), everyWorkingDays, after);
}

function everyFrom(calendar: Calendar, start: DayNumber, everyWorkingDays: number, after: Instant): Instant {
  const { office, works } = tableOf(calendar);
  const every = atLeast(1, everyWorkingDays);
  const afterMs = epochMs(after);
  let day = nthDay(works, start, every);
  while (office.opens(day) <= afterMs) day = nthDay(works, day, every);
  return instantOf(office.opens(day));
}
