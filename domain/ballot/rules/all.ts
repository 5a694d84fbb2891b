import type { Verdict, Vote } from '../vote';

/** Every seat *for*; a neutral reply does not pass, and neither does an empty electorate. Pure. */
export const all = (votes: readonly Vote[]): Verdict =>
  votes.length > 0 && votes.every((v) => v.class === 'for') ? 'positive' : 'negative';
