/** Changing one part of a case: what every fold needs, and nothing of what an event means. */
import type { AskedSeat, EventType, ProposalEvent } from '../events';
import { type Ballot, ballotOf, type Case, type Seat, type Track, trackOf } from '../state';

/** The state after an event of one type. */
export type Fold<T extends EventType> = (state: Case, event: Extract<ProposalEvent, { type: T }>) => Case;
export type Folds<T extends EventType> = { [K in T]: Fold<K> };

export const withBallot = (state: Case, ballot: Ballot): Case => ({
  ...state,
  ballots: { ...state.ballots, [ballot.id]: ballot },
});

export const changeBallot = (state: Case, id: string, change: Partial<Ballot>): Case =>
  withBallot(state, { ...ballotOf(state, id), ...change });

export const withSeats = (state: Case, ballot: string, change: (seat: Seat) => Seat): Case => {
  const before = ballotOf(state, ballot);
  return withBallot(state, { ...before, seats: before.seats.map(change) });
};

export const changeSeat = (state: Case, ballot: string, key: string, change: (seat: Seat) => Partial<Seat>): Case =>
  withSeats(state, ballot, (seat) => (seat.key === key ? { ...seat, ...change(seat) } : seat));

export const changeTrack = (state: Case, id: string, change: Partial<Track>): Case => ({
  ...state,
  tracks: { ...state.tracks, [id]: { ...trackOf(state, id), ...change } },
});

/** Makes organizations of a side readers of the case. */
export function involve(state: Case, side: string, organizations: readonly string[]): Case {
  const known = state.involved[side] ?? [];
  const added = organizations.filter((o) => !known.includes(o));
  if (added.length === 0) return state;
  return { ...state, involved: { ...state.involved, [side]: [...known, ...new Set(added)] } };
}

/** Lays the offices that were asked over the seats of a ballot. */
export function ask(state: Case, ballot: string, asked: readonly AskedSeat[]): Case {
  const byKey = new Map(asked.map((a) => [a.key, a]));
  const next = withSeats(state, ballot, (seat) => {
    const a = byKey.get(seat.key);
    if (!a) return seat;
    const { office, organization, due, nextReminder, receivedOn = null } = a;
    return { ...seat, office, organization, due, nextReminder, receivedOn };
  });
  const sideOf = new Map(ballotOf(next, ballot).seats.map((s) => [s.key, s.side]));
  return asked.reduce((s, a) => involve(s, sideOf.get(a.key) ?? '', [a.organization]), next);
}

/** Closes what is still open where a track, a round or the whole case has ended without it. */
export function overtake(state: Case, at: string, within: (ballot: Ballot) => boolean): Case {
  const ended = Object.values(state.ballots).filter((b) => b.status === 'open' && within(b));
  return ended.reduce((s, b) => changeBallot(s, b.id, { status: 'closed', closedAt: at, result: 'overtaken' }), state);
}

/** Names a reply; part of `shown.standing`. Pure. */
export const replyId = (ballot: string, seat: string, n: number): string => `${ballot}/${seat}/${n}`;
