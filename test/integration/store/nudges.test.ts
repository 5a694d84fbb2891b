import type { World } from '../../../domain/procedure/world';
import { createNudges, type Nudge, type Nudges } from '../../../store/nudges';
import type { Record_ } from '../../../store/record';
import { world } from '../../unit/proposal/fixtures';
import { accepted, Bench, commenting, replying, submitted, submitting, T0 } from './fixture';

let bench: Bench;
let nudges: Nudges;
beforeAll(async () => {
  bench = await Bench.open();
  nudges = createNudges(bench.pool);
});
afterEach(async () => {
  await bench.database.stopClock(T0);
  await bench.rows('UPDATE proposals SET nudge_sent = nudge_wanted');
  await bench.rows('UPDATE tracks SET nudge_sent = nudge_wanted');
});
afterAll(async () => bench.close());

const pending = async () => (await nudges.pending(100)).map(({ track, v }) => ({ track, v }));

describe('nudges of one track', () => {
  it('are wanted by a submission, and pending until they were sent', async () => {
    const proposal = await submitted(bench.record());
    const [wanted] = await nudges.pending(10);
    // Reminders of the small world begin ten working days after the opening.
    expect(wanted).toEqual({ proposal, track: null, v: 1, wakeAt: '2026-06-22T00:00:00.000Z', queue: 'accord' });
    await nudges.sent(proposal, null, 1);
    expect(await nudges.pending(10)).toEqual([]);
  });

  it('are not wanted by what settles nothing and moves nothing earlier', async () => {
    const record = bench.record();
    const proposal = await submitted(record);
    await nudges.sent(proposal, null, 1);
    await accepted(record.apply(commenting(proposal)));
    expect(await pending()).toEqual([]);
  });

  it('are wanted by what settles a step', async () => {
    const record = bench.record();
    const proposal = await submitted(record);
    await nudges.sent(proposal, null, 1);
    await accepted(record.apply(replying(proposal, 'aa-city-fao')));
    expect(await pending()).toEqual([{ track: null, v: 2 }]);
  });

  it('stay pending where an older one was sent in the meantime, and are never taken back', async () => {
    const record = bench.record();
    const proposal = await submitted(record);
    await accepted(record.apply(replying(proposal, 'aa-city-fao')));
    await nudges.sent(proposal, null, 1);
    expect(await pending()).toEqual([{ track: null, v: 2 }]);
    await nudges.sent(proposal, null, 2);
    await nudges.sent(proposal, null, 1);
    expect(await pending()).toEqual([]);
  });

  it('are not wanted by the commit of the workflow itself, which is told when to wake', async () => {
    const record = bench.record({ moves: 'workflow' });
    const { state } = await accepted(record.apply(submitting()));
    await nudges.sent(state.id, null, 1);
    const advanced = await record.advance(state.id, 'proposal');
    expect(advanced).toEqual({
      wakeAt: '2026-06-22T00:00:00.000Z',
      sleepMs: Date.parse('2026-06-22T00:00:00.000Z') - Date.parse(T0),
      fanOut: [],
      done: false,
    });
    expect(await pending()).toEqual([]);
  });
});

describe('what is overdue', () => {
  it('is found thirty seconds after its instant, and not before', async () => {
    const record = bench.record();
    const proposal = await submitted(record);
    const overdue = async () => (await nudges.overdue(10)).map((n) => n.proposal);
    await bench.database.stopClock('2026-06-22T00:00:29.000Z');
    expect(await overdue()).not.toContain(proposal);
    await bench.database.stopClock('2026-06-22T00:00:31.000Z');
    expect(await overdue()).toContain(proposal);
    await record.advance(proposal, 'proposal');
    expect(await overdue()).not.toContain(proposal);
  });
});

