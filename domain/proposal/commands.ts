/**
 * Commands (acts of people) and moves (acts of the engine), both in the imperative. Instants, ids, the
 * actor and references to stored texts arrive with them: nothing below reads a clock or makes an id.
 */
import type { ReplyKind } from '../ballot/replies';
import type { Instant, LocalDate } from '../time/instant';
import type { Disposition, ObligationKind, ProcedureRef, Revision, TextRef } from './events';

/** `desk`: a signed-in person on our own pages, a registrar at the desk among them. */
export type Channel = 'api' | 'mail' | 'desk';
export type Actor = Readonly<{ person: string; organization: string; side: string; channel: Channel }>;

type Act<T extends string, Fields = unknown> = Readonly<{ type: T; at: Instant; actor: Actor }> & Readonly<Fields>;

export type Shown = Readonly<{
  revision: string;
  language: string;
  procedure: string;
  /** The id of the seat's standing reply that was shown; null where none was. */
  standing: string | null;
}>;

export type Submit = Act<
  'submit',
  {
    number: string;
    procedure: ProcedureRef;
    instrument: string;
    participants: readonly string[];
    sides: readonly string[] | null;
    submittedBy: string;
    drafters: readonly string[];
    areas: readonly string[];
    neededBy: string | null;
    revision: Revision;
  }
>;

export type GivenPaper = Readonly<{
  number: string;
  dated: LocalDate;
  received: LocalDate;
  signatory: TextRef;
  scan: string | null;
}>;

export type Reply = Act<
  'reply',
  {
    ballot: string;
    seat: string;
    kind: ReplyKind;
    inside: TextRef | null;
    statement: TextRef | null;
    /** Which sections a request for changes is about. */
    sections?: readonly string[];
    /** Agreed except these. */
    except?: readonly string[];
    /** How many working days more, with `requestExtension`. */
    workingDays?: number;
    note?: Readonly<{ number: string; dated: LocalDate }>;
    /** An answer on paper, entered by a registrar. */
    paper?: GivenPaper;
    /** Names a paper entry, where a second registrar has to confirm it. */
    entry?: string;
    shown: Shown;
  }
>;

/** A second registrar confirms what was entered after the deadline, or refuses it. */
export type ConfirmPaper = Act<'confirmPaper', { ballot: string; entry: string; confirmed: boolean }>;

export type Comment = Act<
  'comment',
  {
    comment: string;
    text: TextRef;
    section: string | null;
    audience?: 'inside' | 'others';
    asks?: boolean;
    inReplyTo?: string | null;
  }
>;

export type Withdraw = Act<'withdraw', { reason: TextRef | null }>;

/** A new text: the proposer's own revision, or another participant's offer. */
export type Revise = Act<
  'revise',
  { base: number; revision: Revision; drafters: readonly string[]; dispositions: readonly Disposition[] }
>;
export type AcceptRevision = Act<'acceptRevision', { revision: number }>;

/** What crosses the border now. */
export type Releasable =
  | Readonly<{ kind: 'revision'; number: number }>
  | Readonly<{ kind: 'comment'; comment: string }>
  | Readonly<{ kind: 'attachment'; sha256: string }>
  | Readonly<{ kind: 'return'; ballot: string }>;
export type Release = Act<'release', { what: Releasable }>;

export type Join = Act<'join', { organization: string; number: string }>;
export type Leave = Act<'leave', { organization: string }>;

export type DeclareFile = Act<
  'declareFile',
  /** `lacking` is null where the file is complete. */
  { track: string; lacking: TextRef | null }
>;
export type SupplyFile = Act<'supplyFile', { track: string; text: TextRef | null }>;

export type Delegate = Act<'delegate', { ballot: string; seat: string; to: string }>;
export type EndDelegation = Act<'endDelegation', { ballot: string; seat: string; to: string }>;
export type DeclareConflict = Act<'declareConflict', { ballot: string; seat: string; reason: TextRef | null }>;

/** What a coordinator does in their own house. */
export type Intervene = Act<
  'intervene',
  {
    reason: TextRef;
    what:
      | Readonly<{ kind: 'extend'; ballot: string; seat: string; workingDays: number }>
      | Readonly<{ kind: 'declineExtension'; ballot: string; seat: string }>
      | Readonly<{ kind: 'suspend'; track: string }>
      | Readonly<{ kind: 'unsuspend'; track: string }>
      | Readonly<{ kind: 'resume'; track: string }>;
  }
>;

/** One act of a side over many cases, as each of them takes it. */
export type Hold = Act<'hold', { with: string }>;
export type Lift = Act<'lift', { with: string }>;
/** The calendar of the actor's side changed. */
export type Recount = Act<'recount'>;
/** Other people hold an office of the actor's side. */
export type Reseat = Act<'reseat', { office: string }>;

export type RecordAct = Act<
  'recordAct',
  {
    kind: ObligationKind;
    dated: LocalDate;
    number: string | null;
    mode: 'inPerson' | 'byMail' | 'online' | null;
  }
>;

export type Command =
  | Submit
  | Reply
  | ConfirmPaper
  | Comment
  | Withdraw
  | Revise
  | AcceptRevision
  | Release
  | Join
  | Leave
  | DeclareFile
  | SupplyFile
  | Delegate
  | EndDelegation
  | DeclareConflict
  | Intervene
  | Hold
  | Lift
  | Recount
  | Reseat
  | RecordAct;

/** What the engine does by itself. No route can ask for one. */
export type Move =
  | Readonly<{ type: 'enter'; stage: number }>
  | Readonly<{ type: 'open'; track: string }>
  /** A track takes up a new round: what did not change is carried. */
  | Readonly<{ type: 'renew'; track: string }>
  | Readonly<{ type: 'remind'; ballot: string; seats: readonly string[] }>
  | Readonly<{ type: 'referUp'; ballot: string }>
  | Readonly<{ type: 'lapse'; ballot: string }>
  /** A ballot closes with what stands: at its deadline, or because a hold kept it open. */
  | Readonly<{ type: 'close'; ballot: string }>
  | Readonly<{ type: 'expire'; ballot: string; seat: string }>
  | Readonly<{ type: 'merge'; stage: string }>
  | Readonly<{ type: 'conclude'; outcome: 'agreed' | 'notAgreed' | 'lapsed' }>
  | Readonly<{ type: 'fallDue'; obligation: string }>;
