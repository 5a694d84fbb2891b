import { profileFor } from '../procedure/plan';
import type { World } from '../procedure/world';
import type { Instant } from '../time/instant';
import { CASE_CHAIN, event, type ProposalEvent } from './events';
import { evolveAll } from './evolve';
import { heldBy } from './hold';
import type { Case } from './state';

/**
 * What binds from the release on: the comfort level of each other side, since one that takes no part is not asked,
 * and the holds that stand between those that are left. Pure.
 */
export function atRelease(state: Case, world: World, at: Instant): readonly ProposalEvent[] {
  const left = state.sides
    .filter((side) => side !== state.proposing && profileFor(world, state, side, at).comfort === 'no')
    .map((side) => event('Left', CASE_CHAIN, at, { organization: null, side }));
  return [...left, ...heldBy(evolveAll(state, state.id, left) as Case, world, at)];
}
