/** The catalogue, calendars and deadlines; what is cached, counted and answered while a part is away. */
import { Redis } from 'ioredis';
import request from 'supertest';
import { createApp } from '../../../api/app';
import { createLimits } from '../../../api/http/limits';
import { createKeys } from '../../../store/keys';
import { createPool } from '../../../store/pool';
import { StoreBusy } from '../../../store/record';
import { testParts } from '../../parts/parts';
import { agree, HOME, OTHERS, RELEASE } from './acts';
import { ApiBench, ApiCaller, guangzhouToChiangMai as good } from './bench';

let bench: ApiBench;
let guangzhou: ApiCaller;
let fao: ApiCaller;
beforeAll(async () => {
  bench = await ApiBench.open();
  guangzhou = await bench.caller('cn-guangzhou', 'cn-guangzhou-desk');
  fao = await bench.caller('cn-guangzhou-fao', 'cn-guangzhou-fao-desk');
});
afterAll(() => bench.close());

describe('the catalogue', () => {
  it('names the six countries in their neutral order, with profiles of the own one alone', async () => {
    const { body } = await guangzhou.get('/v1/countries');
    expect(body.items.map((c: { iso: string }) => c.iso)).toEqual(['KH', 'CN', 'LA', 'MM', 'TH', 'VN']);
    const withProfiles = body.items
      .filter((c: { profiles?: unknown }) => c.profiles)
      .map((c: { iso: string }) => c.iso);
    expect(withProfiles).toEqual(['CN']);
  });

  it('shows of other countries possible participants and units, and nothing of how they are built', async () => {
    const { body } = await guangzhou.get('/v1/organizations');
    const all = body.items as { id: string; country: string; participant: boolean; unit: boolean; roles?: string[] }[];
    const foreign = all.filter((o) => o.country !== 'CN');
    expect(foreign.map((o) => o.id)).toEqual(expect.arrayContaining(['th-chiang-mai', 'th-mlc-unit']));
    expect(foreign.filter((o) => !(o.participant || o.unit) || o.roles)).toEqual([]);
    expect(all.map((o) => o.id)).toEqual(expect.arrayContaining(['cn-cpaffc', 'cn-guangzhou-fao']));
    const thai = await guangzhou.get('/v1/organizations?country=TH');
    expect(thai.body.items).toEqual(all.filter((o) => o.country === 'TH'));
  });

  it.each(['instruments', 'areas', 'procedures', 'deliveries'])('lists %s', async (what) => {
    const response = await guangzhou.get(`/v1/${what}`);
    expect(response.status).toBe(200);
    expect(Array.isArray(response.body.items)).toBe(true);
  });

  it('finds what is wrong with a procedure', async () => {
    const { body } = await guangzhou.get('/v1/procedures');
    const { definition } = body.items.find((p: { key: string }) => p.key === 'sister-city-agreement');
    const fine = await guangzhou.post('/v1/procedures/validate', definition);
    expect(fine.body).toEqual({ valid: true, problems: [] });
    const wrong = await guangzhou.post('/v1/procedures/validate', { ...definition, votes: 1 });
    expect(wrong.body).toMatchObject({ valid: false, problems: [{ code: 'UnknownField', pointer: '/votes' }] });
  });
});

