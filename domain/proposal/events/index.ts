/**
 * What happened, in the past tense. Events carry results (due instants, outcomes, seats), so that a
 * rebuild years later calls no rule and no calendar.
 *
 * Every event belongs to exactly one chain: `case` is read by every side after the release, a side's
 * own chain (its country code) by that side alone. Where one act has an outer and an inner half, the
 * inner half rides in the same event when the chain is the side's own, and is an event of its own
 * (`TrackEntered`, `SeatsAsked`, `ReplySigned`, `ActedInside`) when the outer half is on the `case` chain.
 */
import type { Instant } from '../../time/instant';
import type { AgreementEvents } from './agreement';
import type { ClockEvents } from './clock';
import type { CourseEvents, RoundEvents } from './course';
import type { PeopleEvents } from './people';
import type { Chain } from './shapes';

export * from './agreement';
export type { MovedSeat, MoveReason } from './clock';
export type { Disposition, InnerAct, StopReason } from './course';
export type { PaperReply } from './people';
export * from './shapes';

type Data = CourseEvents & RoundEvents & ClockEvents & PeopleEvents & AgreementEvents;

export type EventType = keyof Data;
export type EventData<T extends EventType> = Data[T];
export type EventOf<T extends EventType> = Readonly<{ type: T; chain: Chain; at: Instant; data: Data[T] }>;
export type ProposalEvent = { [T in EventType]: EventOf<T> }[EventType];

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
  CommentReleased: 1,
  AttachmentReleased: 1,
  Withdrawn: 1,
  Stopped: 1,
  StopLifted: 1,
  Concluded: 1,
  ActedInside: 1,
  RevisionOffered: 1,
  RevisionReleased: 1,
  RevisionAccepted: 1,
  Returned: 1,
  RoundStarted: 1,
  TrackRenewed: 1,
  TracksAdded: 1,
  Joined: 1,
  Left: 1,
  FileAwaited: 1,
  FileCompleted: 1,
  FileFoundLacking: 1,
  FileLacks: 1,
  FileSupplied: 1,
  ExtensionAsked: 1,
  ExtensionGranted: 1,
  ExtensionDeclined: 1,
  ClockSuspended: 1,
  ClockResumed: 1,
  Paused: 1,
  Unpaused: 1,
  HoldPlaced: 1,
  HoldLifted: 1,
  DeadlineMoved: 1,
  SeatDeadlinesMoved: 1,
  ReplyExpired: 1,
  Delegated: 1,
  DelegationEnded: 1,
  ConflictDeclared: 1,
  ReplyVoided: 1,
  HoldersChanged: 1,
  PaperEntered: 1,
  PaperRefused: 1,
  BallotReopened: 1,
  ObligationsBegun: 1,
  ObligationsDated: 1,
  ActRecorded: 1,
  TookEffect: 1,
  FellDue: 1,
} as const satisfies Record<EventType, number>;

export const EVENT_TYPES = Object.keys(SCHEMA_VERSIONS) as readonly EventType[];

/** Builds an event of one type; keeps type and data together. Pure. */
export const event = <T extends EventType>(type: T, chain: Chain, at: Instant, data: Data[T]): ProposalEvent =>
  ({ type, chain, at, data }) as ProposalEvent;
