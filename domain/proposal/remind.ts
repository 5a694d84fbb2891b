import { countryOf, type World } from '../procedure/world';
import type { Instant } from '../time/instant';
import { nextReminderFor } from './clock';
import { isAwaited } from './electorates';
import { event, type ProposalEvent } from './events';
import { stepOf } from './settle';
import { ballotOf, type Case, type Seat } from './state';

/** Reminds the seats that are still waited for, once each, and says when they are reminded next. */
export function remind(
  state: Case,
  ballotId: string,
  seats: readonly string[],
  world: World,
  at: Instant,
): readonly ProposalEvent[] {
  const ballot = ballotOf(state, ballotId);
  const step = stepOf(state, ballot);
  const waiting = ballot.seats.filter((s) => seats.includes(s.key) && isAwaited(s));
  const sides = [...new Set(waiting.map((s) => s.side))];
  return sides.map((side) => {
    const { calendar } = countryOf(world, side);
    const next = ({ due, countsFrom }: Seat) =>
      nextReminderFor(step, calendar, { openedAt: countsFrom ?? ballot.openedAt, due, after: at });
    return event('Reminded', side, at, {
      ballot: ballotId,
      seats: waiting.filter((s) => s.side === side).map((s) => ({ key: s.key, nextReminder: next(s) })),
    });
  });
}
