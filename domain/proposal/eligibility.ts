/**
 * Separation of duties, between natural persons.
 *
 * 1. Whoever drafted or submitted the present revision, submitted the case, or declared a conflict of interest in it
 *    does not decide on it.
 * 2. Nobody holds two seats in one step, and nobody speaks for two sides in one case.
 * 3. Who acts for somebody else is held to both: neither the acting nor the original person may be barred. So a barred
 *    principal cannot choose who decides instead; an alternate speaks in their own name and may act.
 * 4. If no eligible person is left, the case stops and says so: it never passes.
 */
import { type Directory, type HolderKind, holdersOf, isOwn, type Matter, sideOfPerson } from '../directory/directory';
import type { PlannedSeat } from '../procedure/plan';
import type { Instant } from '../time/instant';
import type { Ballot, Case, Seat } from './state';

export type BarReason = 'submitted' | 'drafted' | 'conflict' | 'twoSeats' | 'twoSides';

type Authors = Pick<Case, 'submitter' | 'submittedBy' | 'drafters'> &
  Partial<Pick<Case, 'conflicts' | 'instrument' | 'areas'>>;

/** In which name a person may speak for a seat, and for whom where that is not their own. */
export type Capacity = Readonly<{ person: string; kind: HolderKind; by: string | null }>;

/** Why a person may not decide on the present revision, or null. Pure. */
export function barredAsAuthor(authors: Authors, person: string): BarReason | null {
  if (person === authors.submitter.person || person === authors.submittedBy) return 'submitted';
  if (authors.drafters.includes(person)) return 'drafted';
  return authors.conflicts?.includes(person) ? 'conflict' : null;
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

/**
 * The office that answers for a seat: of one that was carried, the office that was asked in the earlier round, whose
 * id is the seat's own key inside a house. Pure.
 */
export const officeOf = (state: Case, seat: Seat): string =>
  seat.office ??
  state.ballots[seat.reply?.carriedFrom ?? '']?.seats.find((s) => s.key === seat.key && s.side === seat.side)?.office ??
  seat.key;

const capacitiesOf = (directory: Directory, office: string, at: Instant, matter?: Matter): readonly Capacity[] =>
  holdersOf(directory, office, at, matter).map((h) => ({
    person: h.person,
    kind: h.kind,
    by: isOwn(h) ? null : (h.by ?? null),
  }));

/**
 * Everybody who speaks for a seat of a ballot, barred or not: its holders, and whom one of them named for this ballot
 * while that one holds the seat. Who speaks in their own name comes first. Pure.
 */
export function speakersFor(state: Case, seat: Seat, directory: Directory, at: Instant): readonly Capacity[] {
  const holders = capacitiesOf(directory, officeOf(state, seat), at, state);
  const named = seat.delegates
    .filter(({ from }) => holders.some((h) => isOwn(h) && h.person === from))
    .filter(({ to }) => sideOfPerson(directory, to) === seat.side)
    .map(({ from, to }): Capacity => ({ person: to, kind: 'delegate', by: from }));
  return [...holders, ...named];
}

/**
 * In which capacity a person may answer for a seat: the first one in which they are not barred, else one with the
 * reason why they are; null for whom the seat does not know. Pure.
 */
export function capacityOf(
  state: Case,
  { ballot, seat }: Readonly<{ ballot: Ballot; seat: Seat }>,
  person: string,
  directory: Directory,
  at: Instant,
): (Capacity & Readonly<{ bar: BarReason | null }>) | null {
  const known = speakersFor(state, seat, directory, at)
    .filter((c) => c.person === person)
    .map((c) => ({ ...c, bar: barOf(state, ballot, seat, c) }));
  return known.find((c) => c.bar === null) ?? known[0] ?? null;
}

const barOf = (state: Case, ballot: Ballot, seat: Seat, { person, by }: Capacity): BarReason | null =>
  barredFrom(state, ballot, seat, person) ?? (by === null ? null : barredFrom(state, ballot, seat, by));

/** The people who may answer for an office at an instant: its holders less those barred as authors. Pure. */
export function eligibleFor(directory: Directory, authors: Authors, office: string, at: Instant): readonly string[] {
  const { instrument, areas } = authors;
  const matter = instrument === undefined || areas === undefined ? undefined : { instrument, areas };
  const isFree = (person: string | null) => person === null || barredAsAuthor(authors, person) === null;
  const free = capacitiesOf(directory, office, at, matter).filter((c) => isFree(c.person) && isFree(c.by));
  return [...new Set(free.map((c) => c.person))];
}

/** The people who may answer for a seat of an open ballot, those named for this ballot with them. Pure. */
export function eligibleForSeat(
  state: Case,
  { ballot, seat }: Readonly<{ ballot: Ballot; seat: Seat }>,
  directory: Directory,
  at: Instant,
): readonly string[] {
  const free = speakersFor(state, seat, directory, at).filter((c) => barOf(state, ballot, seat, c) === null);
  return [...new Set(free.map((c) => c.person))];
}

/** Kinds that stand until their author says more: somebody must be left who can. */
const HOLDING: readonly string[] = ['reserve', 'agreeAdReferendum'];

/**
 * A seat of one side in an open ballot that still has to answer though nobody is left who may; null where each can be
 * answered by a person of its own. What was referred up waits for the higher office alone. Pure.
 */
export function unanswerableSeat(
  state: Case,
  ballot: Ballot,
  side: string,
  directory: Directory,
  at: Instant,
): Seat | null {
  const waits = (s: Seat) => s.reply === null || HOLDING.includes(s.reply.kind);
  const isReferred = (s: Seat) => ballot.seats.some((higher) => higher.referredFrom.includes(s.key));
  const waiting = ballot.seats.filter((s) => s.side === side && waits(s) && !isReferred(s));
  const people = waiting.map((seat) => [seat.key, eligibleForSeat(state, { ballot, seat }, directory, at)] as const);
  const empty = firstUnplaced(new Map(people));
  return waiting.find((s) => s.key === empty) ?? null;
}

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
  const empty = firstUnplaced(people);
  return seats.find((s) => s.voice.key === empty) ?? null;
}

/** The first seat that cannot have a person of its own when each person takes one seat at most. */
function firstUnplaced(people: ReadonlyMap<string, readonly string[]>): string | null {
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
  return [...people.keys()].find((seat) => !place(seat, new Set())) ?? null;
}
