/** Units edit their country's part of the catalogue: who may, what is told, what is kept. */
import request from 'supertest';
import { createCatalogue } from '../../../store/catalogue';
import { seed } from '../../../store/seed';
import { ApiBench, type ApiCaller } from './bench';

let bench: ApiBench;
let unit: ApiCaller;
let other: ApiCaller;
let city: ApiCaller;
let reader: ApiCaller;
beforeAll(async () => {
  bench = await ApiBench.open();
  unit = await bench.caller('cn-lmc-secretariat', 'cn-lmc-secretariat-desk');
  other = await bench.caller('th-mlc-unit', 'th-mlc-unit-desk');
  city = await bench.caller('cn-guangzhou', 'cn-guangzhou-desk');
  reader = await bench.caller('cn-lmc-secretariat', 'cn-lmc-secretariat-desk', ['read']);
});
afterAll(async () => bench.close());

const CALENDAR = '/v1/countries/CN/calendar?year=2027';
const PREVIEW = '/v1/countries/CN/calendar/preview?year=2027';
const YEAR = {
  free: [
    { date: '2027-01-01', name: 'New Year', kind: 'public' },
    { date: '2027-06-10', name: 'A day given free', kind: 'governmentOnly' },
  ],
  worked: [{ date: '2027-06-12', name: 'In exchange' }],
  source: 'Notice of the State Council, November 2026',
  confirmed: true,
};
const GIVEN = { ...YEAR, reason: 'The notice for 2027 has come out.' };

type Answer = Awaited<ReturnType<ApiCaller['get']>>;
const told = ({ status, body }: Answer) => [status, body.code];
const tagOf = async (caller: ApiCaller, path: string): Promise<string> => (await caller.get(path)).headers.etag ?? '';

const history = async (kind: string) =>
  (await bench.owner.query('SELECT * FROM catalogue_changes WHERE kind = $1 ORDER BY id', [kind])).rows;
const version = async () => Number((await bench.owner.query('SELECT version FROM catalogue_version')).rows[0]?.version);

