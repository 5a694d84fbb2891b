/** Rounds as a viewer counts them: how often the proposing house went round before the release is its own affair. */
import type { Case } from '../proposal/state';
import type { Viewer } from './visible-to';

/** The round in which the case was released; the first for those who read it from the beginning. */
function firstFor(state: Case, viewer: Viewer): number {
  if (viewer.side === state.proposing) return 1;
  const releases = Object.values(state.ballots).filter((b) => b.effect === 'release' && b.result === 'positive');
  return Math.max(1, ...releases.map((b) => b.round));
}

/** The number of a round for a viewer: the first is the one in which the case became theirs to read. Pure. */
export const roundFor = (state: Case, viewer: Viewer, round: number): number =>
  Math.max(1, round - firstFor(state, viewer) + 1);

/** What each later round began with, as a viewer counts them. Pure. */
export const roundsFor = (
  state: Case,
  viewer: Viewer,
): readonly Readonly<{ round: number; changed: readonly string[] }>[] =>
  state.rounds
    .filter(({ round }) => round > firstFor(state, viewer))
    .map(({ round, changed }) => ({ round: roundFor(state, viewer, round), changed }));
