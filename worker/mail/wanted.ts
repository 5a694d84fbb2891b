/** Whether a mail that was queued is still wanted: asked when it is claimed, and once more just before it goes out. */
import { eligibleFor } from '../../domain/proposal/eligibility';
import { type Case, isOpen } from '../../domain/proposal/state';
import type { Instant } from '../../domain/time/instant';
import type { Snapshot } from '../../store/catalogue';
import type { Claimed } from '../../store/deliveries';

export type Overtaken =
  | 'the case has ended'
  | 'the question is closed'
  | 'the seat is asked no more'
  | 'the person may not answer for the seat any more'
  | 'the seat has answered'
  | 'the case goes on';

type Present = Readonly<{ state: Case; now: Instant; snapshot: Pick<Snapshot, 'directory'> }>;
type Queued = Pick<Claimed, 'kind' | 'ballot' | 'seat' | 'office' | 'person'>;

/** Why a mail was overtaken, or null where it is wanted. Receipts and outcomes always are. Pure. */
export function overtakenBy(queued: Queued, present: Present): Overtaken | null {
  switch (queued.kind) {
    case 'request':
    case 'fresh':
    case 'reminder':
      return questionIsOver(queued, present);
    case 'stopped':
      return present.state.stops.length > 0 ? null : 'the case goes on';
    case 'receipt':
    case 'outcome':
      return null;
  }
}

function questionIsOver(queued: Queued, { state, now, snapshot }: Present): Overtaken | null {
  if (!isOpen(state)) return 'the case has ended';
  const ballot = state.ballots[queued.ballot ?? ''];
  if (ballot?.status !== 'open') return 'the question is closed';
  const seat = ballot.seats.find((s) => s.key === queued.seat);
  if (!seat || seat.office === null || seat.office !== queued.office) return 'the seat is asked no more';
  const people = eligibleFor(snapshot.directory, state, seat.office, now);
  if (!people.includes(queued.person)) return 'the person may not answer for the seat any more';
  return queued.kind === 'reminder' && seat.reply !== null ? 'the seat has answered' : null;
}
