import type { World } from '../procedure/world';
import type { Instant } from '../time/instant';
import { isBefore } from '../time/order';
import { ballotMoves } from './ballot-moves';
import { officeOf, unanswerableSeat } from './eligibility';
import type { ProposalEvent } from './events';
import { open, unopenedSteps } from './open';
import { referUp } from './refer-up';
import type { Case, Track } from './state';

type Now = Readonly<{ world: World; at: Instant }>;

/** The place at which a track would stop a side again at once; null where it can go on. Pure. */
export function stillLacking(state: Case, track: Track, side: string, { world, at }: Now): string | null {
  const opened = unopenedSteps(state, track).length > 0 ? open(state, track.id, world, at) : [];
  const ballots = Object.values(state.ballots).filter((b) => b.track === track.id && b.status === 'open');
  const referred = ballots.flatMap((ballot) =>
    ballotMoves(state, ballot)
      .filter(({ move, due }) => move.type === 'referUp' && (due === null || !isBefore(at, due)))
      .flatMap(() => referUp(state, ballot.id, world, at)),
  );
  const stop = [...opened, ...referred].find((e) => e.type === 'Stopped' && e.chain === side);
  if (stop) return placeOf(stop);
  const seat = ballots.map((b) => unanswerableSeat(state, b, side, world.directory, at)).find((s) => s !== null);
  return seat ? (officeOf(state, seat) ?? seat.key) : null;
}

const placeOf = (event: ProposalEvent): string => (event.type === 'Stopped' ? event.data.place : '');
