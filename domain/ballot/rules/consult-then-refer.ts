import type { Verdict, Vote } from '../vote';

/**
 * Anyone against sends the matter up. Nobody against but an opinion missing decides nothing: it is shown as no
 * opinion and never as agreement; neither do opinions of which none is *for*. Pure.
 */
export function consultThenRefer(votes: readonly Vote[]): Verdict {
  if (votes.some((v) => v.class === 'against')) return 'refer';
  const hasOpinion = (v: Vote) => v.class === 'for' || v.class === 'neutral';
  return votes.some((v) => v.class === 'for') && votes.every(hasOpinion) ? 'positive' : 'undecided';
}
