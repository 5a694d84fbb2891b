/**
 * A case's state as its row keeps it: without what is the same for most seats, so that six houses of ten offices fit
 * into a row through several rounds.
 *
 * 1. `unpack(pack(state))` equals `state`; what is left out is what stands below, and a reply's name where it follows
 *    from its place.
 * 2. Keys stand in one order, whatever way led to the state: the same state is the same text.
 */
import { replyId } from '../domain/proposal/evolve';
import { type Ballot, type Case, isCase, type ProposalState, type Seat, type Track } from '../domain/proposal/state';

const REPLY = {
  person: null,
  afterDate: false,
  statement: null,
  inside: null,
  sections: [],
  except: [],
  confirmBy: null,
  carriedFrom: null,
  onPaper: false,
  onBehalfOf: null,
};
const SEAT = {
  participant: null,
  electorate: 'seats',
  office: null,
  organization: null,
  due: null,
  nextReminder: null,
  referredFrom: [],
  countsFrom: null,
  hasObjected: false,
  replies: 0,
  people: [],
  delegates: [],
  extension: null,
  reply: null,
};
const BALLOT = { closedAt: null, result: null, due: null, lapseAt: null, referAt: null, closeAt: null, papers: [] };
const TRACK = { participant: null, carriedSteps: [], file: null, returnedBy: null, suspended: [], result: null };

type Json = Record<string, unknown>;

/** Without the values that are the usual ones, keys in order. */
function lean(value: object, usual: Json): Json {
  const entries = Object.entries(value).filter(
    ([key, v]) => v !== undefined && !(key in usual && JSON.stringify(v) === JSON.stringify(usual[key])),
  );
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

const packSeat = (ballot: string, seat: Seat): Json => {
  const { id, ...reply } = seat.reply ?? { id: '' };
  const isNamedByPlace = id === replyId(ballot, seat.key, seat.replies);
  const packed = seat.reply && { ...lean(reply, REPLY), ...(isNamedByPlace ? {} : { id }) };
  return lean({ ...seat, reply: packed }, SEAT);
};

const packBallot = ({ seats, ...ballot }: Ballot): Json => ({
  ...lean(ballot, BALLOT),
  seats: seats.map((seat) => packSeat(ballot.id, seat)),
});

const mapped = <From, To>(record: Readonly<Record<string, From>>, change: (value: From) => To): Record<string, To> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));

/** The state as it is kept. Pure. */
export const pack = (state: Case): Json => ({
  ...lean(state, {}),
  ballots: mapped(state.ballots, packBallot),
  tracks: mapped(state.tracks, (track) => lean(track, TRACK)),
});

const unpackSeat = (ballot: string, packed: Json): Seat => {
  const seat = { ...SEAT, ...packed } as unknown as Seat;
  if (seat.reply === null) return seat;
  return { ...seat, reply: { ...REPLY, ...seat.reply, id: seat.reply.id ?? replyId(ballot, seat.key, seat.replies) } };
};

const unpackBallot = (packed: Json): Ballot => {
  const ballot = { ...BALLOT, ...packed } as unknown as Ballot;
  return { ...ballot, seats: (packed.seats as Json[]).map((seat) => unpackSeat(ballot.id, seat)) };
};

/** The state that was kept. Pure. */
export function unpack(kept: ProposalState | Json): ProposalState {
  const state = kept as ProposalState;
  if (!isCase(state)) return state;
  return {
    ...state,
    ballots: mapped(state.ballots as unknown as Record<string, Json>, unpackBallot),
    tracks: mapped(state.tracks as unknown as Record<string, Json>, (t) => ({ ...TRACK, ...t }) as unknown as Track),
  } as Case;
}
