import type { Instant } from '../time/instant';
import { event, type ProposalEvent } from './events';
import { chainOf } from './settle';
import { ballotOf, type Case, trackOf } from './state';

/** Agreed ad referendum and not confirmed in its time: the seat has given no reply, and no silent consent either. */
export const expire = (state: Case, ballotId: string, seat: string, at: Instant): readonly ProposalEvent[] => [
  event('ReplyExpired', chainOf(trackOf(state, ballotOf(state, ballotId).track)), at, { ballot: ballotId, seat }),
];