describe('calendars and deadlines', () => {
  it('a year has all its days, each with its source', async () => {
    const { body } = await guangzhou.get('/v1/countries/TH/calendar?year=2026');
    expect(body.days).toHaveLength(365);
    const newYear = body.days.find((d: { date: string }) => d.date === '2026-04-13');
    expect(newYear).toMatchObject({ kind: 'free', published: true });
    expect(body.source.length).toBeGreaterThan(0);
  });

  it.each([
    ['/v1/countries/FR/calendar?year=2026', 404, 'NotFound', undefined],
    ['/v1/countries/__proto__/calendar?year=2026', 404, 'NotFound', undefined],
    ['/v1/countries/CN/calendar', 422, 'ValidationFailed', '/year'],
    ['/v1/countries/CN/calendar?year=1', 422, 'ValidationFailed', '/year'],
    ['/v1/countries/CN/calendar?year=2026&month=1', 422, 'UnknownField', '/month'],
    ['/v1/deadlines?from=2026-04-09&workingDays=3', 422, 'ValidationFailed', '/country'],
    ['/v1/deadlines?from=soon&workingDays=3&country=CN', 422, 'ValidationFailed', '/from'],
    ['/v1/deadlines?from=2026-04-09&workingDays=0&country=CN', 422, 'ValidationFailed', '/workingDays'],
    ['/v1/deadlines?from=2026-04-09&workingDays=1.5&country=CN', 422, 'ValidationFailed', '/workingDays'],
    ['/v1/deadlines?from=2026-04-09&workingDays=3&country=CN&country=FR', 422, 'UnknownCountry', '/country/1'],
    ['/v1/deadlines?from=2026-04-09&workingDays=3&country=CN&endOfDay=noon', 422, 'ValidationFailed', '/endOfDay'],
    ['/v1/proposals?limit=0', 422, 'ValidationFailed', '/limit'],
    ['/v1/proposals?cursor=made-up', 422, 'ValidationFailed', '/cursor'],
    ['/v1/proposals?status=nice', 422, 'ValidationFailed', '/status'],
    ['/v1/deliveries?cursor=made-up', 422, 'ValidationFailed', '/cursor'],
  ])('%s is refused', async (path, status, code, pointer) => {
    const response = await guangzhou.get(path);
    expect([response.status, response.body.code, response.body.pointer]).toEqual([status, code, pointer]);
  });

  it('the deadline is the latest of the countries’ own', async () => {
    // Thursday 9 April 2026; 13 to 15 April are free in Thailand.
    const { body } = await guangzhou.get('/v1/deadlines?from=2026-04-09T03:00:00Z&workingDays=3&country=CN&country=TH');
    expect(body).toMatchObject({
      due: '2026-04-17T10:00:00.000Z',
      perCountry: [
        { country: 'CN', due: '2026-04-14T09:00:00.000Z', lastDay: '2026-04-14' },
        { country: 'TH', due: '2026-04-17T10:00:00.000Z', lastDay: '2026-04-17' },
      ],
    });
  });

  it('shared days are those on which all of them work; a day may end at 24:00', async () => {
    const path = '/v1/deadlines?from=2026-04-09&workingDays=3&country=CN&country=TH&shared=true&endOfDay=24:00';
    const { body } = await guangzhou.get(path);
    expect(body.perCountry.map((p: { lastDay: string }) => p.lastDay)).toEqual(['2026-04-17', '2026-04-17']);
    expect(body.due).toBe('2026-04-17T17:00:00.000Z');
  });

  it('what is received on a free day counts from the next working day', async () => {
    const on = (day: string) => guangzhou.get(`/v1/deadlines?from=${day}&workingDays=1&country=TH`);
    const [holiday, after] = [await on('2026-04-13'), await on('2026-04-16')];
    expect(holiday.body.due).toBe(after.body.due);
  });
});

describe('what is read again', () => {
  it('is not sent again while it is the same, to the one who has it', async () => {
    const { body } = await guangzhou.post('/v1/proposals', good);
    const first = await guangzhou.get(`/v1/proposals/${body.id}`);
    expect(first.headers['cache-control']).toBe('private, no-cache');
    const again = await guangzhou.get(`/v1/proposals/${body.id}`, { 'If-None-Match': first.headers.etag ?? '' });
    expect([again.status, again.text]).toEqual([304, '']);
    await guangzhou.post(`/v1/proposals/${body.id}/withdrawal`, {});
    const changed = await guangzhou.get(`/v1/proposals/${body.id}`, { 'If-None-Match': first.headers.etag ?? '' });
    expect([changed.status, changed.body.status]).toEqual([200, 'withdrawn']);
  });

  it('comes page by page, each case once', async () => {
    const whole = await guangzhou.get('/v1/proposals?limit=100');
    for (let i = whole.body.items.length; i < 5; i += 1) await guangzhou.post('/v1/proposals', good);
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await guangzhou.get(`/v1/proposals?limit=2${cursor ? `&cursor=${cursor}` : ''}`);
      seen.push(...page.body.items.map((p: { id: string }) => p.id));
      cursor = page.body.next;
    }
    const all = (await guangzhou.get('/v1/proposals?limit=100')).body.items.map((p: { id: string }) => p.id);
    expect(seen).toEqual(all);
  });

  it('speaks the reader’s language in a refusal', async () => {
    const said = async (language: string) => (await guangzhou.get('/v1/nowhere', { 'Accept-Language': language })).body;
    const [english, chinese, khmer] = [await said('en'), await said('zh-CN'), await said('km')];
    expect(chinese.detail).not.toBe(english.detail);
    expect(khmer.detail).toBe(english.detail);
    expect(chinese.code).toBe(english.code);
  });
});