describe('a calendar', () => {
  it('is written by a person of its own unit and by nobody else', async () => {
    const tag = await tagOf(unit, CALENDAR);
    const before = await version();
    expect(told(await other.put(CALENDAR, GIVEN, tag))).toEqual([403, 'NotTheUnit']);
    expect(told(await city.put(CALENDAR, GIVEN, tag))).toEqual([403, 'NotTheUnit']);
    expect(told(await reader.put(CALENDAR, GIVEN, tag))).toEqual([403, 'MissingScope']);
    expect(told(await other.post(PREVIEW, YEAR))).toEqual([403, 'NotTheUnit']);
    expect(told(await unit.put('/v1/countries/XX/calendar?year=2027', GIVEN, tag))).toEqual([404, 'NotFound']);
    expect(await version()).toBe(before);
  });

  it('is tried out without a trace', async () => {
    const before = await bench.owner.query('SELECT calendar::text FROM countries ORDER BY iso');
    const response = await unit.post(PREVIEW, YEAR);
    expect([response.status, response.body]).toEqual([200, { cases: 0, moved: [], unmoved: [] }]);
    expect((await bench.owner.query('SELECT calendar::text FROM countries ORDER BY iso')).rows).toEqual(before.rows);
    const { rows } = await bench.owner.query("SELECT 1 FROM idempotency_keys WHERE route LIKE '%preview'");
    expect(rows).toEqual([]);
  });

  it('is replaced only by whoever has read it as it stands', async () => {
    expect(told(await unit.put(CALENDAR, GIVEN, '"something else"'))).toEqual([412, 'PreconditionFailed']);
    const read = await unit.get(CALENDAR);
    const response = await unit.put(CALENDAR, GIVEN, read.headers.etag ?? '');
    expect(response.status).toBe(200);
    expect(response.body).toMatchObject({ cases: 0, calendar: { country: 'CN', year: 2027, source: YEAR.source } });
    expect(response.body.calendar).toMatchObject({ verifiedBy: expect.stringContaining('China Secretariat') });
    // Whoever comes second has read what is gone.
    expect(told(await unit.put(CALENDAR, GIVEN, read.headers.etag ?? ''))).toEqual([412, 'PreconditionFailed']);
    const now = await unit.get(CALENDAR);
    expect(now.body).toEqual(response.body.calendar);
    expect((await other.get(CALENDAR)).body).toEqual(now.body);
    expect(now.body.days.find((d: { date: string }) => d.date === '2027-06-10')).toMatchObject({
      kind: 'free',
      confirmed: true,
      source: YEAR.source,
    });
  });

  it('keeps who changed it, why, and what stood before', async () => {
    const [change, ...more] = await history('calendar');
    expect(more).toEqual([]);
    expect(change).toMatchObject({ key: 'CN', side: 'CN', person_id: 'cn-lmc-secretariat-desk', reason: GIVEN.reason });
    expect(Object.keys(change.before.free)).toContain('2027-10-01');
    expect(Object.keys(change.after.free)).toEqual(['2027-01-01', '2027-06-10']);
    await expect(bench.pool.query('DELETE FROM catalogue_changes')).rejects.toThrow(/permission denied/);
    await expect(bench.pool.query("UPDATE catalogue_changes SET reason = ''")).rejects.toThrow(/permission denied/);
  });

  it('outlives the next start, which says that it left it alone', async () => {
    const { leftAlone } = await seed({ ownerUrl: bench.database.ownerUrl });
    expect(leftAlone).toEqual(['countries CN']);
    const { countries } = await createCatalogue(bench.pool).current();
    expect(countries.CN?.calendar.free['2027-06-10']?.name).toBe('A day given free');
    expect(countries.CN?.calendar.free['2026-10-01']?.name).toBe('National Day');
  });

  it('is answered under its key as the first time, by year', async () => {
    const key = { 'Idempotency-Key': 'a-calendar' };
    const tag = await tagOf(unit, CALENDAR);
    const first = await unit.put(CALENDAR, GIVEN, tag, key);
    const again = await unit.put(CALENDAR, GIVEN, tag, key);
    expect([again.status, again.body]).toEqual([200, first.body]);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(told(await unit.put(CALENDAR, { ...GIVEN, confirmed: false }, tag, key))).toEqual([
      422,
      'IdempotencyKeyReused',
    ]);
    const elsewhere = '/v1/countries/CN/calendar?year=2026';
    expect(told(await unit.put(elsewhere, GIVEN, tag, key))).toEqual([422, 'IdempotencyKeyReused']);
  });

  it.each([
    ['a day of another year', { free: [{ date: '2026-06-10', name: 'x' }] }, 'CalendarDayWrong', '/free/0/date'],
    ['a day that does not exist', { free: [{ date: '2027-02-30', name: 'x' }] }, 'ValidationFailed', '/free/0/date'],
    ['a worked day in the week', { worked: [{ date: '2027-06-11', name: 'x' }] }, 'CalendarDayWrong', '/worked/0/date'],
    ['no free day at all', { free: [] }, 'ValidationFailed', '/free'],
    ['no source', { source: '' }, 'ValidationFailed', '/source'],
    ['a field that is not known', { holidays: [] }, 'UnknownField', '/holidays'],
  ])('is refused with %s, and says where', async (_, wrong, code, pointer) => {
    const response = await unit.put(CALENDAR, { ...GIVEN, ...wrong }, await tagOf(unit, CALENDAR));
    expect([response.status, response.body.code, response.body.pointer]).toEqual([422, code, pointer]);
  });

  it('is refused for a year that leaves a gap, without days to work, and without a reason', async () => {
    const tag = await tagOf(unit, CALENDAR);
    const far = { ...GIVEN, free: [{ date: '2030-01-01', name: 'x' }], worked: [] };
    const response = await unit.put('/v1/countries/CN/calendar?year=2030', far, tag);
    expect(told(response)).toEqual([422, 'CalendarYearNotOpen']);
    expect(response.body.facts).toEqual({ given: 2030, first: 2026, last: 2028 });
    const all = Array.from({ length: 365 }, (_, i) => ({
      date: new Date(Date.UTC(2027, 0, 1 + i)).toISOString().slice(0, 10),
      name: 'x',
    }));
    const idle = await unit.put(CALENDAR, { ...GIVEN, free: all, worked: [] }, tag);
    expect(told(idle)).toEqual([422, 'CalendarWithoutWorkingDay']);
    expect((await unit.put(CALENDAR, YEAR, tag)).body.pointer).toBe('/reason');
    expect(told(await unit.put(CALENDAR, GIVEN, tag, { 'If-Match': '' }))).toEqual([412, 'PreconditionFailed']);
  });

  it('asks for If-Match, and for a key that makes it safe to repeat', async () => {
    const headers = { Authorization: `Bearer ${unit.secret}` };
    const bare = await request(bench.app).put(CALENDAR).set(headers).send(GIVEN);
    expect(told(bare)).toEqual([400, 'IdempotencyKeyMissing']);
    const keyed = await request(bench.app)
      .put(CALENDAR)
      .set({ ...headers, 'Idempotency-Key': 'keyed' })
      .send(GIVEN);
    expect(told(keyed)).toEqual([428, 'PreconditionRequired']);
    const posted = await unit.post(CALENDAR, GIVEN);
    expect([...told(posted), posted.headers.allow]).toEqual([405, 'MethodNotAllowed', 'GET, HEAD, PUT']);
  });
});

