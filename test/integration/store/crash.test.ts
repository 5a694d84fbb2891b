import { setTimeout as pause } from 'node:timers/promises';
import { createPool } from '../../../store/pool';
import { type CrashPoint, StoreBusy } from '../../../store/record';
import { accepted, Bench, commenting, replying, submitted, submitting } from './fixture';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.open();
});
afterAll(async () => bench.close());

const dyingAt = (point: CrashPoint) =>
  bench.record({
    at: (reached) => {
      if (reached === point) throw new Error(`died at ${point}`);
    },
  });

describe('a process that dies', () => {
  it.each(['loaded', 'decided'] as const)('at "%s" leaves nothing, and the repetition does it once', async (point) => {
    const proposal = await submitted(bench.record());
    const before = await bench.counts();
    const made = replying(proposal, 'aa-city-fao', 'agree', { key: `dies-${point}` });
    await expect(dyingAt(point).apply(made)).rejects.toThrow(`died at ${point}`);
    expect(await bench.counts()).toEqual(before);
    await accepted(bench.record().apply(made));
    expect(Object.values((await bench.state(proposal)).ballots)[0]?.result).toBe('positive');
  });

  it('at "committed" has done everything, and the repetition gets the answer that was lost', async () => {
    const proposal = await submitted(bench.record());
    const made = replying(proposal, 'aa-city-fao', 'agree', { key: 'dies-committed' });
    await expect(dyingAt('committed').apply(made)).rejects.toThrow('died at committed');
    const before = await bench.counts();
    const again = await bench.record().apply(made);
    expect(again).toMatchObject({ status: 201, replayed: true, body: { status: 'inside' } });
    expect(await bench.counts()).toEqual(before);
  });

  it.each(['loaded', 'decided'] as const)('at "%s" of a submission leaves no case', async (point) => {
    const before = await bench.counts();
    await expect(dyingAt(point).apply(submitting({ key: `no-case-${point}` }))).rejects.toThrow(`died at ${point}`);
    expect(await bench.counts()).toEqual(before);
  });
});

describe('a connection that is lost while the commit is on its way', () => {
  /** Holds the case, cuts the connection of the command that waits for it, and lets the case go. */
  async function cutWhileWaiting<Result>(proposal: string, begin: () => Promise<Result>): Promise<Result> {
    const holder = await bench.owner.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT 1 FROM proposals WHERE id = $1 FOR UPDATE', [proposal]);
    const begun = begin();
    const cutter = createPool(bench.database.appUrl, { max: 1, name: 'cutter' });
    const cut = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()
                    AND application_name = 'accord' AND wait_event_type = 'Lock'`;
    while ((await cutter.query(cut)).rowCount === 0) await pause(5);
    await cutter.end();
    await holder.query('ROLLBACK');
    holder.release();
    return begun;
  }

  it('is not noticed by a command with a key', async () => {
    const proposal = await submitted(bench.record());
    const made = commenting(proposal, { key: 'cut off' });
    const { events } = await cutWhileWaiting(proposal, () => accepted(bench.record().apply(made)));
    expect(events).toHaveLength(1);
    expect((await bench.state(proposal)).comments).toBe(1);
  });

  it('is told as busy at once without a key, since repeating could do it twice', async () => {
    const proposal = await submitted(bench.record());
    const record = bench.record({ patienceMs: 60_000 });
    await cutWhileWaiting(proposal, () =>
      expect(record.apply(commenting(proposal))).rejects.toMatchObject({ name: 'StoreBusy', cause: { code: '57P01' } }),
    );
    expect((await bench.state(proposal)).comments).toBe(0);
  });
});

describe('a server that is away', () => {
  it('for longer than the patience of a command is told as busy', async () => {
    const pool = createPool('postgresql://accord_app@127.0.0.1:1/nowhere');
    const record = bench.record({ pool, patienceMs: 300 });
    await expect(record.apply(submitting({ key: 'nowhere' }))).rejects.toThrow(StoreBusy);
    await expect(record.advance(submitting().proposal, 'proposal')).rejects.toThrow(StoreBusy);
    await pool.end();
  });
});

describe('a case that is locked by somebody else', () => {
  it('is told as busy, and nothing is written', async () => {
    const proposal = await submitted(bench.record());
    const holder = await bench.owner.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT 1 FROM proposals WHERE id = $1 FOR UPDATE', [proposal]);
    await expect(bench.record({ patienceMs: 500 }).apply(commenting(proposal))).rejects.toThrow(StoreBusy);
    await holder.query('ROLLBACK');
    holder.release();
    expect((await bench.state(proposal)).comments).toBe(0);
  });
});
