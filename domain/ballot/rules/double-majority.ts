import type { RuleOf } from '../../procedure/rule-schema';
import { counted, reaches, weighed } from '../amounts';
import type { Verdict, Vote } from '../vote';

/**
 * A share of the units and a share of their weight. Where the rule says below how many it does not block, too few
 * against let it pass all the same (as a blocking minority in the Council of the Union needs four members, Treaty
 * on European Union, article 16(4)), if anybody is *for* it. Pure.
 */
export function doubleMajority(votes: readonly Vote[], rule: RuleOf<'doubleMajority'>): Verdict {
  const units = counted(votes);
  const isUnblocked = units.against < BigInt(rule.passesWithAgainstBelow ?? 0) && units.for > 0n;
  const reachesBoth = reaches(units, rule.units) && reaches(weighed(votes), rule.weight);
  return isUnblocked || reachesBoth ? 'positive' : 'negative';
}
