import type { World } from '../procedure/world';
import type { Instant } from '../time/instant';
import type { Reseat } from './commands';
import { accept, type Decision, refuse } from './decision';
import { officeOf } from './eligibility';
import { event, type ProposalEvent } from './events';
import { stillLacking } from './lacking';
import { type Case, isCase, isOpen, type ProposalState, trackOf } from './state';
import { openBallots, stopsOf } from './stops';

/**
 * Other people hold an office of the actor's side. The seat stays and so do replies given; who holds it now is asked
 * anew. Where nobody eligible is left the track stops; one that had stopped for that goes on. Pure.
 */
export function reseat(state: ProposalState, { actor, at, office }: Reseat, world: World): Decision {
  if (!isCase(state)) return refuse('NotFound');
  if (!isOpen(state)) return refuse('CaseClosed', { status: state.status });
  const { side } = actor;
  const ballots = openBallots(state).flatMap((ballot) =>
    ballot.seats
      .filter((s) => s.side === side && officeOf(state, s) === office)
      .map((s) => ({ ballot: ballot.id, seat: s.key })),
  );
  const changed = ballots.length > 0 ? [event('HoldersChanged', side, at, { office, ballots })] : [];
  const lifted = liftsOf(state, side, world, at);
  const events = [...changed, ...lifted, ...stopsOf(state, side, world, at)];
  return events.length > 0 ? accept(events) : refuse('OfficeNotAsked', { given: office });
}

/** The tracks that had stopped for want of somebody and lack nobody now. What lacks an office or a rule is another matter. */
function liftsOf(state: Case, side: string, world: World, at: Instant): readonly ProposalEvent[] {
  const ofSide = state.stops.filter((s) => s.side === side);
  return [...new Set(ofSide.map((s) => s.track))]
    .filter((track) => ofSide.every((s) => s.track !== track || s.reason === 'nobodyEligible'))
    .filter((track) => stillLacking(state, trackOf(state, track), side, { world, at }) === null)
    .map((track) => event('StopLifted', side, at, { track }));
}
