import type { Verdict, Vote } from '../vote';

/**
 * Nobody has been against: silence is consent, even where nobody has said a word. Once broken it is broken for
 * good, also if the seat that broke it agrees later. Where one is silent whose silence does not count, nothing is
 * decided. Pure.
 */
export function silence(votes: readonly Vote[]): Verdict {
  if (votes.some((v) => v.class === 'against' || v.hasObjected)) return 'negative';
  return votes.some(isSilentInVain) ? 'undecided' : 'positive';
}

/** Whether a seat is silent and its silence may not be taken as consent. Pure. */
export const isSilentInVain = (v: Vote): boolean => v.class === null && v.silenceCounts === false;
