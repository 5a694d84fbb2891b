/** Folds one event into the state. Calls no rule and no calendar: everything it needs stands in the event. */
import type { EventData, EventType, ProposalEvent, ReplySigned } from './events';
import { type Ballot, ballotOf, type Case, isCase, type ProposalState, type Seat, seatFrom, trackOf } from './state';

type Fold<T extends EventType> = (state: Case, event: Extract<ProposalEvent, { type: T }>) => Case;
type Inner = Exclude<EventType, 'Submitted'>;

function born(id: string, at: string, data: EventData<'Submitted'>): Case {
  const { number, procedure, instrument, calls, proposing, sides, participants, units, revision } = data;
  const { submitter, submittedBy, drafters, areas, neededBy } = data;
  const involvedOf = (side: string) => [
    ...new Set([...participants.filter((p) => p.side === side).map((p) => p.organization), units[side] ?? []].flat()),
  ];
  return {
    status: 'inside',
    outcome: null,
    id,
    number,
    procedure,
    instrument,
    calls,
    proposing,
    sides,
    participants,
    units,
    submitter,
    submittedBy,
    drafters,
    areas,
    neededBy,
    submittedAt: at,
    releasedAt: null,
    revision,
    stage: -1,
    stageSettled: true,
    tracks: {},
    ballots: {},
    involved: Object.fromEntries(sides.map((side) => [side, involvedOf(side)])),
    comments: 0,
    stops: [],
  };
}

const withBallot = (state: Case, ballot: Ballot): Case => ({
  ...state,
  ballots: { ...state.ballots, [ballot.id]: ballot },
});

const withSeats = (state: Case, ballot: string, change: (seat: Seat) => Seat): Case => {
  const before = ballotOf(state, ballot);
  return withBallot(state, { ...before, seats: before.seats.map(change) });
};

function involve(state: Case, side: string, organizations: readonly string[]): Case {
  const known = state.involved[side] ?? [];
  const added = organizations.filter((o) => !known.includes(o));
  if (added.length === 0) return state;
  return { ...state, involved: { ...state.involved, [side]: [...known, ...new Set(added)] } };
}

function ask(state: Case, ballot: string, asked: EventData<'SeatsAsked'>['asked']): Case {
  const byKey = new Map(asked.map((a) => [a.key, a]));
  const next = withSeats(state, ballot, (seat) => {
    const a = byKey.get(seat.key);
    return a
      ? { ...seat, office: a.office, organization: a.organization, due: a.due, nextReminder: a.nextReminder }
      : seat;
  });
  const sideOf = new Map(ballotOf(next, ballot).seats.map((s) => [s.key, s.side]));
  return asked.reduce((s, a) => involve(s, sideOf.get(a.key) ?? '', [a.organization]), next);
}

