/**
 * A country's calendar has changed in mid-case: exactly the deadlines that it touches move, none of them earlier, and
 * only while their clocks still run.
 */
import type { World } from '../procedure/world';
import type { Instant } from '../time/instant';
import { recountedByCalendar } from './clock';
import type { Recount } from './commands';
import { accept, type Decision, refuse } from './decision';
import { isRunning, movedEvents, movedSeats } from './moved';
import { type Ballot, type Case, isCase, isOpen, type ProposalState } from './state';

/** Moves what a changed calendar of the actor's side moves. */
export function recount(state: ProposalState, { actor, at }: Recount, world: World): Decision {
  if (!isCase(state)) return refuse('NotFound');
  if (!isOpen(state)) return refuse('CaseClosed', { status: state.status });
  const moved = runningBallots(state)
    .filter((b) => b.seats.some((s) => s.side === actor.side))
    .flatMap((b) => movedEvents(state, b, recountedByCalendar(state, b, world, at), { reason: 'calendarChanged', at }));
  return moved.length > 0 ? accept(moved) : refuse('NothingMoved');
}

export type MovedDeadline = Readonly<{ ballot: string; seat: string; from: Instant | null; to: Instant | null }>;

/** The deadlines that the calendars of a world would move, before anybody is told. Pure. */
export const recountPreview = (state: Case, world: World, at: Instant): readonly MovedDeadline[] =>
  runningBallots(state).flatMap((ballot) =>
    movedSeats(ballot, recountedByCalendar(state, ballot, world, at).perSeat).map(({ key, due }) => ({
      ballot: ballot.id,
      seat: key,
      from: ballot.seats.find((s) => s.key === key)?.due ?? null,
      to: due,
    })),
  );

const runningBallots = (state: Case): readonly Ballot[] =>
  Object.values(state.ballots).filter((b) => isRunning(state, b));
