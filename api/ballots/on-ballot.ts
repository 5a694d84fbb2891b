/** A ballot is a part of its case, and what is done with it is done with the case. */
import type { BallotResult } from '../../domain/proposal/events';
import type { Case } from '../../domain/proposal/state';
import type { ActInput } from '../http/route';
import type { OnCase } from '../proposals/act';

/** The case of a ballot stands in its id, also of one that is not open yet. Pure. */
export const caseOfBallot = (ballot: string): string => ballot.split('.', 1)[0] ?? '';

/** The same input, for the case whose ballot its address names. Pure. */
export const onBallot = <P extends { id: string }, B>(input: ActInput<P, B>): OnCase<B> => ({
  ...input,
  params: { id: caseOfBallot(input.params.id) },
});

type Standing = { ballotStatus: 'open' | 'closed'; ballotResult: BallotResult | null };

/** Where a ballot stands after an act on it. Throws where there is none. Pure. */
export function standingOf(state: Case, ballot: string): Standing {
  const found = state.ballots[ballot];
  if (!found) throw new Error(`The act on ${ballot} left no ballot`);
  return { ballotStatus: found.status, ballotResult: found.result };
}
