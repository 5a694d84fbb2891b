import { countryOf, type World } from '../procedure/world';
import type { Instant } from '../time/instant';
import { nextReminderFor } from './clock';
import { event, type ProposalEvent } from './events';
import { stepOf } from './settle';
import { ballotOf, type Case } from './state';

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
