/**
 * Who a case waits for. Of one's own side: each seat, since when and until when. Of another side: only the
 * side, since its track or the joint step opened, until that track's own deadline.
 */
import type { Procedure } from '../procedure/schema';
import { pendingMoves } from '../proposal/moves';
import { type Ballot, type Case, isOpen, type Track } from '../proposal/state';
import type { Instant } from '../time/instant';
import { latest } from '../time/order';
import type { Viewer } from './visible-to';

export type Waiting = Readonly<
  | { on: 'seat'; side: string; seat: string; ballot: string; since: Instant; until: Instant | null }
  | { on: 'side'; side: string; since: Instant; until: Instant | null }
  | { on: 'engine'; since: Instant; until: null }
>;

/** What a viewer may read of who the case waits for, in the neutral order of sides. Pure. */
export function waitingFor(state: Case, procedure: Procedure, viewer: Viewer): readonly Waiting[] {
  if (!isOpen(state)) return [];
  const running = Object.values(state.tracks).filter((t) => t.result === null);
  const entries = running.flatMap((track) =>
    track.side === null ? ofJoint(state, track, viewer) : ofHouse(state, track, viewer),
  );
  const ordered = state.sides.flatMap((side) => entries.filter((e) => e.on !== 'engine' && e.side === side));
  if (ordered.length > 0) return onceEach(ordered);
  return engineIsAtWork(state, procedure) ? [{ on: 'engine', since: lastSettled(state), until: null }] : [];
}

function ofHouse(state: Case, track: Track, viewer: Viewer): readonly Waiting[] {
  const side = track.side ?? '';
  if (side !== viewer.side) return [{ on: 'side', side, since: track.since, until: null }];
  return openBallots(state, track).flatMap((b) => seatsOf(b, side));
}

function ofJoint(state: Case, track: Track, viewer: Viewer): readonly Waiting[] {
  // Why a side does not answer is its own affair: the others see since when it is awaited.
  const stopped = state.stops.filter((s) => s.track === track.id && s.side !== viewer.side);
  const awaited = stopped.map((s): Waiting => ({ on: 'side', side: s.side, since: track.since, until: null }));
  const asked = openBallots(state, track).flatMap((ballot) =>
    ballot.seats
      .filter((s) => s.reply === null)
      .flatMap((s): readonly Waiting[] =>
        s.side === viewer.side
          ? seatsOf({ ...ballot, seats: [s] }, s.side)
          : [{ on: 'side', side: s.side, since: track.since, until: ballot.due }],
      ),
  );
  return [...asked, ...awaited];
}

const openBallots = (state: Case, track: Track): readonly Ballot[] =>
  Object.values(state.ballots).filter((b) => b.track === track.id && b.status === 'open');

const seatsOf = (ballot: Ballot, side: string): readonly Waiting[] =>
  ballot.seats
    .filter((s) => s.reply === null)
    .map((s) => ({ on: 'seat', side, seat: s.key, ballot: ballot.id, since: ballot.openedAt, until: s.due }));

const onceEach = (entries: readonly Waiting[]): readonly Waiting[] =>
  entries.filter((e, i) => entries.findIndex((f) => JSON.stringify(f) === JSON.stringify(e)) === i);

const engineIsAtWork = (state: Case, procedure: Procedure): boolean =>
  pendingMoves(state, procedure).some((p) => p.due === null);

const lastSettled = (state: Case): Instant =>
  latest([state.releasedAt ?? state.submittedAt, ...Object.values(state.tracks).map((t) => t.since)]);
