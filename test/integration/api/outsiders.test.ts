/** For whoever is not in a case it does not exist: on every route, in every status, in the very same bytes. */
import { allRoutes } from '../../../api/app';
import type { Route } from '../../../api/http/route';
import { bodiesOf, NOBODYS, OF_CASE } from '../canary/bodies';
import { ManySides } from './border-plan';

let stage: ManySides;
beforeAll(async () => {
  stage = await ManySides.open();
});
afterAll(() => stage.close());

const reason = 'Because.';

/** What somebody reads and is answered about an id, the id itself left out. */
async function about(caller: Awaited<ReturnType<ManySides['as']>>, id: string, number: string): Promise<string[]> {
  const routes = allRoutes(stage.bench.deps).filter((route: Route) => OF_CASE.test(route.path));
  const answers = routes.flatMap(({ method, path }) => {
    const address = path.replace('{id}', id).replace('{revision}', '1');
    if (method === 'get') return [caller.get(address)];
    return bodiesOf(path, { id, number }).map((body) => caller.post(address, body));
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
