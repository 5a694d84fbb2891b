/** The course of a case: submitted, staged, asked, answered, concluded; and its rounds. */
import type { StepGroup } from '../../procedure/schema';
import type { Instant } from '../../time/instant';
import type {
  AskedSeat,
  GivenReply,
  OpenedBallot,
  Outcome,
  Participant,
  Position,
  ProcedureRef,
  ReplySigned,
  Revision,
  TextRef,
  TrackOfStage,
  TrackResult,
} from './shapes';

export type CourseEvents = {
  Submitted: Readonly<{
    number: string;
    procedure: ProcedureRef;
    instrument: string;
    /** What each side calls the instrument, by its own profile. */
    calls: Readonly<Record<string, string>>;
    proposing: string;
    sides: readonly string[];
    participants: readonly Participant[];
    submitter: Readonly<{ organization: string; person: string }>;
    submittedBy: string;
    drafters: readonly string[];
    areas: readonly string[];
    neededBy: string | null;
    units: Readonly<Record<string, string>>;
    revision: Revision;
  }>;
  StageEntered: Readonly<{ stage: string; tracks: readonly TrackOfStage[] }>;
  TrackEntered: Readonly<{
    track: string;
    steps: readonly StepGroup[];
    /** Organizations of the house that read the case from now on: whoever may let something of it cross. */
    readers?: readonly string[] | undefined;
  }>;
  BallotOpened: OpenedBallot;
  SeatsAsked: Readonly<{ ballot: string; asked: readonly AskedSeat[] }>;
  Reminded: Readonly<{ ballot: string; seats: readonly Readonly<{ key: string; nextReminder: Instant | null }>[] }>;
  ReferredUp: Readonly<{
    ballot: string;
    from: readonly string[];
    to: AskedSeat;
    side: string;
    /** Not before the higher office has had its own full time. */
    lapseAt: Instant | null;
  }>;
  ReplyGiven: GivenReply & Readonly<{ signed?: ReplySigned }>;
  ReplySigned: Readonly<{ ballot: string; seat: string; n: number; signed: ReplySigned }>;
  BallotClosed: Readonly<{
    ballot: string;
    result: 'positive' | 'negative' | 'lapsed' | 'returned';
    for: number;
    against: number;
    neutral: number;
    open: number;
  }>;
  TrackSettled: Readonly<{ track: string; result: TrackResult }>;
  StageMerged: Readonly<{ stage: string }>;
  Released: Readonly<{
    number: string;
    instrument: string;
    calls: Readonly<Record<string, string>>;
    procedure: ProcedureRef;
    proposing: string;
    sides: readonly string[];
    participants: readonly Participant[];
    areas: readonly string[];
    neededBy: string | null;
    revision: Revision;
  }>;
  Commented: Readonly<{
    comment: string;
    person: string;
    organization: string;
    text: TextRef;
    section: string | null;
    /** `others` waits for the release of its side. */
    audience?: 'inside' | 'others' | undefined;
    asks?: boolean | undefined;
    inReplyTo?: string | null | undefined;
  }>;
  /** A comment has crossed: said for its side, never for a person. */
  CommentReleased: Readonly<{
    comment: string;
    side: string;
    organization: string;
    text: TextRef;
    section: string | null;
    asks: boolean;
    inReplyTo: string | null;
  }>;
  AttachmentReleased: Readonly<{ sha256: string; side: string }>;
  Withdrawn: Readonly<{ reason: TextRef | null }>;
  Stopped: Readonly<{ track: string; step: string; reason: StopReason; place: string }>;
  /** The reason of a stop is gone: the track goes on. */
  StopLifted: Readonly<{ track: string; person?: string | undefined; reason?: TextRef | undefined }>;
  Concluded: Readonly<{
    outcome: Outcome;
    positions: readonly Position[];
    /** After an opt-in: the sides that take part. */
    takesPart?: readonly string[] | undefined;
    reason?: 'tooFewParticipants' | undefined;
  }>;
  /** Who of a side did something that the others see only as its side's act. */
  ActedInside: Readonly<{ act: InnerAct; person: string; organization: string; reason?: TextRef | undefined }>;
};

export type StopReason = 'noSeatFound' | 'nobodyEligible' | 'deciderUnconfirmed';

export type InnerAct =
  | 'revisionReleased'
  | 'revisionAccepted'
  | 'commentReleased'
  | 'attachmentReleased'
  | 'returned'
  | 'joined'
  | 'left'
  | 'fileSupplied'
  | 'extensionAnswered'
  | 'extensionAsked'
  | 'actRecorded';

/** A person's word on a comment, when the text is revised. */
export type Disposition = Readonly<{
  comment: string;
  disposition: 'accepted' | 'partly' | 'notAccepted' | 'noted';
  text: TextRef | null;
}>;

export type RoundEvents = {
  /** A new text, inside the house that wrote it. Before the release the proposer's own is current at once. */
  RevisionOffered: Readonly<{
    revision: Revision;
    /** The number of the revision it changes. */
    base: number;
    organization: string;
    person: string;
    drafters: readonly string[];
    changed: readonly string[];
    dispositions: readonly Disposition[];
    /** The office that may release it; null before the release of the case, where nothing has to cross. */
    releaser: string | null;
  }>;
  /** The offered text has crossed; current at once unless others must accept it. */
  RevisionReleased: Readonly<{
    /** With the number under which all know it: what was offered and never released leaves no gap. */
    revision: Revision;
    base: number;
    organization: string;
    side: string;
    changed: readonly string[];
    /** The participants that must accept it; none where the proposer made it. */
    acceptedBy: readonly string[];
  }>;
  RevisionAccepted: Readonly<{ revision: number; organization: string; side: string }>;
  /** A side sends the text back: what it wishes changed, for the proposer. */
  Returned: Readonly<{
    side: string;
    participant: string | null;
    revision: number;
    sections: readonly string[];
    statements: readonly TextRef[];
  }>;
  RoundStarted: Readonly<{
    round: number;
    reason: 'revision' | 'joined' | 'left';
    changed: readonly string[];
    /** The hash of the text that is current from now on. */
    revision: string;
    /** The stage to which the case goes back, and whether it is settled: where none of its own is left. */
    stage: number;
    stageSettled: boolean;
  }>;
  /** A track in a new round: where it stands, and which of its steps are carried whole. */
  TrackRenewed: Readonly<{
    track: string;
    round: number;
    at: number;
    carriedSteps: readonly string[];
    result: TrackResult | null;
  }>;
  TracksAdded: Readonly<{ stage: string; tracks: readonly TrackOfStage[] }>;
  Joined: Readonly<{
    organization: string;
    side: string;
    unit: string;
    call: string;
    /** All sides from now on, in the neutral order. */
    sides: readonly string[];
  }>;
  Left: Readonly<{ organization: string | null; side: string }>;
};