describe('a hold', () => {
  it('is placed by a person of the own unit alone', async () => {
    expect(told(await city.post('/v1/holds', { with: 'TH' }))).toEqual([403, 'HoldNotAllowed']);
    expect(told(await reader.post('/v1/holds', { with: 'TH' }))).toEqual([403, 'MissingScope']);
    expect(told(await unit.post('/v1/holds', { with: 'CN' }))).toEqual([422, 'UnknownCountry']);
    expect(told(await unit.post('/v1/holds', { with: 'XX' }))).toEqual([422, 'UnknownCountry']);
    expect((await unit.get('/v1/holds')).body.items).toEqual([]);
  });

  it('stands once, is told to its own side alone, and is lifted once', async () => {
    const placed = await unit.post('/v1/holds', { with: 'TH', reason: 'Talks are under way.' });
    expect(placed.status).toBe(201);
    const { hold } = placed.body;
    expect(hold).toMatchObject({ with: 'TH', liftedAt: null, reason: 'Talks are under way.' });
    expect(told(await unit.post('/v1/holds', { with: 'TH' }))).toEqual([409, 'HoldStands']);
    expect((await unit.get('/v1/holds')).body.items).toEqual([hold]);
    expect((await other.get('/v1/holds')).body.items).toEqual([]);
    expect(told(await other.post(`/v1/holds/${hold.id}/lift`, {}))).toEqual([404, 'NotFound']);
    expect(told(await city.post(`/v1/holds/${hold.id}/lift`, {}))).toEqual([403, 'HoldNotAllowed']);
    const { holds, worldFor, procedures } = await createCatalogue(bench.pool).current();
    expect(holds).toEqual([{ by: 'CN', with: 'TH', since: hold.since }]);
    const [first] = procedures;
    expect(first && worldFor(first.definition).holds).toEqual(holds);
    const lifted = await unit.post(`/v1/holds/${hold.id}/lift`, { reason: 'Agreed.' });
    expect(lifted.body.hold).toEqual({ ...hold, liftedAt: expect.any(String) });
    expect(told(await unit.post(`/v1/holds/${hold.id}/lift`, {}))).toEqual([409, 'HoldLifted']);
    expect((await createCatalogue(bench.pool).current()).holds).toEqual([]);
    expect((await history('lift'))[0]).toMatchObject({
      key: hold.id,
      reason: 'Agreed.',
      person_id: 'cn-lmc-secretariat-desk',
    });
  });

  it('may be placed again, and by both sides', async () => {
    const ours = await unit.post('/v1/holds', { with: 'TH' });
    const theirs = await other.post('/v1/holds', { with: 'CN' });
    expect([ours.status, theirs.status]).toEqual([201, 201]);
    const items = (await unit.get('/v1/holds')).body.items as { liftedAt: string | null }[];
    expect(items.map((h) => h.liftedAt === null).toSorted()).toEqual([false, true]);
  });

  it('with a name that is none is there for nobody', async () => {
    expect(told(await unit.post('/v1/holds/not-an-id/lift', {}))).toEqual([404, 'NotFound']);
  });
});

