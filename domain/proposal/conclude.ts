import type { Instant } from '../time/instant';
import { event, type Outcome, type Position, type ProposalEvent } from './events';
import { type Case, trackOf } from './state';

/** Ends the case. Before the release the outcome is told to the proposing side alone. */
export function conclude(state: Case, outcome: Outcome, at: Instant): readonly ProposalEvent[] {
  const chain = state.releasedAt === null ? state.proposing : 'case';
  return [event('Concluded', chain, at, { outcome, positions: state.releasedAt === null ? [] : positionsOf(state) })];
}

/** What each side and participant said in the joint step, with its statement. Pure. */
export function positionsOf(state: Case): readonly Position[] {
  return Object.values(state.ballots)
    .filter((b) => trackOf(state, b.track).side === null)
    .flatMap((b) => b.seats)
    .map(({ side, participant, reply }) => ({
      side,
      participant,
      kind: reply?.kind ?? null,
      statement: reply?.statement ?? null,
    }));
}
