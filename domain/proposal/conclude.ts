import type { World } from '../procedure/world';
import type { Instant } from '../time/instant';
import { CASE_CHAIN, event, type Outcome, type Position, type ProposalEvent } from './events';
import { evolveAll } from './evolve';
import { obligationsBegun } from './obligations';
import { standing } from './settle';
import { type Ballot, type Case, trackOf } from './state';

/**
 * Ends the case, and begins what an agreement obliges to. Before the release the outcome is told to the proposing
 * side alone.
 */
export function conclude(state: Case, outcome: Outcome, world: World, at: Instant): readonly ProposalEvent[] {
  if (state.releasedAt === null) return [event('Concluded', state.proposing, at, { outcome, positions: [] })];
  const { takesPart = null, reason = null } = standingBetween(state) ?? {};
  const isTooFew = reason !== null || state.sides.length < 2;
  const concluded = event('Concluded', CASE_CHAIN, at, {
    outcome,
    positions: positionsOf(state),
    ...(takesPart && outcome === 'agreed' ? { takesPart } : {}),
    ...(isTooFew && outcome === 'notAgreed' ? { reason: 'tooFewParticipants' } : {}),
  });
  if (outcome !== 'agreed') return [concluded];
  return [concluded, ...obligationsBegun(evolveAll(state, state.id, [concluded]) as Case, world, at)];
}

/** What the last step between the sides came to. */
function standingBetween(state: Case) {
  const last = ballotsBetween(state).at(-1);
  return last ? standing(state, last, { atDeadline: true, closing: true }) : null;
}

/** The ballots of the joint steps, those of the present round alone. */
const ballotsBetween = (state: Case): readonly Ballot[] =>
  Object.values(state.ballots).filter((b) => {
    const { side, round } = trackOf(state, b.track);
    return side === null && b.round === round && b.result !== 'overtaken';
  });

/** What each side and participant said in the joint step, with its statement. Pure. */
export const positionsOf = (state: Case): readonly Position[] =>
  ballotsBetween(state)
    .flatMap((b) => b.seats)
    .map(({ side, participant, reply }) => ({
      side,
      participant,
      kind: reply?.kind ?? null,
      statement: reply?.statement ?? null,
      ...(reply && reply.except.length > 0 ? { except: reply.except } : {}),
    }));
