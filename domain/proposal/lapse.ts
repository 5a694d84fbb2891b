import { tally } from '../ballot/tally';
import type { Instant } from '../time/instant';
import type { ProposalEvent } from './events';
import { close, electoratesOf } from './settle';
import { ballotOf, type Case } from './state';

/** Nobody answered in all the time there was. A rule that is already lost ends as lost, not as lapsed. */
export function lapse(state: Case, ballotId: string, at: Instant): readonly ProposalEvent[] {
  const { fixed, verdict } = tally(electoratesOf(ballotOf(state, ballotId)));
  return close(state, ballotId, fixed ? verdict : 'lapsed', at);
}
