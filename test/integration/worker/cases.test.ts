/** Whole cases by the worker's parts, driven by commits and by workflows alone. */
import { setTimeout as pause } from 'node:timers/promises';
import { trackWorkflowId } from '../../../workflows/messages';
import { openSeats, until, WorkerBench } from './bench';
import { recordHistory } from './histories';
import { quieten } from './quiet';
import { TWO_TRACKS } from './two-tracks';

jest.setTimeout(120_000);
beforeAll(quieten);

const CITIES = ['cn-guangzhou', 'cn-kunming', 'th-chiang-mai'];

describe.each(['commit', 'workflow'] as const)('driven by %s', (moves) => {
  let bench: WorkerBench;
  beforeAll(async () => {
    bench = await WorkerBench.open({ moves, procedures: [TWO_TRACKS] });
    await bench.start();
  });
  afterAll(() => bench.close());

  const statusOf = async (id: string) => (await bench.client.workflow.getHandle(id).describe()).status.name;

  test('a bilateral case is agreed, its mails are sent and its workflow completes', async () => {
    const id = await bench.submit();
    await until('the first office has its mail', async () =>
      (await bench.deliveries(id)).some((d) => d.state === 'sent'),
    );
    await until(
      'its workflow waits',
      async () => (await bench.client.workflow.getHandle(id).describe()).historyLength > 5,
    );
    const ended = await bench.carry(id);
    expect(ended.status).toBe('agreed');
    await bench.meetObligations(id);
    await until('the workflow completes', async () => (await statusOf(id)) === 'COMPLETED');
    await recordHistory(bench.client, id, `bilateral-${moves}`);
    await until('every mail is sent', async () => (await bench.deliveries(id)).every((d) => d.state !== 'queued'));
    const rows = await bench.deliveries(id);
    expect(rows.filter((d) => d.state === 'dead')).toEqual([]);
    expect(new Set(rows.filter((d) => d.state === 'sent').map((d) => d.kind))).toEqual(
      new Set(['request', 'receipt', 'outcome', 'tookEffect']),
    );
  });

  test('a stage of two tracks runs by workflows of their own, merges and goes on', async () => {
    const id = await bench.submit({ participants: CITIES, procedure: TWO_TRACKS.key, instrument: 'two-cities' });
    await until('both tracks run', async () =>
      (
        await Promise.all(
          ['own.cn-guangzhou', 'own.cn-kunming'].map((t) => statusOf(trackWorkflowId(id, t)).catch(() => '')),
        )
      ).every((s) => s === 'RUNNING'),
    );
    const ended = await bench.carry(id);
    expect(ended.status).toBe('agreed');
    const chains = await bench.chains(id);
    expect(chains.CN?.filter((type) => type === 'StageMerged')).toHaveLength(1);
    await until('the workflow completes', async () => (await statusOf(id)) === 'COMPLETED');
    expect(await statusOf(trackWorkflowId(id, 'own.cn-kunming'))).toBe('COMPLETED');
    await recordHistory(bench.client, id, `two-tracks-${moves}`);
    await recordHistory(bench.client, trackWorkflowId(id, 'own.cn-kunming'), `one-of-two-tracks-${moves}`);
  });

  test('a case whose workflow was lost goes on with the next nudge', async () => {
    const id = await bench.submit();
    await until('the first seat is asked', async () => openSeats(await bench.state(id)).length > 0);
    await until('the workflow runs', async () => (await statusOf(id).catch(() => '')) === 'RUNNING');
    await bench.client.workflow.getHandle(id).terminate('lost');
    expect((await bench.carry(id)).status).toBe('agreed');
    await bench.meetObligations(id);
    await until('the workflow completes', async () => (await statusOf(id)) === 'COMPLETED');
  });

  test('a lost workflow whose case waits for nobody but time is started again by the sweeper', async () => {
    const id = await bench.submit();
    await until('the first seat is asked', async () => openSeats(await bench.state(id)).length > 0);
    await until('the workflow runs', async () => (await statusOf(id).catch(() => '')) === 'RUNNING');
    await bench.client.workflow.getHandle(id).terminate('lost');
    await bench.database.shiftClock(30 * 24 * 3_600_000);
    await until('the reminder is made', async () => (await bench.chains(id)).CN?.includes('Reminded') ?? false);
    expect(await statusOf(id)).toBe('RUNNING');
    await bench.database.shiftClock(0);
  });

  test('a case that is withdrawn ends its workflow and those of its tracks', async () => {
    const id = await bench.submit({ participants: CITIES, procedure: TWO_TRACKS.key, instrument: 'two-cities' });
    await until(
      'a track runs',
      async () => (await statusOf(trackWorkflowId(id, 'own.cn-kunming')).catch(() => '')) === 'RUNNING',
    );
    await bench.withdraw(id);
    await until('the workflow completes', async () => (await statusOf(id)) === 'COMPLETED');
    await until('the track ends', async () => (await statusOf(trackWorkflowId(id, 'own.cn-kunming'))) !== 'RUNNING');
  });
});

test('a side whose own worker is away keeps nobody but itself waiting', async () => {
  const bench = await WorkerBench.open();
  try {
    await bench.start(['temporal', 'dispatcher'], { ACCORD_TRACK_QUEUES: 'accord-cn,accord-la' });
    const id = await bench.submit({ participants: ['cn-guangzhou', 'la-luang-prabang', 'th-chiang-mai'] });
    for (const end = Date.now() + 60_000; (await bench.state(id)).tracks['others.LA']?.result !== 'positive'; ) {
      if ((await bench.answerOne(id)) === null) await pause(25);
      if (Date.now() > end) throw new Error('The house that has a worker did not go on');
    }
    const opened = ({ TH = [] }: Record<string, readonly string[]>) => TH.filter((type) => type === 'BallotOpened');
    expect(opened(await bench.chains(id))).toEqual([]);
    const { stop } = await bench.start(['temporal'], { ACCORD_TRACK_QUEUES: 'accord-th' });
    expect((await bench.carry(id, 60_000)).status).toBe('agreed');
    expect(opened(await bench.chains(id)).length).toBeGreaterThan(0);
    await stop();
  } finally {
    await bench.close();
  }
});

test('both ways of driving leave the same record on every chain', async () => {
  const records = [];
  for (const moves of ['commit', 'workflow'] as const) {
    const bench = await WorkerBench.open({ moves });
    await bench.start(['temporal', 'dispatcher']);
    const id = await bench.submit();
    await bench.carry(id);
    records.push(await bench.chains(id));
    await bench.close();
  }
  expect(records[0]).toEqual(records[1]);
});
