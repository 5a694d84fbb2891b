/** What acts on the catalogue do to cases that run: to deadlines, clocks and seats. */
import type { Procedure } from '../../../domain/procedure/schema';
import { type Case, isCase } from '../../../domain/proposal/state';
import { load } from '../../../store/load';
import { seed } from '../../../store/seed';
import { agree } from '../api/acts';
import { ApiBench, type ApiCaller, guangzhouToChiangMai } from '../api/bench';

/** The release and the joint step alone: all that is needed for a deadline of two sides. */
const SHORT: Procedure = {
  key: 'short',
  version: 1,
  title: { en: 'A short one' },
  instruments: ['sister-city-agreement'],
  stages: [
    {
      key: 'release',
      tracks: { per: 'side', of: 'proposing' },
      steps: [{ key: 'release', seats: [{ profile: 'release' }], rule: { kind: 'all' }, effect: 'release' }],
    },
    {
      key: 'joint',
      tracks: { per: 'case' },
      steps: [
        {
          key: 'positions',
          consents: { profile: 'consent', of: 'each-participant' },
          seats: [{ profile: 'position', of: 'each-side' }],
          rule: { kind: 'unanimityOfSides', abstentionBlocks: true },
          deadline: { workingDays: 15, from: 'opening', forEverySeat: true },
          atDeadline: { remindEvery: { workingDays: 5 }, lapseAfter: { workingDays: 60 } },
        },
      ],
    },
  ],
};
const PROPOSAL = {
  ...guangzhouToChiangMai,
  procedure: 'short',
  sections: [{ key: 'exchange', text: { en: 'Culture, trade, and youth.', zh: '文化、经贸与青年。' } }],
};

let bench: ApiBench;
let guangzhou: ApiCaller;
let releasing: ApiCaller;
let china: ApiCaller;
let thailand: ApiCaller;
beforeAll(async () => {
  bench = await ApiBench.open();
  await seed({ ownerUrl: bench.database.ownerUrl, procedures: [SHORT] });
  guangzhou = await bench.caller('cn-guangzhou', 'cn-guangzhou-desk');
  releasing = await bench.caller('cn-guangzhou-fao', 'cn-guangzhou-fao-desk');
  china = await bench.caller('cn-lmc-secretariat', 'cn-lmc-secretariat-desk');
  thailand = await bench.caller('th-mlc-unit', 'th-mlc-unit-desk');
});
afterAll(async () => bench.close());

async function submitted(): Promise<string> {
  const response = await guangzhou.post('/v1/proposals', PROPOSAL);
  if (response.status !== 201) throw new Error(response.text);
  return response.body.id;
}

/** A case whose joint step is open. */
async function released(): Promise<string> {
  const id = await submitted();
  const response = await agree(releasing, id, 'cn-guangzhou-fao');
  if (response.status !== 201) throw new Error(response.text);
  return id;
}

async function stateOf(id: string): Promise<Case> {
  const { state } = await load(bench.pool, id, null);
  if (!isCase(state)) throw new Error(`No case ${id}`);
  return state;
}

const jointOf = (state: Case) => {
  const ballot = Object.values(state.ballots).find((b) => b.track === 'joint' && b.status === 'open');
  if (!ballot) throw new Error('The joint step is not open');
  return ballot;
};
const duesOf = (state: Case): Record<string, string | null> => {
  const ballot = jointOf(state);
  return { ballot: ballot.due, ...Object.fromEntries(ballot.seats.map((s) => [s.key, s.due])) };
};

type Day = { date: string; kind: string; name: string | null };
const CALENDAR = '/v1/countries/CN/calendar?year=2026';
const PREVIEW = '/v1/countries/CN/calendar/preview?year=2026';

/** The year as it stands, with days made free or worked again. */
async function yearWith({ free = [], working = [] }: { free?: string[]; working?: string[] }) {
  const read = await china.get(CALENDAR);
  const days = (read.body.days as Day[]).filter((d) => !working.includes(d.date));
  const named = (kind: string) =>
    days.filter((d) => d.kind === kind).map(({ date, name }) => ({ date, name: name ?? '' }));
  const year = {
    free: [...named('free'), ...free.map((date) => ({ date, name: 'A day given free' }))],
    worked: named('workedWeekend'),
    source: 'A notice for a test',
    confirmed: true,
    reason: 'A notice has come out.',
  };
  return { year, tag: read.headers.etag ?? '' };
}

const endOpenCases = () =>
  bench.owner.query(
    'DELETE FROM carried_acts; UPDATE ballots SET is_open = false; UPDATE proposals SET is_open = false',
  );

