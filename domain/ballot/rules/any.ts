import type { Verdict, Vote } from '../vote';

/** One *for* is enough; zero votes cast never pass. Pure. */
export const any = (votes: readonly Vote[]): Verdict =>
  votes.some((v) => v.class === 'for') ? 'positive' : 'negative';
