import type { World } from '../procedure/world';
import type { Instant } from '../time/instant';
import { addressed, isRefusal, speakerOf } from './addressed';
import type { DeclareConflict } from './commands';
import { accept, type Decision, refuse } from './decision';
import { event, type ProposalEvent } from './events';
import { evolveAll } from './evolve';
import { chainOf } from './settle';
import { type Case, isCase, isOpen, type ProposalState, trackOf } from './state';
import { openBallots, stopsOf } from './stops';

/**
 * Somebody who may answer declares a conflict of interest: from then on they decide nothing in this case. What they
 * have answered, or had answered on their behalf, is void in every ballot that is open; where nobody eligible is left
 * the track stops. Pure.
 */
export function declareConflict(state: ProposalState, command: DeclareConflict, world: World): Decision {
  if (!isCase(state)) return refuse('NotFound');
  const asked = addressed(state, command, world.procedure);
  if (isRefusal(asked)) return { accepted: false, refusal: asked };
  const speaker = speakerOf(state, asked, command, world);
  if (isRefusal(speaker)) return { accepted: false, refusal: speaker };
  if (!isOpen(state)) return refuse('CaseClosed', { status: state.status });
  const { ballot } = asked;
  if (ballot.status !== 'open') return refuse('BallotClosed', { result: ballot.result, closedAt: ballot.closedAt });
  const { actor, at, seat, reason } = command;
  if (state.conflicts.includes(actor.person)) return refuse('ConflictDeclaredAlready');
  const side = asked.seat.side;
  const declared = [
    event('ConflictDeclared', side, at, { ballot: ballot.id, seat, person: actor.person, reason }),
    ...voided(state, actor.person, at),
  ];
  const after = evolveAll(state, state.id, declared) as Case;
  return accept([...declared, ...stopsOf(after, side, world, at)]);
}

function voided(state: Case, person: string, at: Instant): readonly ProposalEvent[] {
  return openBallots(state).flatMap((ballot) =>
    ballot.seats
      .filter(({ reply }) => reply !== null && [reply.person, reply.onBehalfOf].includes(person))
      .map(({ key }) =>
        event('ReplyVoided', chainOf(trackOf(state, ballot.track)), at, { ballot: ballot.id, seat: key }),
      ),
  );
}
