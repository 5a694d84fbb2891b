/** Folds of the course: stages, ballots, replies, the outcome. */
import { type Step, type StepGroup, stepsOf } from '../../procedure/schema';
import type { CarriedReply, EventData, TrackOfStage } from '../events';
import type { CourseEvents } from '../events/course';
import {
  type Ballot,
  ballotOf,
  type Case,
  type Seat,
  type StandingReply,
  seatFrom,
  type Track,
  trackOf,
} from '../state';
import {
  ask,
  changeBallot,
  changeSeat,
  changeTrack,
  type Folds,
  involve,
  overtake,
  replyId,
  withBallot,
  withSeats,
} from './parts';

export const courseFolds: Folds<Exclude<keyof CourseEvents, 'Submitted'>> = {
  StageEntered: (state, { at, data }) => ({
    ...withTracks(state, data.stage, data.tracks, at),
    stage: state.stage + 1,
    stageSettled: false,
  }),

  TrackEntered: (state, { chain, data }) =>
    involve(changeTrack(state, data.track, { steps: withoutSources(data.steps) }), chain, data.readers ?? []),

  BallotOpened: (state, { at, data }) => {
    const { asked, voices, ballot, carried, countsFrom, closeAt, ...facts } = data;
    const opened: Ballot = {
      ...facts,
      id: ballot,
      status: 'open',
      openedAt: at,
      closedAt: null,
      result: null,
      closeAt: closeAt ?? null,
      countsFrom: countsFrom ?? at,
      seats: voices.map((voice) => ({ ...seatFrom(voice, undefined), people: spokeBefore(state, facts, voice.key) })),
      papers: [],
    };
    const next = carryReplies(withBallot(withoutOlder(state, opened), opened), ballot, carried ?? []);
    return asked ? ask(next, ballot, asked) : next;
  },

  SeatsAsked: (state, { data }) => ask(state, data.ballot, data.asked),

  Reminded: (state, { data }) => {
    const next = new Map(data.seats.map((s) => [s.key, s.nextReminder]));
    return withSeats(state, data.ballot, (seat) =>
      next.has(seat.key) ? { ...seat, nextReminder: next.get(seat.key) ?? null } : seat,
    );
  },

  ReferredUp: (state, { at, data }) => {
    const ballot = ballotOf(state, data.ballot);
    const voice = { key: data.to.key, side: data.side, participant: null, electorate: 'seats' as const };
    const higher: Seat = { ...seatFrom(voice, data.to), referredFrom: data.from, countsFrom: at };
    const seats = [...ballot.seats, higher];
    const next = changeBallot(state, ballot.id, { referAt: null, lapseAt: data.lapseAt, seats });
    return involve(next, data.side, [data.to.organization]);
  },

  ReplyGiven: (state, { at, data }) => {
    // Its reminder stays where it was: a seat that reserves, or whose reply lapses, is waited for all the same.
    const given = changeSeat(state, data.ballot, data.seat, (seat) => ({
      replies: data.n,
      hasObjected: seat.hasObjected || data.kind === 'object',
      reply: standing(data, at),
    }));
    return data.signed ? sign(given, data.ballot, data.seat, data.signed) : given;
  },

  ReplySigned: (state, { data }) => sign(state, data.ballot, data.seat, data.signed),

  BallotClosed: (state, { at, data }) => {
    const closed = changeBallot(state, data.ballot, { status: 'closed', closedAt: at, result: data.result });
    const track = ballotOf(closed, data.ballot).track;
    return data.result === 'returned' ? changeTrack(closed, track, { returnedBy: data.ballot }) : stepOn(closed, track);
  },

  TrackSettled: (state, { at, data }) => {
    const settled = changeTrack(state, data.track, { result: data.result });
    const { stage } = trackOf(state, data.track);
    const ofStage = Object.values(settled.tracks).filter((t) => t.stage === stage);
    // A stage of one track needs no merge; one of several waits for the move that says so.
    const next = { ...settled, stageSettled: settled.stageSettled || ofStage.length === 1 };
    return overtake(next, at, (ballot) => ballot.track === data.track);
  },

  StageMerged: (state) => ({ ...state, stageSettled: true }),

  // The text is the present one; of its files only those that cross stand in the event.
  Released: (state, { at, data }) => ({ ...state, status: 'released', releasedAt: at, sides: data.sides }) as Case,

  Commented: (state, { chain, data }) => {
    const { comment, organization, text, section, asks, inReplyTo } = data;
    const waiting = {
      comment,
      side: chain,
      organization,
      text,
      section,
      asks: asks ?? false,
      inReplyTo: inReplyTo ?? null,
    };
    const unreleased = data.audience === 'others' ? [waiting] : [];
    return {
      ...state,
      comments: state.comments + 1,
      unreleasedComments: [...state.unreleasedComments, ...unreleased],
    };
  },

  CommentReleased: (state, { data }) => ({
    ...state,
    unreleasedComments: state.unreleasedComments.filter((c) => c.comment !== data.comment),
  }),

  AttachmentReleased: (state, { data }) => ({
    ...state,
    revision: {
      ...state.revision,
      attachments: (state.revision.attachments ?? []).map((a) =>
        a.sha256 === data.sha256 ? { ...a, audience: 'released' as const } : a,
      ),
    },
  }),

  Withdrawn: (state) => state,

  Stopped: (state, { chain, data }) => ({ ...state, stops: [...state.stops, { ...data, side: chain }] }),

  StopLifted: (state, { chain, data }) => ({
    ...state,
    stops: state.stops.filter((s) => s.track !== data.track || s.side !== chain),
  }),

  Concluded: (state, { at, data }) =>
    ({
      ...overtake(state, at, () => true),
      status: data.outcome,
      paused: null,
      outcome: {
        result: data.outcome,
        at,
        positions: data.positions,
        takesPart: data.takesPart ?? null,
        reason: data.reason ?? null,
      },
    }) as Case,

  ActedInside: (state) => state,
};

