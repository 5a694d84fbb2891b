import type { World } from '../procedure/world';
import type { Reseat } from './commands';
import { accept, type Decision, refuse } from './decision';
import { officeOf } from './eligibility';
import { event } from './events';
import { isCase, isOpen, type ProposalState } from './state';
import { liftsOf, openBallots, stopsOf } from './stops';

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
  const lifted = liftsOf(state, side, office, world, at);
  const events = [...changed, ...lifted, ...stopsOf(state, side, world, at)];
  return events.length > 0 ? accept(events) : refuse('OfficeNotAsked', { given: office });
}