const folds: { [T in Inner]: Fold<T> } = {
  StageEntered: (state, { at, data }) => {
    const tracks = data.tracks.map(({ id, side, participant, steps }) => [
      id,
      { id, stage: data.stage, side, participant, since: at, steps: steps ?? [], at: 0, result: null },
    ]);
    return {
      ...state,
      stage: state.stage + 1,
      stageSettled: false,
      tracks: { ...state.tracks, ...Object.fromEntries(tracks) },
    };
  },

  TrackEntered: (state, { data }) => ({
    ...state,
    tracks: { ...state.tracks, [data.track]: { ...trackOf(state, data.track), steps: data.steps } },
  }),

  BallotOpened: (state, { at, data }) => {
    const { asked, voices, ballot, ...facts } = data;
    const opened: Ballot = {
      ...facts,
      id: ballot,
      status: 'open',
      openedAt: at,
      closedAt: null,
      result: null,
      seats: voices.map((voice) => seatFrom(voice, undefined)),
    };
    const next = withBallot(state, opened);
    return asked ? ask(next, ballot, asked) : next;
  },

  SeatsAsked: (state, { data }) => ask(state, data.ballot, data.asked),

  Reminded: (state, { data }) => {
    const next = new Map(data.seats.map((s) => [s.key, s.nextReminder]));
    return withSeats(state, data.ballot, (seat) =>
      next.has(seat.key) ? { ...seat, nextReminder: next.get(seat.key) ?? null } : seat,
    );
  },

  ReferredUp: (state, { data }) => {
    const ballot = ballotOf(state, data.ballot);
    const voice = { key: data.to.key, side: data.side, participant: null, electorate: 'seats' as const };
    const higher: Seat = { ...seatFrom(voice, data.to), referredFrom: data.from };
    const next = withBallot(state, {
      ...ballot,
      referAt: null,
      lapseAt: data.lapseAt,
      seats: [...ballot.seats, higher],
    });
    return involve(next, data.side, [data.to.organization]);
  },

  ReplyGiven: (state, { at, data }) => {
    const given = withSeats(state, data.ballot, (seat) =>
      seat.key === data.seat
        ? {
            ...seat,
            replies: data.n,
            nextReminder: null,
            reply: {
              id: replyId(data.ballot, data.seat, data.n),
              kind: data.kind,
              at,
              person: null,
              afterDate: false,
              statement: data.statement,
              inside: null,
            },
          }
        : seat,
    );
    return data.signed ? sign(given, data.ballot, data.seat, data.signed) : given;
  },

  ReplySigned: (state, { data }) => sign(state, data.ballot, data.seat, data.signed),

  BallotClosed: (state, { at, data }) => {
    const closed = withBallot(state, {
      ...ballotOf(state, data.ballot),
      status: 'closed',
      closedAt: at,
      result: data.result,
    });
    return stepOn(closed, closed.ballots[data.ballot]?.track ?? '');
  },

  TrackSettled: (state, { at, data }) => {
    const tracks = { ...state.tracks, [data.track]: { ...trackOf(state, data.track), result: data.result } };
    const stage = trackOf(state, data.track).stage;
    const ofStage = Object.values(tracks).filter((t) => t.stage === stage);
    // A stage of one track needs no merge; one of several waits for the move that says so.
    const next = { ...state, tracks, stageSettled: ofStage.length === 1 };
    return overtake(next, at, (ballot) => ballot.track === data.track);
  },

  StageMerged: (state) => ({ ...state, stageSettled: true }),

  Released: (state, { at }) => ({ ...state, status: 'released', releasedAt: at }) as Case,

  Commented: (state) => ({ ...state, comments: state.comments + 1 }),

  Withdrawn: (state) => state,

  Stopped: (state, { chain, data }) => ({ ...state, stops: [...state.stops, { ...data, side: chain }] }),

  Concluded: (state, { at, data }) => ({
    ...overtake(state, at, () => true),
    status: data.outcome,
    outcome: { result: data.outcome, at, positions: data.positions },
  }),
};

/** Closes what is still open where a track or the whole case has ended without it. */
function overtake(state: Case, at: string, within: (ballot: Ballot) => boolean): Case {
  const ended = Object.values(state.ballots).filter((b) => b.status === 'open' && within(b));
  return ended.reduce((s, b) => withBallot(s, { ...b, status: 'closed', closedAt: at, result: 'overtaken' }), state);
}

/** The inner half of a reply: who gave it, and what only its own side reads. */
const sign = (state: Case, ballot: string, key: string, signed: ReplySigned): Case =>
  withSeats(state, ballot, (seat) => {
    if (seat.key !== key || !seat.reply) return seat;
    const { person, inside, afterDate } = signed;
    return {
      ...seat,
      people: [...new Set([...seat.people, person])],
      reply: { ...seat.reply, person, inside, afterDate },
    };
  });

/** When every ballot of the track's present group is closed and none was lost, the track moves one group on. */
function stepOn(state: Case, trackId: string): Case {
  const track = trackOf(state, trackId);
  const group = track.steps[track.at];
  const steps = group ? ('parallel' in group ? group.parallel : [group]) : [];
  const closedWell = steps.every((step) =>
    Object.values(state.ballots).some((b) => b.track === trackId && b.step === step.key && b.result === 'positive'),
  );
  if (!closedWell) return state;
  return { ...state, tracks: { ...state.tracks, [trackId]: { ...track, at: track.at + 1 } } };
}

/** Names a reply; part of `shown.standing`. */
export const replyId = (ballot: string, seat: string, n: number): string => `${ballot}/${seat}/${n}`;

/** The state after one event. Pure. Throws on an event that cannot follow: that is a broken record, not a refusal. */
export function evolve(state: ProposalState, id: string, event: ProposalEvent): ProposalState {
  if (event.type === 'Submitted') {
    if (isCase(state)) throw new Error(`Case ${id} was submitted twice`);
    return born(id, event.at, event.data);
  }
  if (!isCase(state)) throw new Error(`Case ${id} has ${event.type} before Submitted`);
  const fold = folds[event.type] as Fold<typeof event.type> | undefined;
  if (!fold) throw new Error(`Unknown event type ${String(event.type)} in case ${id}`);
  return fold(state, event as never);
}

/** The state after a run of events. Pure. */
export const evolveAll = (state: ProposalState, id: string, events: readonly ProposalEvent[]): ProposalState =>
  events.reduce((s, e) => evolve(s, id, e), state);
