import type { Instant } from '../time/instant';
import { event, type ProposalEvent } from './events';
import type { Case } from './state';

/** Ends the parallel tracks of a stage. What each of them came to stays in its own house. */
export const merge = (state: Case, stage: string, at: Instant): readonly ProposalEvent[] => [
  event('StageMerged', state.releasedAt === null ? state.proposing : 'case', at, { stage }),
];
