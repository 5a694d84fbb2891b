import type { Step } from '../procedure/schema';
import type { Instant } from '../time/instant';
import { event, type ProposalEvent, type StopReason } from './events';
import type { Track } from './state';

type Lack = Readonly<{ reason: StopReason; side: string; place: string }>;

/** Told to the side that lacks somebody and to no other, in a joint step too: the place is one of its offices. Pure. */
export const stopped = (track: Track, step: Step, { side, ...lack }: Lack, at: Instant): ProposalEvent =>
  event('Stopped', track.side ?? side, at, { track: track.id, step: step.key, ...lack });
