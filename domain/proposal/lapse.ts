import type { Instant } from '../time/instant';
import type { ProposalEvent } from './events';
import { close, standing } from './settle';
import { ballotOf, type Case } from './state';

/**
 * Nobody answered in all the time there was. A rule that is already lost ends as lost, not as lapsed, and a wish for
 * changes sends the text back.
 */
export function lapse(state: Case, ballotId: string, at: Instant): readonly ProposalEvent[] {
  const { result, tally } = standing(state, ballotOf(state, ballotId), { atDeadline: true });
  const isDecided = result === 'returned' || (tally.fixed && (result === 'positive' || result === 'negative'));
  return close(state, ballotId, isDecided ? result : 'lapsed', at);
}
