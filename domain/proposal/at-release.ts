import { profileFor } from '../procedure/plan';
import type { World } from '../procedure/world';
import type { Instant } from '../time/instant';
import { CASE_CHAIN, event, type ProposalEvent } from './events';
import type { Case } from './state';

/** The comfort level of each other side is read at the release: one that takes no part is not asked. Pure. */
export const withoutUnwilling = (state: Case, world: World, at: Instant): readonly ProposalEvent[] =>
  state.sides
    .filter((side) => side !== state.proposing && profileFor(world, state, side, at).comfort === 'no')
    .map((side) => event('Left', CASE_CHAIN, at, { organization: null, side }));
