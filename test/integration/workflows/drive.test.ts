/**
 * The drive alone: both workflows on a real Temporal server, with activities that answer from a script.
 * What it costs is counted here too: the drive may not grow a billable action without anybody noticing.
 */
import { randomUUID } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/activity';
import { Client, Connection, WorkflowFailedError } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import type { Advanced, Driver } from '../../../domain/proposal/moves';
import { bundleWorkflows } from '../../../workflows/bundle';
import {
  type Activities,
  ADVANCE_FAILED,
  nudge,
  RECORD_UNAVAILABLE,
  trackWorkflowId,
} from '../../../workflows/messages';
import type { proposalWorkflow } from '../../../workflows/proposal';
import { testParts } from '../../parts/parts';
import { quieten } from '../worker/quiet';

const FAR = '2999-01-01T00:00:00.000Z';
const NEARER = '2998-01-01T00:00:00.000Z';
const FAR_MS = 30 * 24 * 3_600_000;

const asleep: Advanced = { wakeAt: FAR, sleepMs: FAR_MS, fanOut: [], done: false };
const waiting: Advanced = { wakeAt: null, sleepMs: null, fanOut: [], done: false };
const done: Advanced = { wakeAt: null, sleepMs: null, fanOut: [], done: true };

const queue = `drive-${randomUUID()}`;
const sideQueue = `${queue}-th`;

type Script = (driver: Driver, nth: number) => Advanced;
const scripts = new Map<string, Script>();
const asked: { proposal: string; driver: Driver }[] = [];

const activities: Activities = {
  advance: async (proposal, driver) => {
    asked.push({ proposal, driver });
    const name = JSON.stringify(driver);
    const nth = asked.filter((a) => a.proposal === proposal && JSON.stringify(a.driver) === name).length;
    const script = scripts.get(proposal);
    if (!script) throw ApplicationFailure.nonRetryable('no script', ADVANCE_FAILED);
    return script(driver, nth);
  },
};

const timesAsked = (proposal: string, driver: Driver = 'proposal'): number =>
  asked.filter((a) => a.proposal === proposal && JSON.stringify(a.driver) === JSON.stringify(driver)).length;

let native: NativeConnection;
let connection: Connection;
let client: Client;
let workers: Worker[];
let running: Promise<unknown>;

jest.setTimeout(30_000);

beforeAll(async () => {
  quieten();
  const address = testParts().temporal;
  native = await NativeConnection.connect({ address });
  connection = await Connection.connect({ address });
  client = new Client({ connection });
  const workflowBundle = { code: await bundleWorkflows() };
  workers = await Promise.all(
    [queue, sideQueue].map((taskQueue) => Worker.create({ connection: native, taskQueue, workflowBundle, activities })),
  );
  running = Promise.all(workers.map((worker) => worker.run()));
}, 60_000);

afterAll(async () => {
  for (const worker of workers) worker.shutdown();
  await running;
  await native.close();
  await connection.close();
});

const begin = async (proposal: string, wakeAt: string | null, manner?: { longWaitMs: number }) =>
  client.workflow.signalWithStart<typeof proposalWorkflow, [{ v: number; wakeAt: string | null }]>('proposalWorkflow', {
    workflowId: proposal,
    taskQueue: queue,
    args: manner ? [proposal, manner] : [proposal],
    signal: nudge,
    signalArgs: [{ v: 1, wakeAt }],
    staticSummary: `Case ${proposal}`,
  });

