import type { RuleOf } from '../../procedure/rule-schema';
import type { Verdict, Vote } from '../vote';

/**
 * The named seats must be *for*; no reply of theirs blocks, and neither does anything that others say. With
 * `abstentionBlocks: false` a neutral one lets the matter pass, if anybody at all is *for* it. A seat is named by
 * its key or by its role. One that was asked and has left is not waited for; one that was never asked blocks. Pure.
 */
export function requiredConsent(votes: readonly Vote[], rule: RuleOf<'requiredConsent'>): Verdict {
  const isNamed = (v: Vote, name: string) => v.key === name || v.role === name;
  const passes = (v: Vote) => v.class === 'for' || (rule.abstentionBlocks === false && v.class === 'neutral');
  const named = votes.filter((v) => rule.seats.some((name) => isNamed(v, name)));
  const isEachAsked = rule.seats.every((name) => named.some((v) => isNamed(v, name)));
  const staying = named.filter((v) => v.class !== 'leaves');
  const isWanted = votes.some((v) => v.class === 'for') && staying.length > 0;
  return isWanted && isEachAsked && staying.every(passes) ? 'positive' : 'negative';
}
