/** What comes after the outcome: who may record which act, in which order, and who reads what of it. */
import type { Response } from 'supertest';
import { agree, HOME, JOINT, OTHERS, RELEASE } from './acts';
import { ApiBench, type ApiCaller, guangzhouToChiangMai } from './bench';

let bench: ApiBench;
let guangzhou: ApiCaller;
let chinese: ApiCaller;
let thai: ApiCaller;
beforeAll(async () => {
  bench = await ApiBench.open();
  guangzhou = await bench.caller('cn-guangzhou', 'cn-guangzhou-desk');
  chinese = await bench.caller('cn-lmc-secretariat', 'cn-lmc-secretariat-desk');
  thai = await bench.caller('th-mlc-unit', 'th-mlc-unit-desk');
});
afterAll(() => bench.close());

const told = ({ status, body }: Response) => [status, body.code, body.pointer];
const of = (id: string, rest = '') => `/v1/agreements/${id}${rest}`;
type Obligation = { kind: string; side: string; metOn: string | null; due: string | null };

async function agreed(): Promise<string> {
  const { id } = (await guangzhou.post('/v1/proposals', guangzhouToChiangMai)).body;
  for (const [organization, person] of [...HOME, RELEASE, ...OTHERS, ...JOINT]) {
    const answered = await agree(await bench.caller(organization, person), id, organization);
    expect([organization, answered.status]).toEqual([organization, 201]);
  }
  return id;
}

const obligationsFor = async (caller: ApiCaller, id: string) =>
  ((await caller.get(of(id))).body.obligations as Obligation[]).map((o) => [o.kind, o.side, o.metOn]);

describe('an agreement', () => {
  let id: string;
  beforeAll(async () => {
    id = await agreed();
  });

  it('is in the register of those who are in it, and of nobody else', async () => {
    const running = (await guangzhou.post('/v1/proposals', guangzhouToChiangMai)).body.id;
    const listed = (await guangzhou.get('/v1/agreements')).body;
    expect(listed.items.map((a: { id: string }) => a.id)).toEqual([id]);
    expect(listed.items[0]).toMatchObject({ status: 'agreed', title: guangzhouToChiangMai.title, signedOn: null });
    expect((await thai.get('/v1/agreements?status=inEffect')).body.items).toEqual([]);
    const outsider = await bench.caller('cn-kunming', 'cn-kunming-desk');
    expect((await outsider.get('/v1/agreements')).body).toEqual({ items: [], next: null });
    const nothing = await outsider.get(of('0e3f1a52-6c1d-4b7e-9a55-3f6f2d1c8b90'));
    for (const caller of [outsider, guangzhou]) {
      expect((await caller.get(of(caller === guangzhou ? running : id))).text).toBe(nothing.text);
    }
  });

  it('shows all sides who has to sign, and each side what else it owes', async () => {
    const signing = [
      ['sign', 'CN', null],
      ['sign', 'TH', null],
    ];
    expect(await obligationsFor(thai, id)).toEqual(signing);
    expect(await obligationsFor(guangzhou, id)).toEqual([...signing, ['recordFiling', 'CN', null]]);
  });

  it.each([
    ['a date in the future', { kind: 'sign', dated: '2026-06-11' }, 422, 'ActDateInFuture', '/dated'],
    ['a date before the agreement', { kind: 'sign', dated: '2026-06-09' }, 422, 'ActBeforeOutcome', '/dated'],
    ['no date', { kind: 'sign' }, 422, 'ValidationFailed', '/dated'],
    ['a day that does not exist', { kind: 'sign', dated: '2026-02-30' }, 422, 'ValidationFailed', '/dated'],
    ['an unknown act', { kind: 'burn', dated: '2026-06-10' }, 422, 'ValidationFailed', '/kind'],
    [
      'a way of signing for a filing',
      { kind: 'recordFiling', dated: '2026-06-10', mode: 'online' },
      422,
      'ValidationFailed',
      '/mode',
    ],
    ['what nobody asked for', { kind: 'renew', dated: '2026-06-10' }, 422, 'NoSuchObligation', '/kind'],
    ['a filing before the signing', { kind: 'recordFiling', dated: '2026-06-10' }, 409, 'NotSignedYet', undefined],
  ])('takes no act with %s', async (_, body, status, code, pointer) => {
    const before = await bench.written();
    expect(told(await guangzhou.post(of(id, '/acts'), body))).toEqual([status, code, pointer]);
    expect(await bench.written()).toEqual(before);
  });

  it('takes no act of an office that does not answer for it', async () => {
    const office = await bench.caller('cn-cpaffc', 'cn-cpaffc-desk');
    const signing = { kind: 'sign', dated: '2026-06-10' };
    expect(told(await office.post(of(id, '/acts'), signing))).toEqual([403, 'NotYourObligation', undefined]);
    const reader = await bench.caller('cn-guangzhou', 'cn-guangzhou-desk', ['read', 'reply']);
    expect(told(await reader.post(of(id, '/acts'), signing))).toEqual([403, 'MissingScope', undefined]);
  });

  it('is in effect with the last signature, of two at once by one side one counts', async () => {
    const signing = { kind: 'sign', dated: '2026-06-10', mode: 'byMail', number: '穗外 12' };
    const both = await Promise.all([guangzhou, chinese].map((c) => c.post(of(id, '/acts'), signing)));
    expect(both.map((r) => r.status).toSorted()).toEqual([201, 409]);
    expect(both.find((r) => r.status === 201)?.body).toMatchObject({
      agreement: id,
      status: 'agreed',
      obligation: { kind: 'sign', side: 'CN', metOn: '2026-06-10', number: '穗外 12' },
    });
    const last = await thai.post(of(id, '/acts'), { kind: 'sign', dated: '2026-06-10' });
    expect([last.status, last.body]).toMatchObject([201, { status: 'inEffect', signedOn: '2026-06-10' }]);
    expect((await guangzhou.get(`/v1/proposals/${id}`)).body).toMatchObject({
      status: 'inEffect',
      signedOn: '2026-06-10',
    });
    const filing = ((await guangzhou.get(of(id))).body.obligations as Obligation[]).find(
      (o) => o.kind === 'recordFiling',
    );
    expect(filing?.due).toBe('2026-07-10T16:00:00.000Z');
    expect((await guangzhou.post(of(id, '/acts'), { kind: 'recordFiling', dated: '2026-06-10' })).status).toBe(201);
    expect(await obligationsFor(thai, id)).toEqual([
      ['sign', 'CN', '2026-06-10'],
      ['sign', 'TH', '2026-06-10'],
    ]);
    const lines = (caller: ApiCaller) =>
      caller.get(`/v1/proposals/${id}/timeline?limit=100`, { 'Accept-Language': 'en' });
    const texts = ((await lines(thai)).body.items as { text: string }[]).map((e) => e.text);
    expect(texts).toContain('The Chinese side signed on 10 June 2026.');
    expect(texts.join('\n')).not.toContain('filed');
    expect((await lines(guangzhou)).text).toContain('filed the agreement for the record on 10 June 2026.');
  });
});

it('of a case that is no agreement nothing is recorded', async () => {
  const { id } = (await guangzhou.post('/v1/proposals', guangzhouToChiangMai)).body;
  const signing = { kind: 'sign', dated: '2026-06-10' };
  expect(told(await guangzhou.post(of(id, '/acts'), signing))).toEqual([409, 'NothingToRecord', undefined]);
  expect(told(await thai.post(of(id, '/acts'), signing))).toEqual([404, 'NotFound', undefined]);
});
