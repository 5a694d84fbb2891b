import type { RuleOf } from '../../procedure/rule-schema';
import { reaches, weighed } from '../amounts';
import type { Verdict, Vote } from '../vote';

/** As much of the named base in favour as the rule says, by the weights of the votes. Pure. */
export const weighted = (votes: readonly Vote[], { inFavour }: RuleOf<'weighted'>): Verdict =>
  reaches(weighed(votes), inFavour) ? 'positive' : 'negative';
