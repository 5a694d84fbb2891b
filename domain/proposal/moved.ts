/**
 * Deadlines that move, each for a reason that stands in the record.
 *
 * 1. Nothing moves earlier, and what does not move is not told as if it had.
 * 2. In a house the ballot and its seats move in one event. In a joint step the ballot's own deadline, the latest of
 *    its seats', moves for all to see, and the seats of each side on that side's own chain.
 * 3. A clock that stands still moves nothing: it is counted anew when it runs again.
 */
import type { World } from '../procedure/world';
import type { Instant } from '../time/instant';
import { isBefore } from '../time/order';
import { type BallotClocks, recounted } from './clock';
import { type BallotClock, CASE_CHAIN, event, type MovedSeat, type MoveReason, type ProposalEvent } from './events';
import { type Ballot, type Case, isOpen, trackOf } from './state';

type Moving = Readonly<{ reason: MoveReason; at: Instant }>;

/** What a ballot's clocks, counted anew, move. Pure. */
export function movedEvents(
  state: Case,
  ballot: Ballot,
  { perSeat, ...clock }: BallotClocks,
  { reason, at }: Moving,
): readonly ProposalEvent[] {
  const { side } = trackOf(state, ballot.track);
  const seats = movedSeats(ballot, perSeat);
  if (seats.length === 0 && !lapsesLater(ballot, clock)) return [];
  const moved = { ballot: ballot.id, reason };
  if (side !== null) return [event('DeadlineMoved', side, at, { ...moved, ...clock, seats })];
  const sideOf = new Map(ballot.seats.map((s) => [s.key, s.side]));
  const sides = [...new Set(seats.map((s) => sideOf.get(s.key) ?? ''))];
  return [
    ...(seats.length === 0 || isMoved(ballot, clock)
      ? [event('DeadlineMoved', CASE_CHAIN, at, { ...moved, ...clock })]
      : []),
    ...sides.map((own) =>
      event('SeatDeadlinesMoved', own, at, { ...moved, seats: seats.filter((s) => sideOf.get(s.key) === own) }),
    ),
  ];
}

/** The seats whose deadline is later than they were told, or that have one again. Pure. */
export const movedSeats = (ballot: Ballot, perSeat: readonly MovedSeat[]): readonly MovedSeat[] =>
  perSeat.flatMap(({ key, due, nextReminder }) => {
    const told = ballot.seats.find((s) => s.key === key)?.due ?? null;
    return due !== null && (told === null || isBefore(told, due)) ? [{ key, due, nextReminder }] : [];
  });

const isMoved = (ballot: Ballot, clock: BallotClock): boolean =>
  ballot.due !== clock.due ||
  ballot.lapseAt !== clock.lapseAt ||
  ballot.referAt !== clock.referAt ||
  ballot.closeAt !== (clock.closeAt ?? null);

/** What follows a deadline has a clock of its own, which may move after the seats' have run out. */
const lapsesLater = (ballot: Ballot, { lapseAt }: BallotClock): boolean =>
  ballot.lapseAt !== null && lapseAt !== null && isBefore(ballot.lapseAt, lapseAt);

/** Whether the clocks of a ballot run: neither is the case held nor its track suspended. Pure. */
export const isRunning = (state: Case, ballot: Ballot): boolean =>
  isOpen(state) &&
  ballot.status === 'open' &&
  state.paused === null &&
  trackOf(state, ballot.track).suspended.every((s) => s.until !== null);

/** Every open ballot whose clocks run again, counted anew. Pure. */
export const recountedEvents = (
  state: Case,
  world: World,
  { track, ...moving }: Moving & Readonly<{ track?: string }>,
): readonly ProposalEvent[] =>
  Object.values(state.ballots)
    .filter((b) => isRunning(state, b) && (track === undefined || b.track === track))
    .flatMap((b) => movedEvents(state, b, recounted(state, b, world, moving.at), moving));