describe('the history', () => {
  it('is told to the own unit alone, and counts the changes of the own side alone', async () => {
    await other.post('/v1/holds', { with: 'VN' });
    const placed = await unit.post('/v1/holds', { with: 'VN', reason: 'For the history.' });
    await other.post('/v1/holds', { with: 'LA' });
    await unit.post(`/v1/holds/${placed.body.hold.id}/lift`, {});
    expect(told(await city.get('/v1/changes'))).toEqual([403, 'NotTheUnit']);
    expect(told(await reader.get('/v1/changes'))).toEqual([403, 'MissingScope']);
    const all = (await unit.get('/v1/changes?limit=100')).body.items as { change: number; kind: string }[];
    expect(all.map((c) => c.change)).toEqual(all.map((_, i) => all.length - i));
    expect(all.slice(0, 2)).toMatchObject([
      { kind: 'lift', key: placed.body.hold.id },
      { kind: 'hold', reason: 'For the history.', before: null, after: { with: 'VN' } },
    ]);
    const theirs = (await other.get('/v1/changes')).body.items as { change: number; after: { with: string } }[];
    expect(theirs.map((c) => [c.change, c.after.with])).toEqual([
      [3, 'LA'],
      [2, 'VN'],
      [1, 'CN'],
    ]);
    const first = await unit.get('/v1/changes?limit=1');
    const second = await unit.get(`/v1/changes?limit=1&cursor=${first.body.next}`);
    expect([...first.body.items, ...second.body.items]).toEqual(all.slice(0, 2));
    const holds = (await unit.get('/v1/changes?kind=hold')).body.items as { kind: string }[];
    expect(holds.every((c) => c.kind === 'hold') && holds.length > 0).toBe(true);
  });
});

