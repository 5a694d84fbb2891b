import { continueAsNew } from '@temporalio/workflow';
import { advance, listen, tell, wait } from './drive';
import { DEFAULT_MANNER, type Manner } from './messages';

/** Drives one of several parallel tracks until it is settled. */
export async function trackWorkflow(proposal: string, track: string, manner: Manner = DEFAULT_MANNER): Promise<void> {
  const ear = await listen();
  for (;;) {
    ear.forget();
    const { done, wakeAt, sleepMs } = await advance(proposal, { track });
    if (done) return;
    ear.expect(wakeAt);
    tell(wakeAt, []);
    const waitedMs = await wait(ear.wasCalled, sleepMs, `Next move of track ${track}`);
    if (waitedMs > manner.longWaitMs) await continueAsNew<typeof trackWorkflow>(proposal, track, manner);
  }
}
