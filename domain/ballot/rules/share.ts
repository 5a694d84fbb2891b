import type { RuleOf } from '../../procedure/rule-schema';
import { counted, reaches } from '../amounts';
import type { Verdict, Vote } from '../vote';

/** As many of the named base in favour as the rule says, counted by heads. Pure. */
export const share = (votes: readonly Vote[], { inFavour }: RuleOf<'share'>): Verdict =>
  reaches(counted(votes), inFavour) ? 'positive' : 'negative';
