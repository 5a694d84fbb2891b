/** The shapes that several events share. Plain data: hashes, ids, instants. */

import type { ReplyKind } from '../../ballot/replies';
import type { Rule, StepGroup } from '../../procedure/schema';
import type { Instant, LocalDate } from '../../time/instant';

/** `case`, or the country code of the side that alone may read it. */
export type Chain = string;
export const CASE_CHAIN = 'case';

/** Free text lives apart and can be erased; the record holds its salted SHA-256. */
export type TextRef = Readonly<{ hash: string }>;

export type ProcedureRef = Readonly<{ key: string; version: number; hash: string }>;
export type Participant = Readonly<{ organization: string; side: string }>;

/** A file by the hash of its bytes; its name lives apart. `released`: goes with the revision across the border. */
export type AttachmentRef = Readonly<{ sha256: string; audience: 'inside' | 'released' }>;

/** An immutable version of the content: hashes only, the texts live apart. */
export type Revision = Readonly<{
  number: number;
  /** SHA-256 over title, summary, sections and data: what a reply must show. */
  hash: string;
  languages: readonly string[];
  sections: readonly Readonly<{ key: string; hashes: Readonly<Record<string, string>> }>[];
  /** SHA-256 over title, summary and data: what is text but no section. */
  frame?: string | undefined;
  attachments?: readonly AttachmentRef[] | undefined;
}>;

export type Voice = Readonly<{
  key: string;
  side: string;
  participant: string | null;
  electorate: 'seats' | 'consents';
  /** The sections the seat answers for; absent: those that no seat of its track names. */
  sections?: readonly string[] | undefined;
  /** The role by which the rule of its step names it; absent where no rule does. */
  role?: string | undefined;
}>;

export type AskedSeat = Readonly<{
  key: string;
  /** The seat of the directory that answers, `organization:function`. */
  office: string;
  organization: string;
  due: Instant | null;
  nextReminder: Instant | null;
  /** The day of receipt from which its deadline counts, fixed with this. */
  receivedOn?: LocalDate | undefined;
}>;

export type TrackOfStage = Readonly<{
  id: string;
  side: string | null;
  participant: string | null;
  steps?: readonly StepGroup[];
}>;

/** A reply that a new round leaves standing, and the ballot in which it was given. */
export type CarriedReply = Readonly<{ seat: string; from: string }>;

export type StepResult = 'positive' | 'negative' | 'lapsed';
/** A ballot may also send the text back, or end because its track or its case went on without it. */
export type BallotResult = StepResult | 'returned' | 'overtaken';
/** A track also ends when its participant or side leaves the case, or, between the sides, when a round overtakes it. */
export type TrackResult = StepResult | 'left' | 'overtaken';
export type Outcome = 'agreed' | 'notAgreed' | 'withdrawn' | 'lapsed';

export type Position = Readonly<{
  side: string;
  participant: string | null;
  kind: ReplyKind | null;
  statement: TextRef | null;
  except?: readonly string[] | undefined;
}>;

/** The particulars of an answer that came on paper. `dated` ≤ `received` ≤ the day it was entered. */
export type Paper = Readonly<{
  number: string;
  dated: LocalDate;
  received: LocalDate;
  /** Who signed, and with which title. */
  signatory: TextRef;
  scan: string | null;
  enteredBy: string;
  /** A second registrar, where it was entered after the deadline. */
  confirmedBy: string | null;
}>;

/** The inner half of a reply: who gave it, and what only its own side reads. */
export type ReplySigned = Readonly<{
  /** Null for an answer on paper, whose signatory stands in `paper`. */
  person: string | null;
  language: string;
  procedure: string;
  inside: TextRef | null;
  /** Received after the seat's date: told in its own house, never across a border. */
  afterDate: boolean;
  /** The person for whom a delegate answered. */
  onBehalfOf?: string | undefined;
  paper?: Paper | undefined;
  /** Number and date of the note by which the matter was transmitted. */
  note?: Readonly<{ number: string; dated: LocalDate }> | undefined;
}>;

/** What of an answer is the same whether it comes by link, by key or on paper. */
export type GivenReply = Readonly<{
  ballot: string;
  seat: string;
  n: number;
  kind: ReplyKind;
  revision: string;
  statement: TextRef | null;
  /** The sections that a request for changes is about. */
  sections?: readonly string[] | undefined;
  /** Agreed except these sections. */
  except?: readonly string[] | undefined;
  /** Agreed ad referendum until this instant. */
  confirmBy?: Instant | undefined;
}>;

/** The instants of a ballot: when it is due, and what the engine does with it then. */
export type BallotClock = Readonly<{
  due: Instant | null;
  /** Ends as lapsed. */
  lapseAt: Instant | null;
  /** Goes to the higher office. */
  referAt: Instant | null;
  /** Closes with what stands. */
  closeAt?: Instant | null | undefined;
}>;

export type OpenedBallot = BallotClock &
  Readonly<{
    ballot: string;
    track: string;
    step: string;
    round: number;
    rule: Rule;
    offers: readonly ReplyKind[];
    early: boolean;
    effect: 'release' | null;
    voices: readonly Voice[];
    asked?: readonly AskedSeat[];
    carried?: readonly CarriedReply[];
    /** From when the clock counts, where that is not the opening: the completeness of the file. */
    countsFrom?: Instant | undefined;
  }>;
