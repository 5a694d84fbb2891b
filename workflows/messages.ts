/** What workflows are told and what they ask for: ids and instants, never content or personal data. */
import { defineSignal } from '@temporalio/workflow';
import type { Advanced, Driver } from '../domain/proposal/moves';
import type { Instant } from '../domain/time/instant';

export const PROPOSAL_WORKFLOW = 'proposalWorkflow';

/** The id under which a track's workflow runs; a proposal's is its own id. */
export const trackWorkflowId = (proposal: string, track: string): string => `${proposal}/${track}`;

/**
 * Something was committed. `wakeAt` says when the next move may be made: at a later instant than the one
 * that is slept for there is nothing to do; null says nothing, so that the record has to be asked.
 */
export type Nudge = Readonly<{ v: number; wakeAt: Instant | null }>;
export const nudge = defineSignal<[Nudge]>('nudge');

/** The one activity: makes every move that is due, and says what comes next. */
export type Activities = Readonly<{ advance(proposal: string, driver: Driver): Promise<Advanced> }>;

/** A failure that no retry mends. It ends the workflow by name; the sweeper starts it again later. */
export const ADVANCE_FAILED = 'AdvanceFailed';
/** The record cannot be reached: retried for as long as it takes. */
export const RECORD_UNAVAILABLE = 'RecordUnavailable';

/** How a workflow goes about its waits; handed on from run to run. */
export type Manner = Readonly<{ longWaitMs: number }>;

export const DEFAULT_MANNER: Manner = { longWaitMs: 24 * 3_600_000 };
