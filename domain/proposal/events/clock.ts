/** The ledger of the clocks: files, suspensions, extensions, holds, and deadlines that move for a reason. */
import type { Instant } from '../../time/instant';
import type { BallotClock, TextRef } from './shapes';

export type MoveReason = 'extension' | 'lifted' | 'resumed' | 'calendarChanged';

export type MovedSeat = Readonly<{ key: string; due: Instant | null; nextReminder: Instant | null }>;

export type ClockEvents = {
  /** A step waits for the receiving office's word that the file is complete. */
  FileAwaited: Readonly<{ track: string; step: string; office: string; organization: string }>;
  FileCompleted: Readonly<{ track: string; step: string; person: string }>;
  /** The receiving office's word inside its house. */
  FileFoundLacking: Readonly<{ track: string; step: string; person: string; lacking: TextRef }>;
  /** What lacks, for the proposer: from now on the case waits for it. */
  FileLacks: Readonly<{ track: string; side: string; participant: string | null; lacking: TextRef }>;
  FileSupplied: Readonly<{ track: string; side: string; text: TextRef | null }>;
  ExtensionAsked: Readonly<{ ballot: string; seat: string; workingDays: number; statement: TextRef | null }>;
  /** In a house with the unit's reason; between sides the reason stays on the answering side's own chain. */
  ExtensionGranted: Readonly<{ ballot: string; seat: string; workingDays: number; reason?: TextRef | undefined }>;
  ExtensionDeclined: Readonly<{ ballot: string; seat: string; reason?: TextRef | undefined }>;
  ClockSuspended: Readonly<{ track: string; person: string; reason: TextRef }>;
  ClockResumed: Readonly<{ track: string; person: string; reason?: TextRef | undefined }>;
  /** The case is held; by whom, stands on the holder's own chain. */
  Paused: Readonly<Record<never, never>>;
  Unpaused: Readonly<Record<never, never>>;
  /** Nobody placed it where the case only came under a hold that stood already. */
  HoldPlaced: Readonly<{ with: string; person: string | null }>;
  HoldLifted: Readonly<{ with: string; person: string }>;
  /** The instants of a ballot, later than they were told; never earlier. */
  DeadlineMoved: BallotClock &
    Readonly<{ ballot: string; reason: MoveReason; seats?: readonly MovedSeat[] | undefined }>;
  /** The same for the seats of one side in a joint step. */
  SeatDeadlinesMoved: Readonly<{ ballot: string; reason: MoveReason; seats: readonly MovedSeat[] }>;
  /** Agreed ad referendum and not confirmed in its time: no reply, and no silent consent. */
  ReplyExpired: Readonly<{ ballot: string; seat: string }>;
};
