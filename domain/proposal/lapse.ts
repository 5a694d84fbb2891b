import { tally } from '../ballot/tally';
import type { Instant } from '../time/instant';
import type { ProposalEvent } from './events';
import { close, electoratesOf } from './settle';
import { ballotOf, type Case, trackOf } from './state';

/** Nobody answered in all the time there was. A rule that is already lost ends as lost, not as lapsed. */
export function lapse(state: Case, ballotId: string, at: Instant): readonly ProposalEvent[] {
  const ballot = ballotOf(state, ballotId);
  const joint = trackOf(state, ballot.track).side === null;
  const { fixed, verdict } = tally(electoratesOf(ballot), { joint });
  const decided = verdict === 'positive' ? 'positive' : 'negative';
  return close(state, ballotId, fixed ? decided : 'lapsed', at);
}
