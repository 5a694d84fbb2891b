/** Nobody eligible is left: the track stops, and says so inside its house. And when somebody is there again. */
import type { World } from '../procedure/world';
import type { Instant } from '../time/instant';
import { eligibleFor, officeOf, unanswerableSeat } from './eligibility';
import { event, type ProposalEvent } from './events';
import { stepOf } from './settle';
import { type Ballot, type Case, type Stop, trackOf } from './state';
import { stopped } from './stopped';

export const openBallots = (state: Case): readonly Ballot[] =>
  Object.values(state.ballots).filter((b) => b.status === 'open');

/** The tracks of a side that stop, because a seat of an open ballot waits and nobody may answer for it. Pure. */
export function stopsOf(state: Case, side: string, world: World, at: Instant): readonly ProposalEvent[] {
  const stands = new Set(state.stops.filter((s) => s.side === side).map((s) => s.track));
  return openBallots(state).flatMap((ballot) => {
    const seat = unanswerableSeat(state, ballot, side, world.directory, at);
    if (!seat || stands.has(ballot.track)) return [];
    stands.add(ballot.track);
    const lack = { reason: 'nobodyEligible' as const, side, place: officeOf(state, seat) };
    return [stopped(trackOf(state, ballot.track), stepOf(state, ballot), lack, at)];
  });
}

/** The stopped tracks of a side that go on, because an office that lacked somebody has somebody again. Pure. */
export function liftsOf(
  state: Case,
  side: string,
  office: string,
  world: World,
  at: Instant,
): readonly ProposalEvent[] {
  const ofSide = state.stops.filter((s) => s.side === side);
  const tracks = [...new Set(ofSide.filter((s) => isAbout(s, office, world)).map((s) => s.track))];
  const isLifted = (track: string) =>
    ofSide.filter((s) => s.track === track).every((s) => isAbout(s, office, world)) &&
    eligibleFor(world.directory, state, office, at).length > 0 &&
    openBallots(state)
      .filter((b) => b.track === track)
      .every((b) => unanswerableSeat(state, b, side, world.directory, at) === null);
  return tracks.filter(isLifted).map((track) => event('StopLifted', side, at, { track }));
}

/** A stop names the office, or the role of a higher one that was looked for. */
function isAbout({ reason, place }: Stop, office: string, { directory }: World): boolean {
  if (reason !== 'nobodyEligible') return false;
  const organization = directory.organizations[directory.seats[office]?.organization ?? ''];
  return place === office || (organization?.roles.includes(place) ?? false);
}
