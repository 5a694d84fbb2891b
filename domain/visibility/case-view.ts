/** A case and its ballots as one viewer may read them. Texts are references; the shell fetches them. */
import type { ReplyKind } from '../ballot/replies';
import { type Tally, tally } from '../ballot/tally';
import { type WouldChange, whatWouldChange } from '../ballot/would-change';
import type { Procedure } from '../procedure/schema';
import { officeOf } from '../proposal/eligibility';
import type { BallotResult, Participant, Position, ProcedureRef, Revision, TextRef } from '../proposal/events';
import { chainOf, electoratesOf } from '../proposal/settle';
import {
  type Ballot,
  type Case,
  isOpen,
  type Seat,
  type SeatExtension,
  type StandingReply,
  type Status,
  trackOf,
} from '../proposal/state';
import type { Instant } from '../time/instant';
import { roundFor } from './rounds-seen';
import { type Viewer, visibleTo } from './visible-to';
import { type Waiting, waitingFor } from './waiting-for';

export type CaseView = Readonly<{
  id: string;
  number: string;
  status: Status;
  instrument: string;
  calls: Readonly<Record<string, string>>;
  procedure: ProcedureRef;
  proposing: string;
  sides: readonly string[];
  participants: readonly Participant[];
  areas: readonly string[];
  neededBy: string | null;
  /** When the case became the viewer's to read: submission for its own side, release for another. */
  since: Instant;
  releasedAt: Instant | null;
  revision: Revision;
  waitingFor: readonly Waiting[];
  outcome: Readonly<{
    result: string;
    at: Instant;
    positions: readonly Position[];
    /** After an opt-in: the sides that take part. */
    takesPart: readonly string[] | null;
    reason: 'tooFewParticipants' | null;
  }> | null;
}>;

/** A case as a viewer may read it, or null where it does not exist for the viewer. Pure. */
export function caseView(state: Case, procedure: Procedure, viewer: Viewer): CaseView | null {
  if (!visibleTo(viewer, { kind: 'case', state })) return null;
  const own = viewer.side === state.proposing;
  return {
    id: state.id,
    number: state.number,
    status: statusFor(state, viewer),
    instrument: state.instrument,
    calls: state.calls,
    procedure: state.procedure,
    proposing: state.proposing,
    sides: state.sides,
    participants: state.participants,
    areas: state.areas,
    neededBy: state.neededBy,
    since: own ? state.submittedAt : (state.releasedAt ?? state.submittedAt),
    releasedAt: state.releasedAt,
    revision: revisionFor(state, viewer),
    waitingFor: waitingFor(state, procedure, viewer),
    outcome: state.outcome,
  };
}

/**
 * That a case is held is read by all its sides, by whom by none but the holder. That a house is stopped is told inside
 * it; the others go on seeing since when it is awaited.
 */
function statusFor(state: Case, viewer: Viewer): Status {
  if (!isOpen(state)) return state.status;
  if (state.paused !== null) return 'paused';
  return state.stops.some((s) => s.side === viewer.side) ? 'stopped' : state.status;
}

/** The current text, with the files that its side has released. */
function revisionFor(state: Case, viewer: Viewer): Revision {
  const { attachments, ...text } = state.revision;
  const side = state.proposing;
  const seen = attachments?.filter(({ audience }) =>
    visibleTo(viewer, { kind: 'attachment', state, side, isReleased: audience === 'released' }),
  );
  return seen === undefined ? text : { ...text, attachments: seen };
}

export type ReplyView = Readonly<{
  id: string | null;
  kind: ReplyKind;
  at: Instant;
  statement: TextRef | null;
  /** What a request for changes is about, and what an agreement leaves out. */
  sections?: readonly string[];
  except?: readonly string[];
  /** Agreed ad referendum until then. */
  confirmBy?: Instant;
  /** The round in which it was given, where a later one carries it. */
  carriedFrom?: number;
  /** Only inside the seat's own side. */
  afterDate?: boolean;
  inside?: TextRef | null;
  person?: string | null;
  onBehalfOf?: string;
  onPaper?: true;
}>;

