import { deciderOf } from '../procedure/plan';
import type { World } from '../procedure/world';
import type { Instant } from '../time/instant';
import { lapseAt } from './clock';
import { isAwaited } from './electorates';
import { event, type ProposalEvent } from './events';
import { askHigher } from './open';
import { standing, stepOf } from './settle';
import { type Ballot, ballotOf, type Case, type Seat, trackOf } from './state';
import { stopped } from './stopped';

/**
 * The higher office of the same side is asked: because somebody is against once all opinions are in, or because the
 * deadline is over and somebody has not answered. The first may still answer until the higher one has; where no
 * higher office exists, or nobody has confirmed which one it is, the case stops.
 */
export function referUp(state: Case, ballotId: string, world: World, at: Instant): readonly ProposalEvent[] {
  const ballot = ballotOf(state, ballotId);
  const step = stepOf(state, ballot);
  const track = trackOf(state, ballot.track);
  const { side } = track;
  if (side === null) throw new Error(`A joint step cannot refer up: ${ballotId}`);
  const to = askHigher(state, track, step, world, at);
  const { referUp: higher } = step.atDeadline ?? {};
  const role = higher && 'role' in higher ? higher : deciderOf(track, { world, outline: state, at });
  const reason = role === null ? ('deciderUnconfirmed' as const) : ('nobodyEligible' as const);
  if (!to) return [stopped(track, step, { side, reason, place: role?.role ?? '' }, at)];
  const suspended = [...state.pauses, ...track.suspended];
  return [
    event('ReferredUp', side, at, {
      ballot: ballotId,
      from: referredSeats(state, ballot),
      to,
      side,
      lapseAt: lapseAt(step, { sides: [side], due: to.due, suspended }, world),
    }),
  ];
}

/** The seats in whose place the higher office answers: all that are silent, or all of them where they disagree. */
function referredSeats(state: Case, ballot: Ballot): readonly string[] {
  const asked = ballot.seats.filter((s) => s.electorate === 'seats');
  const silent = asked.filter(isAwaited);
  return (isDisputed(state, ballot) || silent.length === 0 ? asked : silent).map((s: Seat) => s.key);
}

/** Whether opinions that were consulted disagree, so that the matter goes up whoever has not answered. Pure. */
export const isDisputed = (state: Case, ballot: Ballot): boolean =>
  ballot.rule.kind === 'consultThenRefer' && standing(state, ballot, { atDeadline: true }).result === 'refer';
