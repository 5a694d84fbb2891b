import type { Step } from '../procedure/schema';
import { countryOf, type World } from '../procedure/world';
import type { Calendar } from '../time/calendar';
import type { Instant } from '../time/instant';
import { earliest, isBefore } from '../time/order';
import { nextReminder, nextReminderAfterDeadline, reminderBefore } from '../time/reminders';
import { event, type ProposalEvent } from './events';
import { stepOf } from './settle';
import { ballotOf, type Case } from './state';

type Clock = Readonly<{ openedAt: Instant; due: Instant | null; after: Instant }>;

/**
 * The next reminder of one seat after an instant, or null. Pure.
 * `remindEvery` counts from opening; `remindBefore` stands before the deadline; what `atDeadline` says counts
 * from the deadline on.
 */
export function nextReminderFor(step: Step, calendar: Calendar, { openedAt, due, after }: Clock): Instant | null {
  const every = step.remindEvery && nextReminder(calendar, openedAt, step.remindEvery.workingDays, after);
  const before = due && step.remindBefore ? reminderBefore(calendar, due, step.remindBefore.workingDays) : null;
  const late = step.atDeadline?.remindEvery;
  const overdue =
    due && late ? nextReminderAfterDeadline(calendar, due, late.workingDays, isBefore(after, due) ? due : after) : null;
  const ahead = [every ?? null, before !== null && isBefore(after, before) ? before : null, overdue];
  return earliest(ahead.flatMap((i) => i ?? []));
}

/** Reminds the seats that have not answered, once each, and says when they are reminded next. */
export function remind(
  state: Case,
  ballotId: string,
  seats: readonly string[],
  world: World,
  at: Instant,
): readonly ProposalEvent[] {
  const ballot = ballotOf(state, ballotId);
  const step = stepOf(state, ballot);
  const waiting = ballot.seats.filter((s) => seats.includes(s.key) && s.reply === null);
  const sides = [...new Set(waiting.map((s) => s.side))];
  return sides.map((side) => {
    const { calendar } = countryOf(world, side);
    const next = (due: Instant | null) =>
      nextReminderFor(step, calendar, { openedAt: ballot.openedAt, due, after: at });
    return event('Reminded', side, at, {
      ballot: ballotId,
      seats: waiting.filter((s) => s.side === side).map((s) => ({ key: s.key, nextReminder: next(s.due) })),
    });
  });
}
