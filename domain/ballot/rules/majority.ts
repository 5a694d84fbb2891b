import type { Base } from '../../procedure/rule-schema';
import { counted } from '../amounts';
import type { Verdict, Vote } from '../vote';

/** More than half of the named base; exactly half is a tie, which decides nothing. Pure. */
export function majority(votes: readonly Vote[], of: Base): Verdict {
  const given = counted(votes);
  const twice = given.for * 2n;
  if (twice === given[of]) return 'undecided';
  return twice > given[of] ? 'positive' : 'negative';
}