async function until(holds: () => boolean | Promise<boolean>, timeoutMs = 10_000): Promise<void> {
  for (const end = Date.now() + timeoutMs; !(await holds()); ) {
    if (Date.now() > end) throw new Error(`Not within ${timeoutMs} ms: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const eventsOf = async (id: string): Promise<readonly string[]> => {
  const { events } = await client.workflow.getHandle(id).fetchHistory();
  return (events ?? []).map((e) => String(e.eventType));
};

/** Waits until the workflow has heard so many signals and has nothing left to do about them. */
const hasHeard = (id: string, signals: number): Promise<void> =>
  until(async () => {
    const { events } = await client.workflow.getHandle(id).fetchHistory();
    const isIdle =
      !events?.at(-1)?.workflowTaskScheduledEventAttributes && !events?.at(-1)?.workflowTaskStartedEventAttributes;
    const heard = events?.filter((e) => e.workflowExecutionSignaledEventAttributes).length;
    return isIdle && heard === signals;
  });

/** What Temporal Cloud bills: starts, signals, timers, and each batch of local activities as one. */
async function billableActions(id: string): Promise<number> {
  const { events } = await client.workflow.getHandle(id).fetchHistory();
  return (events ?? []).filter(
    (e) =>
      e.workflowExecutionStartedEventAttributes ||
      e.workflowExecutionSignaledEventAttributes ||
      e.timerStartedEventAttributes ||
      e.markerRecordedEventAttributes ||
      e.activityTaskScheduledEventAttributes ||
      e.startChildWorkflowExecutionInitiatedEventAttributes,
  ).length;
}

test('a reference case costs at most seven billable actions and twenty events', async () => {
  const id = randomUUID();
  scripts.set(id, (_driver, nth) => (nth === 1 ? asleep : done));
  const handle = await begin(id, FAR);
  await until(() => timesAsked(id) === 1);
  // The first step settles: the second one's deadline is later.
  await handle.signal(nudge, { v: 3, wakeAt: '2999-02-01T00:00:00.000Z' });
  await hasHeard(id, 2);
  // The case ends.
  await handle.signal(nudge, { v: 4, wakeAt: null });
  await handle.result();
  expect(timesAsked(id)).toBe(2);
  expect(await billableActions(id)).toBeLessThanOrEqual(7);
  expect((await eventsOf(id)).length).toBeLessThanOrEqual(20);
});

test('the signal that starts a case is answered by its first advance', async () => {
  const id = randomUUID();
  scripts.set(id, (_driver, nth) => (nth === 1 ? waiting : done));
  const handle = await begin(id, null);
  await until(() => timesAsked(id) === 1);
  await hasHeard(id, 1);
  expect(timesAsked(id)).toBe(1);
  await handle.signal(nudge, { v: 2, wakeAt: null });
  await handle.result();
  expect(timesAsked(id)).toBe(2);
});

test('a nudge that names a later instant costs no advance, an earlier one does', async () => {
  const id = randomUUID();
  scripts.set(id, (_driver, nth) => (nth === 1 ? asleep : done));
  const handle = await begin(id, FAR);
  await until(() => timesAsked(id) === 1);
  await handle.signal(nudge, { v: 2, wakeAt: FAR });
  await handle.signal(nudge, { v: 3, wakeAt: '2999-06-01T00:00:00.000Z' });
  await hasHeard(id, 3);
  expect(timesAsked(id)).toBe(1);
  await handle.signal(nudge, { v: 4, wakeAt: NEARER });
  await handle.result();
  expect(timesAsked(id)).toBe(2);
});

test('the timer alone wakes a case', async () => {
  const id = randomUUID();
  scripts.set(id, (_driver, nth) => (nth === 1 ? { ...asleep, sleepMs: 1_000 } : done));
  await (await begin(id, FAR)).result();
  expect(timesAsked(id)).toBe(2);
});

test('a stage of several tracks runs as children on the queues of their sides, and goes on when all have ended', async () => {
  const id = randomUUID();
  const fanOut = [
    { track: 'home.a', queue },
    { track: 'home.b', queue: sideQueue },
  ];
  scripts.set(id, (driver, nth) => {
    if (driver === 'proposal') return nth === 1 ? { ...waiting, fanOut } : done;
    return nth === 1 ? waiting : done;
  });
  const handle = await begin(id, null);
  for (const { track } of fanOut) {
    await until(() => timesAsked(id, { track }) === 1);
    await client.workflow.getHandle(trackWorkflowId(id, track)).signal(nudge, { v: 2, wakeAt: null });
  }
  await handle.result();
  expect(timesAsked(id)).toBe(2);
  const described = await client.workflow.getHandle(trackWorkflowId(id, 'home.b')).describe();
  expect(described.taskQueue).toBe(sideQueue);
  expect(await described.staticSummary()).toBe('Track home.b');
  expect(described.status.name).toBe('COMPLETED');
});

test('a case that ends takes the workflows of its tracks with it', async () => {
  const id = randomUUID();
  scripts.set(id, (driver, nth) =>
    driver === 'proposal' && nth > 1
      ? done
      : { ...waiting, fanOut: driver === 'proposal' ? [{ track: 'x', queue }] : [] },
  );
  const handle = await begin(id, null);
  await until(() => timesAsked(id, { track: 'x' }) === 1);
  await handle.signal(nudge, { v: 2, wakeAt: null });
  await handle.result();
  const child = client.workflow.getHandle(trackWorkflowId(id, 'x'));
  await until(async () => (await child.describe()).status.name === 'CANCELLED');
});

test('a nudge starts a track again whose workflow was lost', async () => {
  const id = randomUUID();
  const track = 'home.a';
  scripts.set(id, (driver, nth) => {
    if (driver === 'proposal') return nth < 3 ? { ...waiting, fanOut: [{ track, queue }] } : done;
    return nth === 1 ? waiting : done;
  });
  const handle = await begin(id, null);
  await until(() => timesAsked(id, { track }) === 1);
  await client.workflow.getHandle(trackWorkflowId(id, track)).terminate('lost');
  await handle.signal(nudge, { v: 2, wakeAt: null });
  await handle.result();
  expect(timesAsked(id, { track })).toBe(2);
});

test('a long wait ends in a new run, and a late signal reaches it', async () => {
  const id = randomUUID();
  scripts.set(id, (_driver, nth) => (nth < 3 ? { ...asleep, sleepMs: 1_500 } : nth === 3 ? asleep : done));
  const handle = await begin(id, FAR, { longWaitMs: 1_000 });
  const first = handle.signaledRunId;
  await until(() => timesAsked(id) === 3, 20_000);
  const described = await client.workflow.getHandle(id).describe();
  expect(described.runId).not.toBe(first);
  expect(await eventsOf(id)).toHaveLength(described.historyLength);
  await client.workflow.getHandle(id).signal(nudge, { v: 9, wakeAt: null });
  await client.workflow.getHandle(id).result();
  expect(timesAsked(id)).toBe(4);
});

test('a parent does not begin a new run while a track runs', async () => {
  const id = randomUUID();
  const track = 'home.a';
  scripts.set(id, (driver, nth) => {
    if (driver !== 'proposal') return nth < 3 ? { ...asleep, sleepMs: 1_500 } : done;
    return nth < 3 ? { ...waiting, fanOut: [{ track, queue }] } : done;
  });
  const handle = await begin(id, null, { longWaitMs: 1_000 });
  const first = handle.signaledRunId;
  await until(() => timesAsked(id, { track }) === 1);
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  await handle.signal(nudge, { v: 2, wakeAt: null });
  await until(() => timesAsked(id) === 2);
  expect((await client.workflow.getHandle(id).describe()).runId).toBe(first);
  await client.workflow.getHandle(id).result();
  // After the merge the history is left behind.
  expect((await client.workflow.getHandle(id).describe()).runId).not.toBe(first);
});

test('a record that is away is waited for without filling the history', async () => {
  const id = randomUUID();
  scripts.set(id, (_driver, nth) => {
    if (nth < 4) throw ApplicationFailure.retryable('away', RECORD_UNAVAILABLE);
    return done;
  });
  const handle = await begin(id, null);
  await handle.result();
  expect(timesAsked(id)).toBe(4);
  expect((await eventsOf(id)).length).toBeLessThanOrEqual(20);
});

test('a bug ends the workflow by its name, and the next nudge starts it again', async () => {
  const id = randomUUID();
  scripts.set(id, (_driver, nth) => {
    if (nth === 1) throw ApplicationFailure.nonRetryable('bug', ADVANCE_FAILED);
    return done;
  });
  const failure = await (await begin(id, null)).result().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(WorkflowFailedError);
  expect((failure as WorkflowFailedError).cause).toMatchObject({ type: ADVANCE_FAILED });
  await (await begin(id, null)).result();
  expect(timesAsked(id)).toBe(2);
});
