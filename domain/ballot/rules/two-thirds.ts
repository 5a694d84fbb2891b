import type { Base } from '../../procedure/rule-schema';
import { counted, reaches } from '../amounts';
import type { Verdict, Vote } from '../vote';

/** At least two thirds of the named base: four of six, three of four. Pure. */
export const twoThirds = (votes: readonly Vote[], of: Base): Verdict =>
  reaches(counted(votes), { atLeast: '2/3', of }) ? 'positive' : 'negative';
