import type { Instant } from '../time/instant';
import { event, type ProposalEvent } from './events';
import { renewalOf } from './rounds';
import { chainOf } from './settle';
import { type Case, trackOf } from './state';

/** A track takes up the present round: steps of which nobody is asked again are carried whole. */
export function renew(state: Case, trackId: string, at: Instant): readonly ProposalEvent[] {
  const track = trackOf(state, trackId);
  return [
    event('TrackRenewed', chainOf(track), at, { track: trackId, round: state.round, ...renewalOf(state, track) }),
  ];
}
