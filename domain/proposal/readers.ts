/** The readers of notices: one person, one office, or all offices of an organization, each told once. Pure. */
import type { Notice, NoticeName, Recipient } from './effects';
import { officeOf } from './eligibility';
import { type Ballot, ballotOf, type Case, type Seat } from './state';

type About = Readonly<{ ballot?: string; seat?: string; thing?: string }>;
export type Reader = Readonly<{ side: string; to: Recipient }>;

/** One notice for each reader, once. */
export function tell(about: NoticeName, readers: readonly Reader[], of: About = {}): readonly Notice[] {
  const once = new Map(readers.map((r) => [JSON.stringify(r.to), r]));
  return [...once.values()].map(({ side, to }) => ({ kind: 'notice', about, side, to, ...of }));
}

export const unit = (state: Case, side: string): Reader => ({ side, to: { organization: state.units[side] ?? '' } });

export const participants = (state: Case, organizations: readonly string[]): readonly Reader[] =>
  state.participants
    .filter((p) => organizations.includes(p.organization))
    .map(({ side, organization }) => ({ side, to: { organization } }));

/** The unit of a side and its participants. */
export const houseOf = (state: Case, side: string): readonly Reader[] => [
  unit(state, side),
  ...participants(
    state,
    state.participants.filter((p) => p.side === side).map((p) => p.organization),
  ),
];

/** Before the release there is nobody but the proposing side. */
export const everybody = (state: Case): readonly Reader[] =>
  state.sides
    .filter((side) => state.releasedAt !== null || side === state.proposing)
    .flatMap((side) => houseOf(state, side));

/** Whoever submitted, and the desk of the organization: the person may be on leave. */
export const proposer = (state: Case): readonly Reader[] => [
  { side: state.proposing, to: { person: state.submitter.person } },
  { side: state.proposing, to: { organization: state.submitter.organization } },
];

export const submitterOnly = (state: Case): readonly Reader[] => proposer(state).slice(0, 1);

/** The office behind a seat, also where its reply is carried and it was not asked again. */
export function readerOf(state: Case, seat: Seat): readonly Reader[] {
  const office = officeOf(state, seat);
  return office === null ? [] : [{ side: seat.side, to: { office } }];
}

export function toSeat(
  state: Case,
  about: NoticeName,
  { ballot, seat }: Readonly<{ ballot: string; seat: string }>,
  thing?: string,
): readonly Notice[] {
  const readers = ballotOf(state, ballot)
    .seats.filter((s) => s.key === seat)
    .flatMap((s) => readerOf(state, s));
  return tell(about, readers, { ballot, seat, ...(thing === undefined ? {} : { thing }) });
}

/** Each seat of a ballot that has not answered. */
export const toWaiting = (state: Case, about: NoticeName, ballot: Ballot, thing?: string): readonly Notice[] =>
  ballot.seats
    .filter((s) => s.reply === null)
    .flatMap((s) => toSeat(state, about, { ballot: ballot.id, seat: s.key }, thing));