describe('seats and people', () => {
  const SEAT = '/v1/seats/cn-guangzhou-fao:desk';
  const PERSON = '/v1/people/cn-guangzhou-fao-deputy';
  const NEW = {
    id: 'cn-guangzhou-fao-third',
    organization: 'cn-guangzhou-fao',
    name: 'Third desk officer',
    email: 'third@cn-guangzhou-fao.example',
    language: 'zh',
    zone: 'Asia/Shanghai',
    reason: 'Joined in June.',
  };

  it('are told to their own unit alone', async () => {
    const seats = (await unit.get('/v1/seats')).body.items as { id: string; organization: string }[];
    const people = (await unit.get('/v1/people')).body.items as { id: string }[];
    expect(seats.length).toBeGreaterThan(10);
    expect([...seats, ...people].filter(({ id }) => !id.startsWith('cn-'))).toEqual([]);
    expect(told(await reader.get('/v1/people'))).toEqual([403, 'MissingScope']);
    expect(told(await city.get('/v1/people'))).toEqual([403, 'NotTheUnit']);
    expect(told(await city.get(SEAT))).toEqual([403, 'NotTheUnit']);
    expect(told(await unit.get('/v1/people/th-moi-fad-desk'))).toEqual([404, 'NotFound']);
    expect(told(await unit.get('/v1/seats/th-moi-fad:desk'))).toEqual([404, 'NotFound']);
  });

  it('a person is added, changed and kept, with the history', async () => {
    expect(told(await city.post('/v1/people', NEW))).toEqual([403, 'NotTheUnit']);
    expect((await unit.post('/v1/people', NEW)).status).toBe(201);
    expect(told(await unit.post('/v1/people', NEW))).toEqual([409, 'PersonExists']);
    expect(told(await unit.post('/v1/people', { ...NEW, id: 'cn-x', organization: 'th-moi-fad' }))).toEqual([
      422,
      'UnknownOrganization',
    ]);
    const { name, email, language, zone } = { ...NEW, email: 'new@cn-guangzhou-fao.example', language: 'en' };
    const change = { name, email, language, zone, reason: 'Moved.' };
    const tag = await tagOf(unit, PERSON);
    expect((await unit.put(PERSON, change, tag)).body.person).toMatchObject({ email, language: 'en' });
    expect(told(await unit.put(PERSON, change, tag))).toEqual([412, 'PreconditionFailed']);
    expect((await unit.put(PERSON, { ...change, zone: 'Nowhere/None' }, tag)).body.pointer).toBe('/zone');
    expect(told(await other.put(PERSON, change, tag))).toEqual([404, 'NotFound']);
    expect((await history('person')).map((h) => [h.key, h.before?.email ?? null, h.after.email])).toEqual([
      [NEW.id, null, NEW.email],
      ['cn-guangzhou-fao-deputy', 'deputy@cn-guangzhou-fao.example', email],
    ]);
    const { leftAlone } = await seed({ ownerUrl: bench.database.ownerUrl });
    expect(leftAlone).toContain('people cn-guangzhou-fao-deputy');
  });

  it('a seat is given to others, and the seed leaves it to them', async () => {
    const read = await unit.get(SEAT);
    const holders = [
      ...read.body.holders.map((h: object) => ({ ...h, until: '2026-06-30' })),
      { person: NEW.id, kind: 'principal', from: '2026-06-01', until: null },
    ];
    const change = { channels: ['mail'], holders, reason: 'The desk changes hands.' };
    const tag = read.headers.etag ?? '';
    expect(told(await city.put(SEAT, change, tag))).toEqual([403, 'NotTheUnit']);
    const response = await unit.put(SEAT, change, tag);
    expect([response.status, response.body.cases]).toEqual([200, 0]);
    expect((await unit.get(SEAT)).body).toEqual(response.body.seat);
    expect(response.body.seat).toMatchObject({ channels: ['mail'] });
    expect(response.body.seat.holders).toHaveLength(holders.length);
    expect(told(await unit.put(SEAT, change, tag))).toEqual([412, 'PreconditionFailed']);
    const [kept] = await history('seat');
    expect(kept).toMatchObject({ before: read.body, reason: 'The desk changes hands.' });
    const { leftAlone } = await seed({ ownerUrl: bench.database.ownerUrl });
    expect(leftAlone).toEqual(expect.arrayContaining([`seats cn-guangzhou-fao:desk`, `holders cn-guangzhou-fao:desk`]));
    const { directory } = await createCatalogue(bench.pool).current();
    expect(directory.seats['cn-guangzhou-fao:desk']?.holders).toHaveLength(holders.length);
  });

  it.each([
    [
      'somebody of another country',
      [{ person: 'th-moi-fad-desk', kind: 'principal', from: '2026-01-01', until: null }],
      'UnknownPerson',
    ],
    [
      'somebody unheard of',
      [{ person: 'cn-nobody', kind: 'principal', from: '2026-01-01', until: null }],
      'UnknownPerson',
    ],
    [
      'somebody twice at once',
      [
        { person: NEW.id, kind: 'principal', from: '2026-01-01', until: '2026-12-31' },
        { person: NEW.id, kind: 'alternate', from: '2026-12-31', until: null },
      ],
      'HolderTwice',
    ],
    [
      'an end before its beginning',
      [{ person: NEW.id, kind: 'principal', from: '2026-02-01', until: '2026-01-01' }],
      'ValidationFailed',
    ],
  ])('a seat is refused to %s', async (_, holders, code) => {
    const change = { channels: ['mail'], holders, reason: 'x' };
    expect(told(await unit.put(SEAT, change, await tagOf(unit, SEAT)))).toEqual([422, code]);
  });

  it('a seat is added to an own office, once', async () => {
    const seat = {
      organization: 'cn-kunming',
      function: 'note-desk',
      channels: ['mail', 'api'],
      holders: [],
      reason: 'New.',
    };
    const added = await unit.post('/v1/seats', seat);
    expect([added.status, added.headers.location]).toEqual([201, '/v1/seats/cn-kunming%3Anote-desk']);
    expect((await unit.get(added.headers.location ?? '')).body).toEqual(added.body.seat);
    expect(told(await unit.post('/v1/seats', seat))).toEqual([409, 'SeatExists']);
    expect(told(await unit.post('/v1/seats', { ...seat, organization: 'th-moi-fad' }))).toEqual([
      422,
      'UnknownOrganization',
    ]);
  });
});
