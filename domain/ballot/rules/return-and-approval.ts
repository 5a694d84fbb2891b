import type { RuleOf } from '../../procedure/rule-schema';
import { counted, fraction, isAtLeast } from '../amounts';
import type { Verdict, Vote } from '../vote';

/**
 * The formula of IEEE standards ballots since 2008: enough ballots returned, enough of those for and against with
 * comment in favour, and abstentions below their limit (a ballot with exactly that share fails). A negative without
 * reasons counts as returned and for nothing else. https://ieee802.org/secmail/msg10271.html has a worked count. Pure.
 */
export function returnAndApproval(votes: readonly Vote[], rule: RuleOf<'returnAndApproval'>): Verdict {
  const { for: inFavour, against, present, seats } = counted(votes);
  const unreasoned = counted(votes.filter((v) => v.reasoned === false)).against;
  const abstained = present - inFavour - against;
  const passes =
    isAtLeast(present, fraction(rule.returnRate), seats) &&
    isAtLeast(inFavour, fraction(rule.approvalRate), inFavour + against - unreasoned) &&
    !isAtLeast(abstained, fraction(rule.abstentionsBelow), present);
  return passes ? 'positive' : 'negative';
}
