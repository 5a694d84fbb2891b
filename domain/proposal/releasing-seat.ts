/** Who may let something cross for a side: the seat that its profile names for the release, and who holds it. */
import { holdersOf, isWithin } from '../directory/directory';
import { voiceOf } from '../procedure/plan';
import type { World } from '../procedure/world';
import type { Instant } from '../time/instant';
import type { Actor } from './commands';
import type { Case } from './state';

type Of = Readonly<{ side: string; organization: string | null }>;

/**
 * The seats that may release what an organization of a side has made: of the house it belongs to, or, where it serves
 * the whole side, of any of that side's participants. Pure.
 */
export function releasingSeats(state: Case, { side, organization }: Of, world: World, at: Instant): readonly string[] {
  const own = state.participants.filter((p) => p.side === side).map((p) => p.organization);
  const house = own.find((p) => organization !== null && isWithin(world.directory, organization, p));
  const asked = house !== undefined ? [house] : own.length > 0 ? own : [null];
  const found = asked.map((participant) => voiceOf('release', { side, participant }, { world, outline: state, at }));
  return [...new Set(found.flatMap((seat) => seat?.office ?? []))];
}

/** Whether a person holds, at that instant, a seat that may release what an organization of their side has made. Pure. */
export const mayRelease = (
  state: Case,
  { person, side }: Pick<Actor, 'person' | 'side'>,
  organization: string | null,
  { world, at }: Readonly<{ world: World; at: Instant }>,
): boolean =>
  releasingSeats(state, { side, organization }, world, at).some((seat) =>
    holdersOf(world.directory, seat, at, state).some((h) => h.person === person),
  );
