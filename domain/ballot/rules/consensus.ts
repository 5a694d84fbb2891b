import type { Verdict, Vote } from '../vote';

/** Every side has answered (neutral will do), nobody is against, and at least one is *for*. Pure. */
export function consensus(votes: readonly Vote[]): Verdict {
  const joins = (v: Vote) => v.class === 'for' || v.class === 'neutral';
  return votes.some((v) => v.class === 'for') && votes.every(joins) ? 'positive' : 'negative';
}
