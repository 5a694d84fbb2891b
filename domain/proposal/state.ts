/**
 * The state of a case: plain JSON, frozen, folded from events alone.
 *
 *   none ──Submitted──▶ inside ──Released──▶ released
 *                         └──────── Concluded ──┴──▶ agreed · notAgreed · withdrawn · lapsed
 *
 * A track may be *stopped*, because nobody eligible is left for a seat: nothing of it moves or passes, while the
 * other tracks go on and the other sides see since when it is awaited.
 */
import type { ReplyKind } from '../ballot/replies';
import type { Rule, StepGroup } from '../procedure/schema';
import type { Instant } from '../time/instant';
import type {
  AskedSeat,
  BallotResult,
  Outcome,
  Participant,
  Position,
  ProcedureRef,
  Revision,
  StepResult,
  TextRef,
  Voice,
} from './events';

/** Raised when the shape below changes: older snapshots are then replayed from events. */
export const STATE_VERSION = 2;

export const OPEN_STATUSES = ['inside', 'released'] as const;
export const CLOSED_STATUSES = ['agreed', 'notAgreed', 'withdrawn', 'lapsed'] as const satisfies readonly Outcome[];
/** What people read: `stopped` is said inside the house it happens in, and nowhere else. */
export const STATUSES = [...OPEN_STATUSES, 'stopped', ...CLOSED_STATUSES] as const;
export type OpenStatus = (typeof OPEN_STATUSES)[number];
export type ClosedStatus = (typeof CLOSED_STATUSES)[number];
export type Status = (typeof STATUSES)[number];

export type StandingReply = Readonly<{
  /** Names this reply when another one is about to replace it. */
  id: string;
  kind: ReplyKind;
  at: Instant;
  person: string | null;
  afterDate: boolean;
  statement: TextRef | null;
  inside: TextRef | null;
}>;

export type Seat = Voice &
  Readonly<{
    office: string | null;
    organization: string | null;
    due: Instant | null;
    nextReminder: Instant | null;
    /** Set on a higher office that was asked because those it names did not answer. */
    referredFrom: readonly string[];
    replies: number;
    /** Everybody who has answered for the seat, also where somebody else's answer stands now. */
    people: readonly string[];
    reply: StandingReply | null;
  }>;

export type Ballot = Readonly<{
  id: string;
  track: string;
  step: string;
  round: number;
  status: 'open' | 'closed';
  openedAt: Instant;
  closedAt: Instant | null;
  result: BallotResult | null;
  rule: Rule;
  offers: readonly ReplyKind[];
  early: boolean;
  effect: 'release' | null;
  due: Instant | null;
  lapseAt: Instant | null;
  referAt: Instant | null;
  seats: readonly Seat[];
}>;

export type Track = Readonly<{
  id: string;
  stage: string;
  /** The side whose house it is; null for a joint track, which all sides own. */
  side: string | null;
  participant: string | null;
  since: Instant;
  steps: readonly StepGroup[];
  /** Index of the group of steps in which the track stands. */
  at: number;
  result: StepResult | null;
}>;

type CaseFacts = Readonly<{
  id: string;
  number: string;
  procedure: ProcedureRef;
  instrument: string;
  calls: Readonly<Record<string, string>>;
  proposing: string;
  sides: readonly string[];
  participants: readonly Participant[];
  units: Readonly<Record<string, string>>;
  submitter: Readonly<{ organization: string; person: string }>;
  submittedBy: string;
  drafters: readonly string[];
  areas: readonly string[];
  neededBy: string | null;
  submittedAt: Instant;
  releasedAt: Instant | null;
  revision: Revision;
  /** Index of the stage in the procedure; -1 before the first is entered. */
  stage: number;
  stageSettled: boolean;
  tracks: Readonly<Record<string, Track>>;
  ballots: Readonly<Record<string, Ballot>>;
  /** Organizations of each side that take part in the case: they read everything of their house. */
  involved: Readonly<Record<string, readonly string[]>>;
  comments: number;
  stops: readonly Stop[];
}>;

/** A track that cannot go on, and the side whose house that is. */
export type Stop = Readonly<{
  side: string;
  track: string;
  step: string;
  reason: 'noSeatFound' | 'nobodyEligible';
  place: string;
}>;

export type OpenCase = CaseFacts & Readonly<{ status: OpenStatus; outcome: null }>;
export type ClosedCase = CaseFacts &
  Readonly<{
    status: ClosedStatus;
    outcome: Readonly<{ result: Outcome; at: Instant; positions: readonly Position[] }>;
  }>;
export type Case = OpenCase | ClosedCase;
export type ProposalState = Readonly<{ status: 'none' }> | Case;

export const NONE: ProposalState = { status: 'none' };

export const isOpen = (state: ProposalState): state is OpenCase =>
  (OPEN_STATUSES as readonly string[]).includes(state.status);
export const isCase = (state: ProposalState): state is Case => state.status !== 'none';

export const isStopped = (state: Case, track: string): boolean => state.stops.some((s) => s.track === track);

export const trackOf = (state: Case, id: string): Track => {
  const track = state.tracks[id];
  if (!track) throw new Error(`No track ${id} in case ${state.id}`);
  return track;
};

export const ballotOf = (state: Case, id: string): Ballot => {
  const ballot = state.ballots[id];
  if (!ballot) throw new Error(`No ballot ${id} in case ${state.id}`);
  return ballot;
};

/** The office and instants of a seat that was asked, laid over its voice. */
export const seatFrom = (voice: Voice, asked: AskedSeat | undefined): Seat => ({
  ...voice,
  office: asked?.office ?? null,
  organization: asked?.organization ?? null,
  due: asked?.due ?? null,
  nextReminder: asked?.nextReminder ?? null,
  referredFrom: [],
  replies: 0,
  people: [],
  reply: null,
});
