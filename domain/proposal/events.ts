/**
 * What happened, in the past tense. Events carry results (due instants, outcomes, seats), so that a
 * rebuild years later calls no rule and no calendar.
 *
 * Every event belongs to exactly one chain: `case` is read by every side after the release, a side's
 * own chain (its country code) by that side alone. Where one act has an outer and an inner half, the
 * inner half rides in the same event when the chain is the side's own, and is an event of its own
 * (`TrackEntered`, `SeatsAsked`, `ReplySigned`) when the outer half is on the `case` chain.
 */
import type { ReplyKind } from '../ballot/replies';
import type { Rule, StepGroup } from '../procedure/schema';
import type { Instant } from '../time/instant';

/** `case`, or the country code of the side that alone may read it. */
export type Chain = string;
export const CASE_CHAIN = 'case';

/** Free text lives apart and can be erased; the record holds its salted SHA-256. */
export type TextRef = Readonly<{ hash: string }>;

export type ProcedureRef = Readonly<{ key: string; version: number; hash: string }>;
export type Participant = Readonly<{ organization: string; side: string }>;

/** An immutable version of the content: hashes only, the texts live apart. */
export type Revision = Readonly<{
  number: number;
  /** SHA-256 over title, summary, sections and data: what a reply must show. */
  hash: string;
  languages: readonly string[];
  sections: readonly Readonly<{ key: string; hashes: Readonly<Record<string, string>> }>[];
}>;

export type Voice = Readonly<{
  key: string;
  side: string;
  participant: string | null;
  electorate: 'seats' | 'consents';
}>;

export type AskedSeat = Readonly<{
  key: string;
  /** The seat of the directory that answers, `organization:function`. */
  office: string;
  organization: string;
  due: Instant | null;
  nextReminder: Instant | null;
}>;

export type TrackOfStage = Readonly<{
  id: string;
  side: string | null;
  participant: string | null;
  steps?: readonly StepGroup[];
}>;

export type StepResult = 'positive' | 'negative' | 'lapsed';
/** A ballot may also end because its track or its case ended without it. */
export type BallotResult = StepResult | 'overtaken';
export type Outcome = 'agreed' | 'notAgreed' | 'withdrawn' | 'lapsed';

type Data = {
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
  TrackEntered: Readonly<{ track: string; steps: readonly StepGroup[] }>;
  BallotOpened: Readonly<{
    ballot: string;
    track: string;
    step: string;
    round: number;
    rule: Rule;
    offers: readonly ReplyKind[];
    early: boolean;
    effect: 'release' | null;
    due: Instant | null;
    lapseAt: Instant | null;
    referAt: Instant | null;
    voices: readonly Voice[];
    asked?: readonly AskedSeat[];
  }>;
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
  ReplyGiven: Readonly<{
    ballot: string;
    seat: string;
    n: number;
    kind: ReplyKind;
    revision: string;
    statement: TextRef | null;
    signed?: ReplySigned;
  }>;
  ReplySigned: Readonly<{ ballot: string; seat: string; n: number; signed: ReplySigned }>;
  BallotClosed: Readonly<{
    ballot: string;
    result: StepResult;
    for: number;
    against: number;
    neutral: number;
    open: number;
  }>;
  TrackSettled: Readonly<{ track: string; result: StepResult }>;
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
  Commented: Readonly<{ comment: string; person: string; organization: string; text: TextRef; section: string | null }>;
  Withdrawn: Readonly<{ reason: TextRef | null }>;
  Stopped: Readonly<{ track: string; step: string; reason: 'noSeatFound' | 'nobodyEligible'; place: string }>;
  Concluded: Readonly<{ outcome: Outcome; positions: readonly Position[] }>;
};

export type ReplySigned = Readonly<{
  person: string;
  language: string;
  procedure: string;
  inside: TextRef | null;
  /** Received after the seat's date: told in its own house, never across a border. */
  afterDate: boolean;
}>;

export type Position = Readonly<{
  side: string;
  participant: string | null;
  kind: ReplyKind | null;
  statement: TextRef | null;
}>;

export type EventType = keyof Data;
export type EventData<T extends EventType> = Data[T];
export type ProposalEvent = {
  [T in EventType]: Readonly<{ type: T; chain: Chain; at: Instant; data: Data[T] }>;
}[EventType];

/** The schema version that is written for each type; readers upcast older ones (`store/`). */
export const SCHEMA_VERSIONS = {
  Submitted: 1,
  StageEntered: 1,
  TrackEntered: 1,
  BallotOpened: 1,
  SeatsAsked: 1,
  Reminded: 1,
  ReferredUp: 1,
  ReplyGiven: 1,
  ReplySigned: 1,
  BallotClosed: 1,
  TrackSettled: 1,
  StageMerged: 1,
  Released: 1,
  Commented: 1,
  Withdrawn: 1,
  Stopped: 1,
  Concluded: 1,
} as const satisfies Record<EventType, number>;

export const EVENT_TYPES = Object.keys(SCHEMA_VERSIONS) as readonly EventType[];

/** Builds an event of one type; keeps type and data together. Pure. */
export const event = <T extends EventType>(type: T, chain: Chain, at: Instant, data: Data[T]): ProposalEvent =>
  ({ type, chain, at, data }) as ProposalEvent;