/** Where a step comes from is told by its profile; a case that runs carries the step alone. */
const withoutSources = (steps: readonly StepGroup[]): readonly StepGroup[] => {
  const bare = ({ source: _, verifiedBy: __, ...step }: Step): Step => step;
  return steps.map((group) => ('parallel' in group ? { parallel: group.parallel.map(bare) } : bare(group)));
};

type Reopened = Readonly<{ track: string; step: string; round: number }>;
const earlierOf = (state: Case, { track, step, round }: Reopened): readonly Ballot[] =>
  Object.values(state.ballots).filter((b) => b.track === track && b.step === step && b.round < round);

/** Of a step's rounds the last one before this stays in the state; the earlier ones stand in the record. */
function withoutOlder(state: Case, opened: Ballot): Case {
  const earlier = earlierOf(state, opened);
  const last = Math.max(...earlier.map((b) => b.round));
  const gone = new Set(earlier.filter((b) => b.round < last).map((b) => b.id));
  if (gone.size === 0) return state;
  return { ...state, ballots: Object.fromEntries(Object.entries(state.ballots).filter(([id]) => !gone.has(id))) };
}

/** Whoever has answered for a seat in an earlier round has spoken for it, whether or not the answer is carried. */
const spokeBefore = (state: Case, opened: Reopened, key: string): readonly string[] => [
  ...new Set(earlierOf(state, opened).flatMap((b) => b.seats.filter((s) => s.key === key).flatMap((s) => s.people))),
];

/** The state with the tracks of a stage, each at its beginning. */
export function withTracks(state: Case, stage: string, tracks: readonly TrackOfStage[], at: string): Case {
  const made = tracks.map(({ id, side, participant, steps }): [string, Track] => [
    id,
    {
      id,
      stage,
      side,
      participant,
      since: at,
      steps: withoutSources(steps ?? []),
      at: 0,
      round: state.round,
      carriedSteps: [],
      file: null,
      returnedBy: null,
      suspended: [],
      result: null,
    },
  ]);
  return { ...state, tracks: { ...state.tracks, ...Object.fromEntries(made) } };
}

const standing = (data: EventData<'ReplyGiven'>, at: string): StandingReply => ({
  id: replyId(data.ballot, data.seat, data.n),
  kind: data.kind,
  at,
  person: null,
  afterDate: false,
  statement: data.statement,
  inside: null,
  sections: data.sections ?? [],
  except: data.except ?? [],
  confirmBy: data.confirmBy ?? null,
  carriedFrom: null,
  onPaper: false,
  onBehalfOf: null,
});

/** The inner half of a reply: who gave it, and what only its own side reads. */
const sign = (
  state: Case,
  ballot: string,
  key: string,
  signed: NonNullable<EventData<'ReplyGiven'>['signed']>,
): Case => {
  const { person, inside, afterDate, paper, onBehalfOf } = signed;
  const behalf = onBehalfOf ?? null;
  const next = changeSeat(state, ballot, key, (seat) => {
    if (!seat.reply) return {};
    return {
      // On whose behalf somebody answered counts as having answered: nobody decides twice through a delegate.
      people: [...new Set([...seat.people, ...[person, behalf].flatMap((p) => p ?? [])])],
      reply: { ...seat.reply, person, inside, afterDate, onPaper: paper !== undefined, onBehalfOf: behalf },
    };
  });
  if (!paper?.confirmedBy) return next;
  // The entry has become a reply: it waits for nobody any more.
  const papers = ballotOf(next, ballot).papers.filter((p) => p.seat !== key || p.paper.number !== paper.number);
  return changeBallot(next, ballot, { papers });
};

/** Replies of an earlier round that still stand, with those who gave them. */
function carryReplies(state: Case, ballot: string, carried: readonly CarriedReply[]): Case {
  return carried.reduce((s, { seat, from }) => {
    const before = ballotOf(s, from).seats.find((b) => b.key === seat);
    if (!before?.reply) return s;
    const { reply, people, replies, office, organization } = before;
    // The office stays known: whoever gave a carried reply may still change it.
    return changeSeat(s, ballot, seat, () => ({
      office,
      organization,
      people,
      replies,
      reply: { ...reply, carriedFrom: reply.carriedFrom ?? from },
    }));
  }, state);
}

/** The track moves on past every group whose steps are all done, or carried, in this round. */
function stepOn(state: Case, trackId: string): Case {
  const track = trackOf(state, trackId);
  const isDone = (step: Step) =>
    track.carriedSteps.includes(step.key) ||
    Object.values(state.ballots).some(
      (b) => b.track === trackId && b.step === step.key && b.round === track.round && b.result === 'positive',
    );
  let { at } = track;
  for (let group = track.steps[at]; group && stepsOf(group).every(isDone); group = track.steps[at]) at += 1;
  return changeTrack(state, trackId, { at });
}
