import { counted, reaches } from '../amounts';
import type { Verdict, Vote } from '../vote';

/**
 * ISO/IEC Directives, Part 1, 2.6.3: at least two thirds of the votes cast by P-members are in favour, and not more
 * than a quarter of all votes cast are negative. Abstentions and negatives without reasons are excluded. Pure.
 */
export function isoDualThreshold(given: readonly Vote[]): Verdict {
  const votes = given.filter((v) => v.class !== 'against' || v.reasoned !== false);
  const members = counted(votes.filter((v) => v.participating !== false));
  const everybody = counted(votes);
  return reaches(members, { atLeast: '2/3', of: 'cast' }) && everybody.against * 4n <= everybody.cast
    ? 'positive'
    : 'negative';
}