describe('the other side', () => {
  it('reads the same bytes before and after every inner act, and no word of them', async () => {
    const { body: found } = await guangzhou.post('/v1/proposals', {
      ...good,
      title: { en: 'CANARY title' },
      summary: { en: 'CANARY summary' },
      sections: [{ key: 'a', text: { en: 'CANARY text' } }],
      data: { note: 'CANARY' },
    });
    const unit = await bench.caller('th-mlc-unit', 'th-mlc-unit-desk');
    const chiangMai = await bench.caller('th-chiang-mai', 'th-chiang-mai-desk');
    const paths = ['', '/ballots', '/comments', '/events', '/timeline'].map((p) => `/v1/proposals/${found.id}${p}`);
    const everything = [
      '/v1/proposals',
      '/v1/organizations',
      '/v1/procedures',
      '/v1/deliveries',
      '/v1/countries',
      ...paths,
    ];
    const read = async () => {
      const answers: string[] = [];
      for (const reader of [unit, chiangMai]) {
        for (const path of everything) {
          const { status, text, headers } = await reader.get(path);
          answers.push(`${path} ${status} ${headers.etag} ${text}`);
        }
      }
      return answers;
    };
    const before = await read();
    const { body: ballots } = await fao.get(`/v1/proposals/${found.id}/ballots`);
    await fao.post(`/v1/proposals/${found.id}/comments`, { text: 'CANARY comment' });
    const replied = await fao.post(`/v1/ballots/${ballots.items[0].id}/replies`, {
      seat: 'cn-guangzhou-fao:desk',
      kind: 'agreeWithComments',
      inside: 'CANARY inside',
      shown: { revision: found.revision.hash, language: 'en', procedure: found.procedure.hash, standing: null },
    });
    expect(replied.status).toBe(201);
    expect(await read()).toEqual(before);
    await guangzhou.post(`/v1/proposals/${found.id}/withdrawal`, { reason: 'CANARY reason' });
    const after = await read();
    expect(after).toEqual(before);
    expect(after.join('\n')).not.toContain('CANARY');
  });

  it('reads the same bytes while the asked house considers, until its track is settled', async () => {
    const { body: found } = await guangzhou.post('/v1/proposals', good);
    for (const [organization, person] of [...HOME, RELEASE]) {
      const answered = await agree(await bench.caller(organization, person), found.id, organization);
      expect([organization, answered.status]).toEqual([organization, 201]);
    }
    const paths = ['', '/ballots', '/events?limit=100', '/timeline?limit=100'].map(
      (p) => `/v1/proposals/${found.id}${p}`,
    );
    const read = async () =>
      Promise.all([...paths, '/v1/proposals', '/v1/deliveries'].map(async (path) => (await guangzhou.get(path)).text));
    const before = await read();
    expect(JSON.parse(before[0] ?? '').waitingFor).toMatchObject([{ on: 'side', side: 'TH', until: null }]);
    const [[committee, secretary]] = OTHERS;
    const thai = await bench.caller(committee, secretary);
    expect((await thai.post(`/v1/proposals/${found.id}/comments`, { text: 'CANARY' })).status).toBe(201);
    expect((await agree(thai, found.id, committee)).status).toBe(201);
    expect(await read()).toEqual(before);
  });
});

