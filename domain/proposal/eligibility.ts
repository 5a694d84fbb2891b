/**
 * Separation of duties, between natural persons.
 *
 * 1. Whoever drafted or submitted the present revision does not decide on it.
 * 2. Nobody holds two seats in one step, and nobody speaks for two sides in one case.
 * 3. If no eligible person is left, the case stops and says so: it never passes.
 */
import { type Directory, holdersOf } from '../directory/directory';
import type { PlannedSeat } from '../procedure/plan';
import type { Instant } from '../time/instant';
import type { Ballot, Case, Seat } from './state';

export type BarReason = 'submitted' | 'drafted' | 'twoSeats' | 'twoSides';

type Authors = Pick<Case, 'submitter' | 'submittedBy' | 'drafters'>;

/** Why a person may not decide on the present revision, or null. Pure. */
export function barredAsAuthor(authors: Authors, person: string): BarReason | null {
  if (person === authors.submitter.person || person === authors.submittedBy) return 'submitted';
  return authors.drafters.includes(person) ? 'drafted' : null;
}

/** Why a person may not answer for one seat of a ballot, or null. Pure. */
export function barredFrom(state: Case, ballot: Ballot, seat: Seat, person: string): BarReason | null {
  const author = barredAsAuthor(state, person);
  if (author) return author;
  const answered = (s: Seat) => s.people.includes(person);
  if (ballot.seats.some((s) => s.key !== seat.key && answered(s))) return 'twoSeats';
  const elsewhere = Object.values(state.ballots).flatMap((b) => b.seats);
  return elsewhere.some((s) => s.side !== seat.side && answered(s)) ? 'twoSides' : null;
}

/** The people who may answer for an office at an instant: its holders less those barred as authors. Pure. */
export const eligibleFor = (directory: Directory, authors: Authors, office: string, at: Instant): readonly string[] =>
  holdersOf(directory, office, at)
    .map((h) => h.person)
    .filter((person) => barredAsAuthor(authors, person) === null);

/**
 * The first of some seats of one step for which nobody is left who holds no other one of them; null where each can be
 * answered by a person of its own. Pure.
 */
export function seatWithoutPerson(
  directory: Directory,
  authors: Authors,
  seats: readonly PlannedSeat[],
  at: Instant,
): PlannedSeat | null {
  const people = new Map(seats.map((s) => [s.voice.key, eligibleFor(directory, authors, s.office, at)]));
  const taken = new Map<string, string>();
  // Whoever is taken by another seat may make way if that seat finds somebody else.
  const place = (seat: string, tried: Set<string>): boolean =>
    (people.get(seat) ?? []).some((person) => {
      if (tried.has(person)) return false;
      tried.add(person);
      const holder = taken.get(person);
      if (holder !== undefined && !place(holder, tried)) return false;
      taken.set(person, seat);
      return true;
    });
  return seats.find((s) => !place(s.voice.key, new Set())) ?? null;
}
