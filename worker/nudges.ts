/**
 * Nudges: from the rows that want them to signals of workflows.
 *
 * 1. The signal first, then `nudge_sent`: who dies in between signals once more, which a workflow does not mind.
 * 2. A proposal is signalled with start: a workflow that was lost, that failed or that never was comes into being.
 * 3. A track is only signalled. If its workflow is gone the proposal is asked to look, and starts it again.
 */
import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { Logger } from 'pino';
import type { Nudge, Nudges } from '../store/nudges';
import { PROPOSAL_QUEUE } from '../store/queues';
import { PROPOSAL_WORKFLOW, nudge as signal, trackWorkflowId } from '../workflows/messages';

/** Signals under way at the same time. */
const AT_ONCE = 16;
const AT_MOST = 256;
const OVERDUE_AT_MOST = 1_000;

export type NudgeParts = Readonly<{ nudges: Nudges; client: Client; log: Logger }>;

/** Sends what is pending; true where more may be left. */
export async function sendPending({ nudges, client, log }: NudgeParts): Promise<boolean> {
  const pending = await nudges.pending(AT_MOST);
  // Tracks first: the proposal's workflow may end theirs, and an ended one cannot be signalled.
  const ordered = [...pending.filter((n) => n.track !== null), ...pending.filter((n) => n.track === null)];
  await inParallel(ordered, async (nudge) => {
    await send(client, nudge);
    await nudges.sent(nudge.proposal, nudge.track, nudge.v);
    log.debug({ proposal: nudge.proposal, track: nudge.track, v: nudge.v }, 'nudged');
  });
  return pending.length === AT_MOST;
}

/**
 * Asks workflows to look that should have moved by now, those that stay behind ever more rarely. One call looks at
 * one page of them and the next call at the page after it, so that no number of cases that stay behind hides another.
 */
export function createOverdueNudger({ nudges, client, log }: NudgeParts): (nowMs: number) => Promise<void> {
  const asked = new Map<string, Readonly<{ again: number; afterMs: number }>>();
  let seen = new Set<string>();
  let after: Nudge | null = null;
  const nextPage = async () => {
    const late = await nudges.overdue(OVERDUE_AT_MOST, after);
    for (const nudge of late) seen.add(nameOf(nudge));
    after = late.length === OVERDUE_AT_MOST ? (late.at(-1) ?? null) : null;
    if (after !== null) return late;
    for (const name of asked.keys()) if (!seen.has(name)) asked.delete(name);
    seen = new Set();
    return late;
  };
  return async (nowMs) => {
    const now = (await nextPage()).filter((nudge) => (asked.get(nameOf(nudge))?.again ?? 0) <= nowMs);
    await inParallel(now, async (nudge) => {
      // Without an instant: whatever the workflow sleeps for, it has to ask the record.
      await send(client, { ...nudge, wakeAt: null });
      const afterMs = Math.min((asked.get(nameOf(nudge))?.afterMs ?? FIRST_PAUSE_MS / 2) * 2, LONGEST_PAUSE_MS);
      asked.set(nameOf(nudge), { again: nowMs + afterMs, afterMs });
      log.info({ proposal: nudge.proposal, track: nudge.track }, 'nudged what should have moved by now');
    });
  };
}

const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 3_600_000;

const nameOf = ({ proposal, track }: Nudge): string => `${proposal}/${track ?? ''}`;

async function send(client: Client, { proposal, track, v, wakeAt }: Nudge): Promise<void> {
  if (track === null) return nudgeProposal(client, proposal, { v, wakeAt });
  try {
    await client.workflow.getHandle(trackWorkflowId(proposal, track)).signal(signal, { v, wakeAt });
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    await nudgeProposal(client, proposal, { v, wakeAt: null });
  }
}

async function nudgeProposal(client: Client, proposal: string, told: Pick<Nudge, 'v' | 'wakeAt'>): Promise<void> {
  await client.workflow.signalWithStart(PROPOSAL_WORKFLOW, {
    workflowId: proposal,
    taskQueue: PROPOSAL_QUEUE,
    args: [proposal],
    signal,
    signalArgs: [told],
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    staticSummary: `Case ${proposal}`,
    staticDetails: `Carries case ${proposal} from submission to its outcome. Its record is not here: ask the API.`,
  });
}

async function inParallel<Item>(items: readonly Item[], act: (item: Item) => Promise<void>): Promise<void> {
  const left = items.values();
  const failures: unknown[] = [];
  const lane = async () => {
    for (const item of left) await act(item).catch((error: unknown) => failures.push(error));
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, lane));
  if (failures.length > 0) throw failures[0];
}
