/**
 * The life of a case: advance, wait, advance, until nothing is left to do.
 *
 * A stage of several tracks fans out into a workflow for each. They are started again for as long as the record
 * names them, because a track's workflow may be lost or fail like any other. What they came to is read from the
 * record: a child's return value says nothing. When the case's own workflow ends, its tracks' end with it.
 */

import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { ChildWorkflowCancellationType, continueAsNew, ParentClosePolicy, startChild } from '@temporalio/workflow';
import type { Advanced } from '../domain/proposal/moves';
import { advance, listen, tell, wait } from './drive';
import { DEFAULT_MANNER, type Manner, trackWorkflowId } from './messages';
import { trackWorkflow } from './track';

/** How long a track that failed is left alone, unless a nudge asks for it. */
const AFTER_FAILURE_MS = 60_000;

export async function proposalWorkflow(proposal: string, manner: Manner = DEFAULT_MANNER): Promise<void> {
  const ear = await listen();
  const tracks = createTracks(proposal, manner);
  let isHistoryLong = false;
  for (;;) {
    ear.forget();
    const advanced = await advance(proposal, 'proposal');
    if (advanced.done) return;
    ear.expect(advanced.wakeAt);
    await tracks.start(advanced.fanOut);
    tell(advanced.wakeAt, tracks.running());
    const isWanted = () => ear.wasCalled() || tracks.haveEnded() || tracks.hasFailed();
    const waitedMs = await wait(isWanted, advanced.sleepMs, 'Next move of the case');
    if (tracks.hasFailed()) await wait(ear.wasCalled, AFTER_FAILURE_MS, 'Before a failed track starts again');
    isHistoryLong ||= waitedMs > manner.longWaitMs;
    // Only without children: a new run could not hear how they end.
    if (isHistoryLong && tracks.running().length === 0) await continueAsNew<typeof proposalWorkflow>(proposal, manner);
  }
}

type Tracks = Readonly<{
  /** Starts those that do not run. */
  start(tracks: Advanced['fanOut']): Promise<void>;
  running(): readonly string[];
  /** Whether all that were wanted at the last start ran and have ended; of another run's tracks only nudges tell. */
  haveEnded(): boolean;
  /** Whether one of them has ended otherwise than by itself since the last start. */
  hasFailed(): boolean;
}>;

function createTracks(proposal: string, manner: Manner): Tracks {
  const running = new Set<string>();
  let isComplete = false;
  let hasFailed = false;

  const follow = (track: string, result: Promise<void>): void => {
    const end = (failed: boolean) => {
      running.delete(track);
      hasFailed ||= failed;
    };
    result.then(
      () => end(false),
      () => end(true),
    );
  };

  const startOne = async (track: string, taskQueue: string): Promise<void> => {
    try {
      const child = await startChild(trackWorkflow, {
        workflowId: trackWorkflowId(proposal, track),
        taskQueue,
        args: [proposal, track, manner],
        staticSummary: `Track ${track}`,
        staticDetails: `Drives track ${track} of case ${proposal} until it is settled.`,
        parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
        cancellationType: ChildWorkflowCancellationType.ABANDON,
      });
      running.add(track);
      follow(track, child.result());
    } catch (error) {
      // One that an earlier run of ours left behind: it drives on, and its commits nudge us.
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
  };

  return {
    start: async (wanted) => {
      hasFailed = false;
      await Promise.all(wanted.filter((t) => !running.has(t.track)).map((t) => startOne(t.track, t.queue)));
      isComplete = wanted.length > 0 && wanted.every((t) => running.has(t.track));
    },
    running: () => [...running],
    haveEnded: () => isComplete && running.size === 0,
    hasFailed: () => hasFailed,
  };
}
