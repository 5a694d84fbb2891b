/**
 * Who a case waits for.
 *
 * 1. Of one's own side: each seat, since when and until when. Of another side: only the side, since its track or the
 *    joint step opened, until that track's own deadline.
 * 2. What has crossed and waits for a side is read by all: a file that lacks something and a text that was sent back
 *    wait for the proposer, an offered text for every participant that has not accepted it.
 * 3. What waits inside a house, the receiving office or the releasing seat, is told in that house; the others read on
 *    that its side is awaited.
 * 4. While the case is held no clock runs: who is waited for stays, until when is not told.
 */
import type { Procedure } from '../procedure/schema';
import { isAwaited, spokenReply } from '../proposal/electorates';
import { pendingMoves } from '../proposal/moves';
import { isReturned } from '../proposal/release';
import { type Ballot, ballotOf, type Case, isOpen, type Offer, type Seat, type Track } from '../proposal/state';
import type { Instant } from '../time/instant';
import { latest } from '../time/order';
import { type Viewer, visibleTo } from './visible-to';

export type Waiting = Readonly<
  /** Without a ballot: a seat that is not asked for a reply, but for a file or a release. */
  | {
      on: 'seat';
      side: string;
      seat: string;
      ballot?: string;
      participant?: string;
      since: Instant;
      until: Instant | null;
    }
  | { on: 'side'; side: string; since: Instant; until: Instant | null }
  | { on: 'engine'; since: Instant; until: null }
>;

/** What a viewer may read of who the case waits for, in the neutral order of sides. Pure. */
export function waitingFor(state: Case, procedure: Procedure, viewer: Viewer): readonly Waiting[] {
  if (!isOpen(state)) return [];
  const running = Object.values(state.tracks).filter((t) => t.result === null);
  const entries = [
    ...running.flatMap((track) =>
      track.side === null ? ofJoint(state, track, viewer) : ofHouse(state, { ...track, side: track.side }, viewer),
    ),
    ...state.offers.flatMap((offer) => ofOffer(state, offer, viewer)),
  ];
  const ordered = state.sides.flatMap((side) => entries.filter((e) => e.on !== 'engine' && e.side === side));
  if (ordered.length > 0) return onceEach(state.paused === null ? ordered : ordered.map(withoutEnd));
  return engineIsAtWork(state, procedure) ? [{ on: 'engine', since: lastSettled(state), until: null }] : [];
}

const onSide = (side: string, since: Instant, until: Instant | null = null): Waiting => ({
  on: 'side',
  side,
  since,
  until,
});

/** A text that was sent back, or a file that lacks something, waits for the proposer as soon as that has crossed. */
function ofHouse(state: Case, track: Track & { side: string }, viewer: Viewer): readonly Waiting[] {
  const { side, file, returnedBy } = track;
  if (returnedBy !== null) return ofReturned(state, track, returnedBy, viewer);
  if (file?.status === 'lacking') return [onSide(state.proposing, file.since)];
  if (side !== viewer.side) return [onSide(side, track.since)];
  const office: readonly Waiting[] =
    file?.status === 'awaited' ? [{ on: 'seat', side, seat: file.office, since: file.since, until: null }] : [];
  const house = track.participant === null ? {} : { participant: track.participant };
  return [...office, ...openBallots(state, track).flatMap(seatsOf)].map((w) => ({ ...w, ...house }));
}

function ofReturned(state: Case, track: Track & { side: string }, by: string, viewer: Viewer): readonly Waiting[] {
  const ballot = ballotOf(state, by);
  const { side, participant } = track;
  const crossed = state.returns.find((r) => r.side === side && r.participant === participant);
  if (crossed && isReturned(state, ballot)) return [onSide(state.proposing, crossed.at)];
  return [onSide(side, side === viewer.side ? (ballot.closedAt ?? track.since) : track.since)];
}

function ofJoint(state: Case, track: Track, viewer: Viewer): readonly Waiting[] {
  if (track.returnedBy !== null) {
    return [onSide(state.proposing, ballotOf(state, track.returnedBy).closedAt ?? track.since)];
  }
  // Why a side does not answer is its own affair: the others see since when it is awaited.
  const stopped = state.stops.filter((s) => s.track === track.id && s.side !== viewer.side);
  const asked = openBallots(state, track).flatMap((ballot) =>
    ballot.seats
      .filter((s) => isWaitedFor(ballot, s))
      .flatMap((s): readonly Waiting[] =>
        s.side === viewer.side ? [onSeat(ballot, s)] : [onSide(s.side, track.since, ballot.due)],
      ),
  );
  return [...asked, ...stopped.map((s) => onSide(s.side, track.since))];
}

/** A text on its way to be current: first its own house lets it cross, then every other participant accepts it. */
function ofOffer(state: Case, offer: Offer, viewer: Viewer): readonly Waiting[] {
  const { side, releasedAt, acceptedBy, accepted } = offer;
  if (offer.base !== state.revision.number) return [];
  if (releasedAt === null) {
    const isSeen = visibleTo(viewer, { kind: 'offer', state, side, isReleased: false });
    if (!isSeen) return [];
    const { releaser, offeredAt: since } = offer;
    return releaser === null ? [onSide(side, since)] : [{ on: 'seat', side, seat: releaser, since, until: null }];
  }
  const missing = state.participants.filter(
    (p) => acceptedBy.includes(p.organization) && !accepted.includes(p.organization),
  );
  return missing.map((p) => onSide(p.side, releasedAt));
}

const openBallots = (state: Case, track: Track): readonly Ballot[] =>
  Object.values(state.ballots).filter((b) => b.track === track.id && b.status === 'open');

/** A higher office that has answered speaks for those it was asked for. */
const isWaitedFor = (ballot: Ballot, seat: Seat): boolean => isAwaited({ ...seat, reply: spokenReply(ballot, seat) });

const seatsOf = (ballot: Ballot): readonly Waiting[] =>
  ballot.seats.filter((s) => isWaitedFor(ballot, s)).map((s) => onSeat(ballot, s));

const onSeat = (ballot: Ballot, { key, side, due }: Seat): Waiting => ({
  on: 'seat',
  side,
  seat: key,
  ballot: ballot.id,
  since: ballot.openedAt,
  until: due,
});

const withoutEnd = (entry: Waiting): Waiting => ({ ...entry, until: null });

const onceEach = (entries: readonly Waiting[]): readonly Waiting[] =>
  entries.filter((e, i) => entries.findIndex((f) => JSON.stringify(f) === JSON.stringify(e)) === i);

const engineIsAtWork = (state: Case, procedure: Procedure): boolean =>
  pendingMoves(state, procedure).some((p) => p.due === null);

const lastSettled = (state: Case): Instant =>
  latest([state.releasedAt ?? state.submittedAt, ...Object.values(state.tracks).map((t) => t.since)]);