describe('a sweep of what is overdue', () => {
  it('comes in pages, in the order in which it was due, and reaches the last', async () => {
    const record = bench.record();
    const made = [await submitted(record), await submitted(record), await submitted(record)];
    await bench.database.stopClock('2026-06-23T00:00:00.000Z');
    const all = (await nudges.overdue(100)).map((n) => n.proposal);
    const paged: string[] = [];
    for (let after: Nudge | null = null; ; ) {
      const [next]: readonly Nudge[] = await nudges.overdue(1, after);
      if (!next) break;
      paged.push(next.proposal);
      after = next;
    }
    expect(paged).toEqual(all);
    expect(paged).toEqual(expect.arrayContaining(made));
  });
});

describe('tracks side by side', () => {
  const upToFanOut = async (record: Record_) => {
    const { state } = await accepted(
      record.apply(submitting({}, { participants: ['aa-city', 'aa-town', 'bb-province'] })),
    );
    return state.id;
  };

  it('are fanned out, driven and merged by their workflows; the end of a track nudges its parent', async () => {
    const record = bench.record({ world: PARALLEL });
    const proposal = await upToFanOut(record);
    expect(await pending()).toEqual([{ track: null, v: 1 }]);
    await nudges.sent(proposal, null, 1);
    const { fanOut, done } = await record.advance(proposal, 'proposal');
    expect(done).toBe(false);
    expect(fanOut).toEqual([
      { track: 'home.aa-city', queue: 'accord-aa' },
      { track: 'home.aa-town', queue: 'accord-aa' },
    ]);
    // The parent starts its children: they need no nudge, and the sweeper finds what it has not started.
    expect(await pending()).toEqual([]);
    for (const { track } of fanOut) expect(await record.advance(proposal, { track })).toMatchObject({ done: false });
    await accepted(record.apply(replying(proposal, 'aa-city')));
    const wanted = (await nudges.pending(10)).map(({ track, queue }) => ({ track, queue }));
    expect(wanted).toEqual([
      { track: null, queue: 'accord' },
      { track: 'home.aa-city', queue: 'accord-aa' },
    ]);
    expect(await record.advance(proposal, { track: 'home.aa-city' })).toMatchObject({ done: true, wakeAt: null });
    expect((await record.advance(proposal, 'proposal')).fanOut).toEqual([
      { track: 'home.aa-town', queue: 'accord-aa' },
    ]);
    await accepted(record.apply(replying(proposal, 'aa-town')));
    expect(await record.advance(proposal, 'proposal')).toMatchObject({ fanOut: [], done: false });
    expect((await bench.state(proposal)).stage).toBe(1);
  });

  it('are woken by the end of their case', async () => {
    const record = bench.record({ world: PARALLEL });
    const proposal = await upToFanOut(record);
    await record.advance(proposal, 'proposal');
    for (const track of ['home.aa-city', 'home.aa-town']) await record.advance(proposal, { track });
    await accepted(record.apply(replying(proposal, 'aa-city', 'object')));
    await bench.rows('UPDATE tracks SET nudge_sent = nudge_wanted');
    await record.advance(proposal, 'proposal');
    expect((await bench.state(proposal)).status).toBe('notAgreed');
    expect((await pending()).map((p) => p.track)).toContain('home.aa-town');
    expect(await record.advance(proposal, { track: 'home.aa-town' })).toMatchObject({ done: true });
    expect(await record.advance(proposal, 'proposal')).toEqual({ wakeAt: null, sleepMs: null, fanOut: [], done: true });
  });
});

it('a workflow of a case that the record does not know ends', async () => {
  const unknown = '01890000-0000-7000-8000-00000000ffff';
  expect(await bench.record().advance(unknown, 'proposal')).toMatchObject({ done: true });
});

/** Two participants of one side, a track each. */
const PARALLEL: World = {
  ...world,
  procedure: {
    ...world.procedure,
    stages: [
      {
        key: 'home',
        tracks: { per: 'participant', of: 'proposing' },
        steps: [{ key: 'own', seats: [{ role: 'city-government', of: 'participant' }], rule: { kind: 'all' } }],
      },
      ...world.procedure.stages.slice(1),
    ],
  },
};