describe('too many requests', () => {
  const limited = (redis: Redis | null) => {
    const limits = createLimits({
      redis,
      instance: `t${Math.trunc(performance.now())}`,
      requestsPerMinute: 3,
      failuresPerMinute: 2,
    });
    return createApp({ ...bench.deps, limits });
  };
  const four = async (redis: Redis | null) => {
    const caller = new ApiCaller(limited(redis), guangzhou.secret, guangzhou.keyId);
    const statuses: number[] = [];
    for (let i = 0; i < 4; i += 1) {
      const response = await caller.get('/v1/areas');
      statuses.push(response.status);
      if (response.status === 429) expect(Number(response.headers['retry-after'])).toBeGreaterThan(0);
    }
    return statuses;
  };

  it('of one key are asked to wait, counted in Redis', async () => {
    const redis = new Redis(testParts().redisUrl);
    await redis.ping();
    expect(await four(redis)).toEqual([200, 200, 200, 429]);
    redis.disconnect();
  });

  it('are counted in memory while Redis is away, and none fails for that', async () => {
    const away = new Redis('redis://127.0.0.1:1', {
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      retryStrategy: () => null,
    });
    away.on('error', () => undefined);
    expect(await four(away)).toEqual([200, 200, 200, 429]);
    away.disconnect();
  });

  it('without a valid key are asked to wait, and hold nobody up who has one', async () => {
    const app = limited(null);
    const strangers: number[] = [];
    for (let i = 0; i < 3; i += 1) strangers.push((await request(app).get('/v1/areas')).status);
    expect(strangers).toEqual([401, 401, 429]);
    expect((await new ApiCaller(app, guangzhou.secret, guangzhou.keyId).get('/v1/areas')).status).toBe(200);
  });
});

describe('while a part is away', () => {
  it('a busy record is 503 with the time to wait, and shows no cause', async () => {
    const record = { apply: () => Promise.reject(new StoreBusy(new Error('lock of relation "proposals"'))) };
    const caller = new ApiCaller(createApp({ ...bench.deps, record }), guangzhou.secret, guangzhou.keyId);
    const response = await caller.post('/v1/proposals', good);
    expect([response.status, response.body.code]).toEqual([503, 'ServiceBusy']);
    expect(Number(response.headers['retry-after'])).toBeGreaterThan(0);
    expect(response.text).not.toMatch(/lock|relation/);
  });

  it('a database that is not there is 503, and readyz says which part it is', async () => {
    const gone = createPool('postgres://accord@127.0.0.1:1/accord');
    const app = createApp({
      ...bench.deps,
      keys: createKeys(gone),
      checks: { postgres: () => gone.query('SELECT 1') },
    });
    const response = await new ApiCaller(app, guangzhou.secret, guangzhou.keyId).get('/v1/areas');
    expect([response.status, response.body.code]).toEqual([503, 'ServiceBusy']);
    const ready = await request(app).get('/readyz');
    expect([ready.status, ready.body.status, ready.body.dependencies.postgres.state]).toEqual([
      503,
      'unavailable',
      'down',
    ]);
    expect((await request(app).get('/livez')).status).toBe(200);
    await gone.end();
  });

  it('without Redis or Temporal people go on working', async () => {
    const checks = { ...bench.deps.checks, redis: () => Promise.reject(new Error('away')) };
    const ready = await request(createApp({ ...bench.deps, checks })).get('/readyz');
    expect([ready.status, ready.body.status]).toEqual([200, 'degraded']);
  });
});

describe('the log', () => {
  it('has one line for each request, without address, body or key', async () => {
    bench.log.length = 0;
    await guangzhou.post('/v1/proposals?token=secret', { ...good, note: 'do not log me' });
    const [line] = bench.log;
    expect(bench.log).toHaveLength(1);
    expect(line).toMatchObject({
      message: 'request',
      level: 'info',
      fields: { method: 'POST', route: 'POST /v1/proposals', status: 422, code: 'UnknownField', key: guangzhou.keyId },
    });
    expect(JSON.stringify(line)).not.toMatch(/do not log me|token=secret/);
    expect(JSON.stringify(line)).not.toContain(guangzhou.secret);
  });
});
