/** What a rule says of one electorate, its votes taken as final. */
import type { Rule } from '../procedure/rule-schema';
import { isQuorate } from './amounts';
import { all } from './rules/all';
import { any } from './rules/any';
import { consensus } from './rules/consensus';
import { consultThenRefer } from './rules/consult-then-refer';
import { doubleMajority } from './rules/double-majority';
import { isoDualThreshold } from './rules/iso-dual-threshold';
import { majority } from './rules/majority';
import { nOfM } from './rules/n-of-m';
import { optIn } from './rules/opt-in';
import { requiredConsent } from './rules/required-consent';
import { returnAndApproval } from './rules/return-and-approval';
import { share } from './rules/share';
import { silence } from './rules/silence';
import { twoThirds } from './rules/two-thirds';
import { unanimityOfSides } from './rules/unanimity-of-sides';
import { weighted } from './rules/weighted';
import type { Verdict, Vote } from './vote';

/** The voices that are asked one question, and the rule by which their answers count. */
export type Electorate = Readonly<{
  rule: Rule;
  votes: readonly Vote[];
  /** A negative without reasons then counts as present and no more, under whatever rule (`negativeNeedsReason`). */
  onlyReasoned?: boolean;
}>;

/**
 * The verdict on votes as they stand. Who left is in no base; where nobody is left, nobody has agreed. Without a
 * quorum nothing is decided. Pure; independent of the order of votes.
 */
export function judge({ rule, votes: given, onlyReasoned = false }: Electorate): Verdict {
  const votes = given.filter((v) => v.class !== 'leaves').map((v) => (onlyReasoned ? discounted(rule, v) : v));
  if (votes.length === 0) return 'negative';
  if ('quorum' in rule && !isQuorate(votes, rule.quorum)) return 'undecided';
  // Of seats that it names this rule must know which were never asked and which have left.
  return rule.kind === 'requiredConsent' ? requiredConsent(given, rule) : byRule(rule, votes);
}

/** What is not counted is present all the same; the rules that know of reasons tell it from an abstention. */
const discounted = (rule: Rule, v: Vote): Vote =>
  v.class === 'against' && v.reasoned === false && rule.kind !== 'returnAndApproval' ? { ...v, class: 'neutral' } : v;

function byRule(rule: Exclude<Rule, { kind: 'requiredConsent' }>, votes: readonly Vote[]): Verdict {
  switch (rule.kind) {
    case 'any':
      return any(votes);
    case 'all':
      return all(votes);
    case 'nOfM':
      return nOfM(votes, rule.n);
    case 'share':
      return share(votes, rule);
    case 'majority':
      return majority(votes, rule.of);
    case 'twoThirds':
      return twoThirds(votes, rule.of);
    case 'weighted':
      return weighted(votes, rule);
    case 'silence':
      return silence(votes);
    case 'consensus':
      return consensus(votes);
    case 'unanimityOfSides':
      return unanimityOfSides(votes, rule.abstentionBlocks ?? true);
    case 'optIn':
      return optIn(votes, rule.atLeast);
    case 'isoDualThreshold':
      return isoDualThreshold(votes);
    case 'doubleMajority':
      return doubleMajority(votes, rule);
    case 'returnAndApproval':
      return returnAndApproval(votes, rule);
    case 'consultThenRefer':
      return consultThenRefer(votes);
  }
}
