/** Who a case waits for, by name, and how urgent that makes it. */
import { officeOf } from '../../domain/proposal/eligibility';
import type { Case } from '../../domain/proposal/state';
import type { Instant } from '../../domain/time/instant';
import type { CaseView } from '../../domain/visibility/case-view';
import type { Waiting as Awaited } from '../../domain/visibility/waiting-for';
import { InvalidCursor } from '../../store/cases';
import type { Names } from './names';
import type { Waiting } from './views';

type Of = Readonly<{ state: Case; view: CaseView; names: Names; now: Instant }>;

/** What a viewer reads of who the case waits for. Pure. */
export const waitingIn = ({ state, view, names, now }: Of): readonly Waiting[] =>
  view.waitingFor.map((entry) => {
    const { since, until } = entry;
    if (entry.on !== 'seat') {
      return { office: null, house: null, side: entry.on === 'side' ? entry.side : null, since, until, isPast: false };
    }
    const isPast = until !== null && until <= now;
    const house = entry.participant === undefined ? null : names.organization(entry.participant);
    return { office: names.office(officeIn(state, entry)), house, side: entry.side, since, until, isPast };
  });

/** A seat that is asked stands in its ballot; one that is waited for otherwise is the office itself. */
function officeIn(state: Case, { seat: key, ballot }: Extract<Awaited, { on: 'seat' }>): string {
  const seat = ballot === undefined ? undefined : state.ballots[ballot]?.seats.find((s) => s.key === key);
  return seat ? officeOf(state, seat) : key;
}

/** Where a case stands in the order of urgency: the soonest date first, then whoever has waited longest. */
export type Urgency = Readonly<{ until: Instant | null; since: Instant; id: string }>;

export const urgencyOf = ({ id, since, waitingFor }: CaseView): Urgency => {
  const earliest = (instants: readonly Instant[]): Instant | null => instants.toSorted()[0] ?? null;
  return {
    until: earliest(waitingFor.flatMap((w) => w.until ?? [])),
    since: earliest(waitingFor.map((w) => w.since)) ?? since,
    id,
  };
};

/** Instants order as texts; whatever has no date comes after all that have. Pure. */
export function byUrgency(a: Urgency, b: Urgency): number {
  const [one, other] = [a, b].map(({ until, since, id }) => [until ?? '~', since, id].join(' '));
  return (one ?? '') < (other ?? '') ? -1 : Number(one !== other);
}

/** Opaque: the place of a case in the order, so that one which moves meanwhile loses no other. Pure. */
export const cursorAt = ({ until, since, id }: Urgency): string =>
  Buffer.from(JSON.stringify([until, since, id])).toString('base64url');

/** The place that a cursor names. Throws InvalidCursor. Pure. */
export function placeAt(cursor: string): Urgency {
  const [until, since, id, ...rest] = partsOf(cursor);
  const isText = typeof since === 'string' && typeof id === 'string';
  if (!isText || rest.length > 0 || (until !== null && typeof until !== 'string')) throw new InvalidCursor();
  return { until, since, id };
}

function partsOf(cursor: string): readonly unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(parts)) return parts;
  } catch {
    // Whatever it is, no list has given it.
  }
  throw new InvalidCursor();
}
