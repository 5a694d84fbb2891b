import type { Verdict, Vote } from '../vote';

/**
 * Every side *for*. With `abstentionBlocks: false` a neutral side lets the others pass, but at least
 * one must be *for*, and a side that has not answered always blocks. Pure.
 */
export function unanimityOfSides(votes: readonly Vote[], abstentionBlocks: boolean): Verdict {
  const passes = (v: Vote) => v.class === 'for' || (!abstentionBlocks && v.class === 'neutral');
  return votes.some((v) => v.class === 'for') && votes.every(passes) ? 'positive' : 'negative';
}
