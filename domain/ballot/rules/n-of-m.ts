import type { Verdict, Vote } from '../vote';

/** At least `n` seats *for*, of however many were asked. Pure. */
export const nOfM = (votes: readonly Vote[], n: number): Verdict =>
  votes.filter((v) => v.class === 'for').length >= n ? 'positive' : 'negative';