export type SeatView = Readonly<{
  key: string;
  side: string;
  participant: string | null;
  electorate: Seat['electorate'];
  /** Whether it has asked for more time; of another side only what all are told of the joint step. */
  extension?: SeatExtension['state'];
  /** Only inside the seat's own side. */
  office?: string | null;
  due?: Instant | null;
  reply: ReplyView | null;
}>;

export type BallotView = Readonly<{
  id: string;
  track: string;
  stage: string;
  step: string;
  round: number;
  joint: boolean;
  /** The participant whose house it is, where each has one of its own. */
  participant: string | null;
  status: 'open' | 'closed';
  openedAt: Instant;
  closedAt: Instant | null;
  due: Instant | null;
  result: BallotResult | null;
  rule: Ballot['rule'];
  offers: readonly ReplyKind[];
  seats: readonly SeatView[];
  tally: Tally;
  wouldChange: WouldChange | null;
}>;

/** The ballots that a viewer may read, oldest first: those of its own house and the joint ones. Pure. */
export const ballotViews = (state: Case, viewer: Viewer): readonly BallotView[] =>
  Object.values(state.ballots)
    .filter((b) => visibleTo(viewer, { kind: 'ofChain', state, chain: chainOf(trackOf(state, b.track)) }))
    .map((b) => ballotView(state, b, viewer))
    .toSorted((a, b) => (a.openedAt < b.openedAt ? -1 : Number(a.openedAt > b.openedAt)));

function ballotView(state: Case, ballot: Ballot, viewer: Viewer): BallotView {
  const track = trackOf(state, ballot.track);
  const electorates = electoratesOf(ballot, track);
  const reading = { joint: track.side === null };
  const { id, step, round, status, openedAt, closedAt, due, result, rule, offers } = ballot;
  return {
    id,
    track: ballot.track,
    stage: track.stage,
    step,
    round: roundFor(state, viewer, round),
    joint: reading.joint,
    participant: track.participant,
    status,
    openedAt,
    closedAt,
    due,
    result,
    rule,
    offers,
    seats: ballot.seats.map((s) => seatView(state, s, viewer)),
    tally: tally(electorates, reading),
    wouldChange: isOpen(state) && status === 'open' ? whatWouldChange(electorates, reading) : null,
  };
}

function seatView(state: Case, seat: Seat, viewer: Viewer): SeatView {
  const own = seat.side === viewer.side;
  const { key, side, participant, electorate, due, extension, reply } = seat;
  // That more time was refused is between the seat and whoever refused it.
  const asked = extension && (own || extension.state !== 'declined') ? { extension: extension.state } : {};
  return {
    key,
    side,
    participant,
    electorate,
    ...asked,
    ...(own ? { office: officeOf(state, seat), due } : {}),
    reply: reply && {
      ...outerReply(state, reply, viewer),
      ...(own ? innerReply(reply) : { id: null }),
    },
  };
}

function outerReply(state: Case, reply: StandingReply, viewer: Viewer): Omit<ReplyView, 'id'> {
  const { kind, at, statement, sections, except, confirmBy, carriedFrom } = reply;
  // Ballots are named by their round at the end; the one in which it was given may have left the state.
  const given = carriedFrom === null ? undefined : Number(carriedFrom.slice(carriedFrom.lastIndexOf('.') + 1));
  return {
    kind,
    at,
    statement,
    ...(sections.length > 0 ? { sections } : {}),
    ...(except.length > 0 ? { except } : {}),
    ...(confirmBy === null ? {} : { confirmBy }),
    ...(given === undefined ? {} : { carriedFrom: roundFor(state, viewer, given) }),
  };
}

const innerReply = ({ id, inside, person, afterDate, onBehalfOf, onPaper }: StandingReply) => ({
  id,
  inside,
  person,
  afterDate,
  ...(onBehalfOf === null ? {} : { onBehalfOf }),
  ...(onPaper ? { onPaper } : {}),
});
