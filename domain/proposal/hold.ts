/**
 * One side holds its cases with another one, as each case takes it.
 *
 * 1. Who holds stands on that side's own chain; the others read that the case is paused, and not by whom.
 * 2. The case is paused with its first hold and goes on with the last one lifted. Replies come in meanwhile and are
 *    kept; nothing settles, no clock runs.
 * 3. Lifting counts every deadline anew, none earlier.
 * 4. A case that is released, or that a side joins, while a hold stands comes under it; with a side that leaves its
 *    holds are gone.
 */
import type { World } from '../procedure/world';
import type { Instant } from '../time/instant';
import type { Hold, Lift } from './commands';
import { accept, type Decision, refuse } from './decision';
import { CASE_CHAIN, event, type ProposalEvent } from './events';
import { evolveAll } from './evolve';
import { recountedEvents } from './moved';
import { type Case, isCase, isOpen, type ProposalState } from './state';

/** A side pauses the case, because it holds all its cases with another side of it. */
export function hold(state: ProposalState, { actor, at, with: other }: Hold): Decision {
  if (!isCase(state) || !isBetween(state, actor.side, other)) return refuse('NotFound');
  if (!isOpen(state)) return refuse('CaseClosed', { status: state.status });
  if (isHeld(state, actor.side, other)) return refuse('HeldAlready');
  return accept(placed(state, [{ by: actor.side, with: other }], actor.person, at));
}

/** A side ends its hold; the last one to do so lets the case go on. */
export function lift(state: ProposalState, { actor, at, with: other }: Lift, world: World): Decision {
  if (!isCase(state) || !isBetween(state, actor.side, other)) return refuse('NotFound');
  if (!isOpen(state)) return refuse('CaseClosed', { status: state.status });
  if (!isHeld(state, actor.side, other)) return refuse('NotHeld');
  const lifted = event('HoldLifted', actor.side, at, { with: other, person: actor.person });
  if (state.holds.length > 1) return accept([lifted]);
  return accept([lifted, ...goesOn(evolveAll(state, state.id, [lifted]) as Case, world, at)]);
}

/** The case goes on where no hold binds it any more: lifted, or gone with a side that has left. Pure. */
export function goesOn(state: Case, world: World, at: Instant): readonly ProposalEvent[] {
  if (state.paused === null || state.holds.length > 0) return [];
  const unpaused = event('Unpaused', CASE_CHAIN, at, {});
  const after = evolveAll(state, state.id, [unpaused]) as Case;
  return [unpaused, ...recountedEvents(after, world, { reason: 'lifted', at })];
}

/** What holds that stand already bring to a case that has just come under them. Pure. */
export function heldBy(state: Case, world: World, at: Instant): readonly ProposalEvent[] {
  if (!isOpen(state)) return [];
  const isNew = ({ by, with: other }: Pair) => isBetween(state, by, other) && !isHeld(state, by, other);
  const standing = (world.holds ?? []).filter(isNew);
  return standing.length > 0 ? placed(state, standing, null, at) : [];
}

type Pair = Readonly<{ by: string; with: string }>;

const placed = (state: Case, holds: readonly Pair[], person: string | null, at: Instant): readonly ProposalEvent[] => [
  ...holds.map(({ by, with: other }) => event('HoldPlaced', by, at, { with: other, person })),
  ...(state.paused === null ? [event('Paused', CASE_CHAIN, at, {})] : []),
];

/** Before the release no other side knows of the case: there is nothing between them yet. */
const isBetween = (state: Case, by: string, other: string): boolean =>
  state.releasedAt !== null && by !== other && state.sides.includes(by) && state.sides.includes(other);

const isHeld = (state: Case, by: string, other: string): boolean =>
  state.holds.some((h) => h.by === by && h.with === other);