describe('a calendar that changes in mid-case', () => {
  let id = '';
  beforeAll(async () => {
    id = await released();
  });
  afterAll(endOpenCases);

  it('moves what its preview said, to the minute, and nothing else', async () => {
    const before = await stateOf(id);
    const { year, tag } = await yearWith({ free: ['2026-06-25'] });
    const preview = await china.post(PREVIEW, year);
    expect([preview.status, preview.body.cases, preview.body.unmoved]).toEqual([200, 1, []]);
    const moved = preview.body.moved as { seat: string | null; from: string; to: string }[];
    // Of the Thai seats nothing is told but the end of the joint ballot.
    expect(moved.map((m) => m.seat).toSorted()).toEqual(['consent:cn-guangzhou', 'position:CN', null].toSorted());
    expect((await stateOf(id)).ballots).toEqual(before.ballots);
    const response = await china.put(CALENDAR, year, tag);
    expect([response.status, response.body.cases]).toEqual([200, 1]);
    const told = duesOf(before);
    const now = duesOf(await stateOf(id));
    expect(Object.fromEntries(moved.map((m) => [m.seat ?? 'ballot', [m.from, m.to]]))).toEqual(
      Object.fromEntries(moved.map(({ seat }) => seat ?? 'ballot').map((key) => [key, [told[key], now[key]]])),
    );
    expect(moved.every((m) => m.from < m.to)).toBe(true);
  });

  it('moves nothing earlier, and says what it leaves', async () => {
    const before = duesOf(await stateOf(id));
    const { year, tag } = await yearWith({ working: ['2026-06-25', '2026-06-19'] });
    const preview = await china.post(PREVIEW, year);
    expect(preview.body.moved).toEqual([]);
    const unmoved = preview.body.unmoved as { seat: string | null; told: string; wouldBe: string }[];
    expect(unmoved.map((m) => m.seat).toSorted()).toEqual(['consent:cn-guangzhou', 'position:CN', null].toSorted());
    expect(unmoved.every((m) => m.wouldBe < m.told && m.told === before[m.seat ?? 'ballot'])).toBe(true);
    expect((await china.put(CALENDAR, year, tag)).status).toBe(200);
    expect(duesOf(await stateOf(id))).toEqual(before);
  });

  it('is refused where no clock could run on, with the cases it would stop', async () => {
    const all = Array.from({ length: 365 }, (_, i) => ({
      date: new Date(Date.UTC(2026, 0, 1 + i)).toISOString().slice(0, 10),
      name: 'free',
    }));
    const { year, tag } = await yearWith({});
    const { number } = await stateOf(id);
    for (const response of [
      await china.post(PREVIEW, { ...year, free: all, worked: [] }),
      await china.put(CALENDAR, { ...year, free: all, worked: [] }, tag),
    ]) {
      expect([response.status, response.body.code]).toEqual([409, 'CalendarBreaksCase']);
      expect(response.body.facts).toEqual({ given: 2026, cases: [number] });
    }
  });
});

describe('a hold', () => {
  let inside = '';
  let id = '';
  beforeAll(async () => {
    inside = await submitted();
    id = await released();
  });
  afterAll(endOpenCases);

  it('pauses the released cases of both sides, and lifting lets them go on with later deadlines', async () => {
    const before = duesOf(await stateOf(id));
    const placed = await thailand.post('/v1/holds', { with: 'CN' });
    expect([placed.status, placed.body.cases]).toEqual([201, 1]);
    expect((await stateOf(id)).paused).not.toBeNull();
    expect((await stateOf(inside)).paused).toBeNull();
    await bench.database.stopClock('2026-06-17T03:00:00.000Z');
    const lifted = await thailand.post(`/v1/holds/${placed.body.hold.id}/lift`, {});
    expect([lifted.status, lifted.body.cases]).toEqual([200, 1]);
    const state = await stateOf(id);
    expect(state.paused).toBeNull();
    const after = duesOf(state);
    expect(Object.keys(after)).toEqual(Object.keys(before));
    expect(Object.entries(after).every(([key, due]) => due !== null && due > (before[key] ?? ''))).toBe(true);
  });
});

describe('an office whose holders change', () => {
  const SEAT = '/v1/seats/cn-cpaffc:desk';
  let id = '';
  beforeAll(async () => {
    id = await released();
  });
  afterAll(endOpenCases);

  it('is not left empty while a case waits for it, unless somebody says so', async () => {
    const read = await china.get(SEAT);
    const tag = read.headers.etag ?? '';
    const change = { channels: ['mail', 'api'], holders: [], reason: 'Nobody is there.' };
    const refused = await china.put(SEAT, change, tag);
    expect([refused.status, refused.body.code]).toEqual([409, 'SeatLeftEmpty']);
    expect(refused.body.facts.cases).toEqual([(await stateOf(id)).number]);
    expect((await stateOf(id)).stops).toEqual([]);
    const forced = await china.put(SEAT, { ...change, force: true }, tag);
    expect(forced.status).toBe(200);
    expect((await stateOf(id)).stops).toMatchObject([
      { side: 'CN', reason: 'nobodyEligible', place: 'cn-cpaffc:desk' },
    ]);
  });

  it('lets the case go on when somebody holds it again', async () => {
    const holders = [{ person: 'cn-cpaffc-deputy', kind: 'principal', from: '2026-01-01', until: null }];
    const change = { channels: ['mail', 'api'], holders, reason: 'The deputy takes over.' };
    const response = await china.put(SEAT, change, (await china.get(SEAT)).headers.etag ?? '');
    expect([response.status, response.body.cases]).toEqual([200, 1]);
    expect((await stateOf(id)).stops).toEqual([]);
  });
});
