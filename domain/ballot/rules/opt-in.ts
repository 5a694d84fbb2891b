import type { Verdict, Vote } from '../vote';

/** At least `n` take part; nobody is outvoted, and who is not *for* simply does not take part. Pure. */
export const optIn = (votes: readonly Vote[], n: number): Verdict =>
  partakers(votes).length >= n ? 'positive' : 'negative';

/** The voices that take part, in the order in which they were asked. Pure. */
export const partakers = (votes: readonly Vote[]): readonly Vote[] => votes.filter((v) => v.class === 'for');
