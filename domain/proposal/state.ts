/**
 * The state of a case: plain JSON, frozen, folded from events alone.
 *
 *   none ──Submitted──▶ inside ──Released──▶ released
 *                         └──────── Concluded ──┴──▶ agreed · notAgreed · withdrawn · lapsed
 *                                                      └──TookEffect──▶ inEffect
 *
 * While a side holds its cases with another the case is *paused*: no move is made and nothing settles, though
 * replies still come in. A new text, or a participant that joins or leaves, starts a *round*: the case goes back
 * to the first stage after the release, and replies to what did not change are carried.
 *
 * A track may be *stopped*, because nobody eligible is left for a seat: nothing of it moves or passes, while the
 * other tracks go on and the other sides see since when it is awaited.
 */
import type { ReplyKind } from '../ballot/replies';
import type { Rule, StepGroup } from '../procedure/schema';
import type { Instant, LocalDate } from '../time/instant';
import type { Suspension } from '../time/ledger';
import type {
  AskedSeat,
  BallotResult,
  ObligationBegun,
  Outcome,
  PaperReply,
  Participant,
  Position,
  ProcedureRef,
  Revision,
  StopReason,
  TextRef,
  TrackResult,
  Voice,
} from './events';

/** Raised when the shape below changes: older snapshots are then replayed from events. */
export const STATE_VERSION = 3;

export const OPEN_STATUSES = ['inside', 'released'] as const;
export const CLOSED_STATUSES = ['agreed', 'inEffect', 'notAgreed', 'withdrawn', 'lapsed'] as const;
/** What people read: `stopped` is said inside the house it happens in, and nowhere else. */
export const STATUSES = [...OPEN_STATUSES, 'paused', 'stopped', ...CLOSED_STATUSES] as const;
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
  sections: readonly string[];
  except: readonly string[];
  /** Agreed ad referendum, and not confirmed yet: until when. */
  confirmBy: Instant | null;
  /** The ballot of an earlier round in which it was given; null where it was given in this one. */
  carriedFrom: string | null;
  onPaper: boolean;
  onBehalfOf: string | null;
}>;

export type SeatExtension = Readonly<{ state: 'asked' | 'granted' | 'declined'; workingDays: number; at: Instant }>;

export type Seat = Voice &
  Readonly<{
    office: string | null;
    organization: string | null;
    due: Instant | null;
    nextReminder: Instant | null;
    /** Set on a higher office that was asked in place of those it names. */
    referredFrom: readonly string[];
    /** The day of receipt from which its deadline counts; null where it has none. */
    receivedOn: LocalDate | null;
    /** From when its own clock counts, where that is not the ballot's: a higher office is asked later. */
    countsFrom: Instant | null;
    /** Whether it was against at some time while the ballot was open: silence that was broken stays broken. */
    hasObjected: boolean;
    replies: number;
    /** Everybody who has answered for the seat, also where somebody else's answer stands now. */
    people: readonly string[];
    /** Who may answer by delegation for this ballot, and for whom. */
    delegates: readonly Readonly<{ from: string; to: string }>[];
    extension: SeatExtension | null;
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
  closeAt: Instant | null;
  /** From when its clocks count: the opening, or the completeness of the file. */
  countsFrom: Instant;
  seats: readonly Seat[];
  /** Answers on paper that wait for a second registrar. */
  papers: readonly PaperReply[];
}>;

/** The receiving office's word on the file of a step that asks for one. */
export type File = Readonly<{
  step: string;
  office: string;
  organization: string;
  status: 'awaited' | 'lacking' | 'complete';
  since: Instant;
  round: number;
  lacking: TextRef | null;
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
  round: number;
  /** Steps that this round carries whole: nobody of them is asked again. */
  carriedSteps: readonly string[];
  file: File | null;
  /** The ballot that sent the text back; the track waits for the next round. */
  returnedBy: string | null;
  suspended: readonly Suspension[];
  result: TrackResult | null;
}>;

/** A text that a participant offers, until it is current or overtaken. */
export type Offer = Readonly<{
  revision: Revision;
  base: number;
  organization: string;
  side: string;
  person: string;
  drafters: readonly string[];
  changed: readonly string[];
  offeredAt: Instant;
  /** The office that may release it. */
  releaser: string | null;
  releasedAt: Instant | null;
  /** Who must accept it, and who has. */
  acceptedBy: readonly string[];
  accepted: readonly string[];
}>;

/** A side's wish for changes that has crossed and waits for a new text. */
export type Return = Readonly<{
  side: string;
  participant: string | null;
  at: Instant;
  sections: readonly string[];
  statements: readonly TextRef[];
}>;

export type Obligation = ObligationBegun &
  Readonly<{
    /** When it was met; null while it is open. */
    metOn: LocalDate | null;
    number: string | null;
    fellDue: boolean;
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
  /** Comments meant for others that their side has not released yet. */
  unreleasedComments: readonly UnreleasedComment[];
  stops: readonly Stop[];
  round: number;
  /** What each round after the first began with. */
  rounds: readonly Readonly<{ round: number; changed: readonly string[] }>[];
  offers: readonly Offer[];
  returns: readonly Return[];
  /** Since when the case is held; null while it is not. */
  paused: Instant | null;
  pauses: readonly Suspension[];
  /** Which side holds it with which other one; each is told its own alone. */
  holds: readonly Readonly<{ by: string; with: string }>[];
  /** Who declared a conflict of interest: barred in this case. */
  conflicts: readonly string[];
  left: readonly Participant[];
  obligations: readonly Obligation[];
  signedOn: LocalDate | null;
}>;

export type UnreleasedComment = Readonly<{
  comment: string;
  side: string;
  organization: string;
  text: TextRef;
  section: string | null;
  asks: boolean;
  inReplyTo: string | null;
}>;

/** A track that cannot go on, and the side whose house that is. */
export type Stop = Readonly<{ side: string; track: string; step: string; reason: StopReason; place: string }>;

export type OpenCase = CaseFacts & Readonly<{ status: OpenStatus; outcome: null }>;
export type ClosedCase = CaseFacts &
  Readonly<{
    status: ClosedStatus;
    outcome: Readonly<{
      result: Outcome;
      at: Instant;
      positions: readonly Position[];
      takesPart: readonly string[] | null;
      reason: 'tooFewParticipants' | null;
    }>;
  }>;
export type Case = OpenCase | ClosedCase;
export type ProposalState = Readonly<{ status: 'none' }> | Case;

export const NONE: ProposalState = { status: 'none' };

export const isOpen = (state: ProposalState): state is OpenCase =>
  (OPEN_STATUSES as readonly string[]).includes(state.status);
export const isCase = (state: ProposalState): state is Case => state.status !== 'none';

/** Whether nothing will happen to the case any more: it is closed, and what it obliges to is met. */
export const isDone = (state: Case): boolean => !isOpen(state) && state.obligations.every((o) => o.metOn !== null);

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
  receivedOn: asked?.receivedOn ?? null,
  referredFrom: [],
  countsFrom: null,
  hasObjected: false,
  replies: 0,
  people: [],
  delegates: [],
  extension: null,
  reply: null,
});
