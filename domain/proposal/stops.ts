/** Nobody eligible is left: the track stops, and says so inside its house. */
import type { World } from '../procedure/world';
import type { Instant } from '../time/instant';
import { officeOf, unanswerableSeat } from './eligibility';
import type { ProposalEvent } from './events';
import { stepOf } from './settle';
import { type Ballot, type Case, trackOf } from './state';
import { stopped } from './stopped';

export const openBallots = (state: Case): readonly Ballot[] =>
  Object.values(state.ballots).filter((b) => b.status === 'open');

/** The tracks of a side that stop, because a seat of an open ballot waits and nobody may answer for it. Pure. */
export function stopsOf(
  state: Case,
  side: string,
  world: World,
  at: Instant,
  among = openBallots(state),
): readonly ProposalEvent[] {
  const stands = new Set(state.stops.filter((s) => s.side === side).map((s) => s.track));
  return among.flatMap((ballot) => {
    const seat = unanswerableSeat(state, ballot, side, world.directory, at);
    if (!seat || stands.has(ballot.track)) return [];
    stands.add(ballot.track);
    const lack = { reason: 'nobodyEligible' as const, side, place: officeOf(state, seat) };
    return [stopped(trackOf(state, ballot.track), stepOf(state, ballot), lack, at)];
  });
}
