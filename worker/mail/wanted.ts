/** Whether a mail that was queued is still wanted: asked when it is claimed, and once more just before it goes out. */
import { isAwaited } from '../../domain/proposal/electorates';
import { eligibleForSeat } from '../../domain/proposal/eligibility';
import { type Case, isOpen } from '../../domain/proposal/state';
import type { Instant } from '../../domain/time/instant';
import { visibleTo } from '../../domain/visibility/visible-to';
import type { Snapshot } from '../../store/catalogue';
import type { Claimed } from '../../store/deliveries';

export type Overtaken =
  | 'the case has ended'
  | 'the question is closed'
  | 'the seat is asked no more'
  | 'the person may not answer for the seat any more'
  | 'the seat has answered'
  | 'the case goes on'
  | 'the case is not the office’s to see';

type Present = Readonly<{ state: Case; now: Instant; snapshot: Pick<Snapshot, 'directory'> }>;
type Queued = Pick<Claimed, 'kind' | 'side' | 'ballot' | 'seat' | 'office' | 'person'>;

/** Why a mail was overtaken, or null where it is wanted. A receipt tells its reader only their own reply. Pure. */
export function overtakenBy(queued: Queued, present: Present): Overtaken | null {
  switch (queued.kind) {
    case 'request':
    case 'fresh':
    case 'reminder':
      return hiddenFrom(queued, present) ?? questionIsOver(queued, present);
    case 'stopped':
      return present.state.stops.length > 0 ? null : 'the case goes on';
    case 'outcome':
      return hiddenFrom(queued, present);
    case 'receipt':
      return null;
    default:
      return hiddenFrom(queued, present);
  }
}

/** Whatever has queued it: no mail tells of a case that its reader's organization may not see. */
function hiddenFrom({ side, office, person }: Queued, { state, snapshot }: Present): Overtaken | null {
  const organization =
    office === null ? state.submitter.organization : (snapshot.directory.seats[office]?.organization ?? '');
  const sees = visibleTo({ organization, side, person }, { kind: 'case', state });
  return sees ? null : 'the case is not the office’s to see';
}

function questionIsOver(queued: Queued, { state, now, snapshot }: Present): Overtaken | null {
  if (!isOpen(state)) return 'the case has ended';
  const ballot = state.ballots[queued.ballot ?? ''];
  if (ballot?.status !== 'open') return 'the question is closed';
  const seat = ballot.seats.find((s) => s.key === queued.seat);
  if (!seat || seat.office === null || seat.office !== queued.office) return 'the seat is asked no more';
  const people = eligibleForSeat(state, { ballot, seat }, snapshot.directory, now);
  if (!people.includes(queued.person)) return 'the person may not answer for the seat any more';
  // Whoever has reserved its answer, or not confirmed it yet, is still waited for.
  return queued.kind === 'reminder' && !isAwaited(seat) ? 'the seat has answered' : null;
}
