import { deciderOf } from '../procedure/plan';
import type { World } from '../procedure/world';
import type { Instant } from '../time/instant';
import { lapseAt } from './clock';
import { event, type ProposalEvent } from './events';
import { askHigher, stopped } from './open';
import { stepOf } from './settle';
import { ballotOf, type Case, trackOf } from './state';

/**
 * The deadline is over and somebody has not answered: the higher office of the same side is asked. The
 * first may still answer until the higher one has; where no higher office exists the case stops.
 */
export function referUp(state: Case, ballotId: string, world: World, at: Instant): readonly ProposalEvent[] {
  const ballot = ballotOf(state, ballotId);
  const step = stepOf(state, ballot);
  const track = trackOf(state, ballot.track);
  const { side } = track;
  if (side === null) throw new Error(`A joint step cannot refer up: ${ballotId}`);
  const from = ballot.seats.filter((s) => s.reply === null).map((s) => s.key);
  const to = askHigher(state, track, step, world, at);
  const { referUp: higher } = step.atDeadline ?? {};
  const role = higher && 'role' in higher ? higher : deciderOf(track, { world, outline: state, at });
  const reason = role === null ? ('deciderUnconfirmed' as const) : ('nobodyEligible' as const);
  if (!to) return [stopped(track, step, { side, reason, place: role?.role ?? '' }, at)];
  return [
    event('ReferredUp', side, at, { ballot: ballotId, from, to, side, lapseAt: lapseAt(step, [side], world, to.due) }),
  ];
}
