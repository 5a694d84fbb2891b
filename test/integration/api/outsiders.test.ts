/** For whoever is not in a case it does not exist: on every route, in every status, in the very same bytes. */
import { allRoutes } from '../../../api/app';
import type { Route } from '../../../api/http/route';
import { ManySides, revised } from './border-plan';

let stage: ManySides;
beforeAll(async () => {
  stage = await ManySides.open();
});
afterAll(() => stage.close());

const NOBODYS = '0e3f1a52-6c1d-4b7e-9a55-3f6f2d1c8b90';
const reason = 'Because.';
const today = '2026-06-10';

/** A body for every route that acts on a case, as somebody who knows the case would send it. */
const bodiesFor = (id: string, number: string): Readonly<Record<string, readonly object[]>> => ({
  '/v1/proposals/{id}/withdrawal': [{}],
  '/v1/proposals/{id}/comments': [{ text: 'Hello?' }, { text: 'Hello?', audience: 'others', inReplyTo: NOBODYS }],
  '/v1/proposals/{id}/releases': [{ revision: 1 }, { return: `${id}.x` }],
  '/v1/proposals/{id}/joins': [
    { organization: 'vn-cao-bang', number: 'AC-2026-000000' },
    { organization: 'cn-yunnan-fao', number },
  ],
  '/v1/proposals/{id}/departures': [{ organization: 'vn-cao-bang' }],
  '/v1/proposals/{id}/completeness': [{ complete: true }, { complete: true, track: 'others' }],
  '/v1/proposals/{id}/completeness/supplies': [{}, { track: 'others' }],
  '/v1/proposals/{id}/interventions': [{ kind: 'suspend', track: 'home', reason }],
  '/v1/proposals/{id}/revisions': [revised('eight')],
  '/v1/proposals/{id}/revisions/{revision}/acceptances': [{}],
  '/v1/agreements/{id}/acts': [{ kind: 'sign', dated: today }],
});

const OF_CASE = /^\/v1\/(proposals|agreements)\/\{id\}/;

/** What somebody reads and is answered about an id, the id itself left out. */
async function about(caller: Awaited<ReturnType<ManySides['as']>>, id: string, number: string): Promise<string[]> {
  const bodies = bodiesFor(id, number);
  const routes = allRoutes(stage.bench.deps).filter((route: Route) => OF_CASE.test(route.path));
  const answers = routes.flatMap(({ method, path }) => {
    const address = path.replace('{id}', id).replace('{revision}', '1');
    if (method === 'get') return [caller.get(address)];
    const given = bodies[path];
    if (!given) throw new Error(`No body for ${path}`);
    return given.map((body) => caller.post(address, body));
  });
  return (await Promise.all(answers)).map(({ status, text }) => `${status} ${text}`.replaceAll(id, '…'));
}

const numberOf = async (id: string) => (await (await stage.as('cn-guangxi')).get(`/v1/proposals/${id}`)).body.number;

/** Cases in each status, and those for whom none of them exists. */
const STORIES: Readonly<Record<string, Readonly<{ make: () => Promise<string>; outsiders: readonly string[] }>>> = {
  inside: { make: () => stage.submit(), outsiders: ['cn-yunnan', 'vn-cao-bang', 'vn-mlc-unit', 'th-chiang-mai'] },
  released: { make: () => stage.released(), outsiders: ['cn-yunnan', 'vn-da-nang', 'th-mlc-unit'] },
  withdrawn: {
    make: async () => {
      const id = await stage.submit();
      await (await stage.as('cn-guangxi')).post(`/v1/proposals/${id}/withdrawal`, {});
      return id;
    },
    outsiders: ['cn-yunnan', 'vn-cao-bang', 'vn-mlc-unit'],
  },
  notAgreed: {
    make: async () => {
      const id = await stage.submit();
      await stage.answer(id, 'cn-guangxi-fao', 'object');
      return id;
    },
    outsiders: ['cn-yunnan', 'vn-cao-bang', 'vn-mlc-unit'],
  },
  paused: {
    make: async () => {
      const id = await stage.released();
      const unit = await stage.as('cn-lmc-secretariat');
      expect((await unit.post('/v1/holds', { with: 'VN', reason })).status).toBe(201);
      return id;
    },
    outsiders: ['cn-yunnan', 'vn-da-nang', 'th-mlc-unit'],
  },
};

describe.each(Object.entries(STORIES))('a case that is %s', (status, { make, outsiders }) => {
  let id: string;
  let number: string;
  beforeAll(async () => {
    id = await make();
    number = await numberOf(id);
    expect((await (await stage.as('cn-guangxi')).get(`/v1/proposals/${id}`)).body.status).toBe(status);
  });

  it.each(outsiders)('is not there for %s', async (organization) => {
    const caller = await stage.as(organization);
    const before = await stage.bench.written();
    const real = await about(caller, id, number);
    expect(real).toEqual(await about(caller, NOBODYS, number));
    expect(real.length).toBeGreaterThan(20);
    expect(real.filter((answer) => !answer.startsWith('404 '))).toEqual([]);
    expect(await stage.bench.written()).toEqual(before);
  });
});
