/** Texts that change on the way: who may write, release, accept and read them. */
import { borderPlan, ManySides, revised } from './border-plan';

let stage: ManySides;
beforeAll(async () => {
  stage = await ManySides.open();
});
afterAll(() => stage.close());

type Item = { number: number; hash: string; status: string; side: string; changed: string[]; acceptedBy: string[] };
type Answer = { status: number; body: { code?: string; pointer?: string } };
const told = ({ status, body }: Answer) => [status, body.code, body.pointer];
const of = (id: string, rest = '') => `/v1/proposals/${id}/revisions${rest}`;

const listed = async (organization: string, id: string) =>
  ((await (await stage.as(organization)).get(of(id))).body.items as Item[]).map((r) => [r.number, r.status, r.side]);

describe('before the release', () => {
  it('a new text is current at once, and nothing of the earlier one ever crosses', async () => {
    const guangxi = await stage.as('cn-guangxi');
    const id = await stage.submit();
    const before = (await guangxi.get(`/v1/proposals/${id}`)).body;
    const made = await guangxi.post(of(id), revised('eight'));
    expect([made.status, made.body]).toMatchObject([
      201,
      { number: 2, status: 'current', base: 1, side: 'CN', changed: ['border-management'], drafters: [] },
    ]);
    expect(made.headers.location).toBe(of(id, '/2'));
    const after = (await guangxi.get(`/v1/proposals/${id}`)).body;
    expect(after.revision).toMatchObject({ number: 2, hash: made.body.hash });
    expect(after.sections[1].text.en).toBe('Crossings open at eight.');
    expect([before.round, after.round]).toEqual([1, 2]);
    expect(await listed('cn-guangxi', id)).toEqual([
      [1, 'superseded', 'CN'],
      [2, 'current', 'CN'],
    ]);
    for (const _ of ['house', 'release']) await stage.answer(id, 'cn-guangxi-fao');
    const theirs = (await (await stage.as('vn-cao-bang')).get(of(id))).body.items as Item[];
    expect(theirs).toHaveLength(1);
    expect(theirs[0]).toMatchObject({ hash: made.body.hash, status: 'current', changed: [], side: 'CN' });
    const earlier = await (await stage.as('vn-cao-bang')).get(of(id, `/${before.revision.hash}`));
    expect(told(earlier)).toEqual([404, 'NotFound', undefined]);
  });
});

describe('after the release', () => {
  it('the proposer’s text crosses by its releasing seat, and starts a round', async () => {
    const id = await stage.released();
    const guangxi = await stage.as('cn-guangxi');
    const fao = await stage.as('cn-guangxi-fao');
    const binhLieu = await stage.as('vn-binh-lieu');
    const made = await guangxi.post(of(id), revised('eight'));
    expect([made.status, made.body.status]).toEqual([201, 'offered']);
    expect(await listed('vn-cao-bang', id)).toEqual([[1, 'current', 'CN']]);
    const releases = `/v1/proposals/${id}/releases`;
    expect(told(await guangxi.post(releases, { revision: 2 }))).toEqual([403, 'NotTheReleasingSeat', undefined]);
    expect(told(await binhLieu.post(releases, { revision: 2 }))).toEqual([403, 'NotTheReleasingSeat', undefined]);
    expect(told(await fao.post(releases, { revision: 7 }))).toEqual([404, 'NotFound', '/revision']);
    expect(told(await fao.post(releases, {}))).toEqual([422, 'ValidationFailed', '']);
    expect(told(await fao.post(releases, { revision: 2, return: 'x' }))).toEqual([422, 'ValidationFailed', '']);
    expect((await guangxi.get(`/v1/proposals/${id}`)).body.unreleased).toEqual([{ revision: 2 }]);
    expect((await binhLieu.get(`/v1/proposals/${id}`)).body.unreleased).toEqual([]);
    const crossed = await fao.post(releases, { revision: 2 });
    expect([crossed.status, crossed.body]).toMatchObject([201, { revision: 2, event: { chain: 'case' } }]);
    expect(await listed('vn-cao-bang', id)).toEqual([
      [1, 'superseded', 'CN'],
      [2, 'current', 'CN'],
    ]);
  });

  it('another participant’s text is current when every other one has accepted it', async () => {
    const id = await stage.released();
    const binhLieu = await stage.as('vn-binh-lieu');
    const guangxi = await stage.as('cn-guangxi');
    const offered = await binhLieu.post(of(id), revised('nine', { drafters: ['vn-binh-lieu-desk'] }));
    expect([offered.status, offered.body]).toMatchObject([201, { number: 2, status: 'offered', side: 'VN' }]);
    expect(await listed('cn-guangxi', id)).toEqual([[1, 'current', 'CN']]);
    expect(told(await guangxi.get(of(id, '/2')))).toEqual([404, 'NotFound', undefined]);
    expect(told(await guangxi.post(of(id, '/2/acceptances'), {}))).toEqual([404, 'NotFound', undefined]);
    const dfa = await stage.as('vn-quang-ninh-dfa');
    expect((await dfa.post(`/v1/proposals/${id}/releases`, { revision: 2 })).status).toBe(201);
    expect(await listed('cn-guangxi', id)).toEqual([
      [1, 'current', 'CN'],
      [2, 'released', 'VN'],
    ]);
    const fao = await stage.as('cn-guangxi-fao');
    expect(told(await fao.post(of(id, '/2/acceptances'), {}))).toEqual([403, 'NotThePenHolder', undefined]);
    expect(told(await binhLieu.post(of(id, '/2/acceptances'), {}))).toEqual([403, 'NotThePenHolder', undefined]);
    const first = await guangxi.post(of(id, '/2/acceptances'), {});
    expect([first.status, first.body]).toMatchObject([201, { number: 2, current: false, organization: 'cn-guangxi' }]);
    expect(told(await guangxi.post(of(id, '/2/acceptances'), {}))).toEqual([409, 'AcceptedAlready', undefined]);
    const caoBang = await stage.as('vn-cao-bang');
    const last = await caoBang.post(of(id, `/${offered.body.hash}/acceptances`), {});
    expect([last.status, last.body.current]).toEqual([201, true]);
    const [, second] = (await guangxi.get(of(id))).body.items as Item[];
    expect(second).toMatchObject({ status: 'current', acceptedBy: ['cn-guangxi', 'vn-cao-bang'] });
  });

  it('an offer on a superseded text is refused, and so is accepting one that was overtaken', async () => {
    const id = await stage.released();
    const binhLieu = await stage.as('vn-binh-lieu');
    const fao = await stage.as('cn-guangxi-fao');
    const dfa = await stage.as('vn-quang-ninh-dfa');
    await binhLieu.post(of(id), revised('nine'));
    await dfa.post(`/v1/proposals/${id}/releases`, { revision: 2 });
    await (await stage.as('cn-guangxi')).post(of(id), revised('ten'));
    expect((await fao.post(`/v1/proposals/${id}/releases`, { revision: 3 })).status).toBe(201);
    expect(told(await binhLieu.post(of(id), revised('noon')))).toEqual([409, 'OfferSuperseded', '/base']);
    expect(told(await (await stage.as('vn-cao-bang')).post(of(id, '/2/acceptances'), {}))).toEqual([
      404,
      'NotFound',
      undefined,
    ]);
    expect(await listed('vn-cao-bang', id)).toEqual([
      [1, 'superseded', 'CN'],
      [2, 'superseded', 'VN'],
      [3, 'current', 'CN'],
    ]);
  });

  it('of two acceptances at once both count, and of two releases at once one', async () => {
    const id = await stage.released();
    await (await stage.as('vn-binh-lieu')).post(of(id), revised('nine'));
    const dfa = await stage.as('vn-quang-ninh-dfa');
    const both = await Promise.all([1, 2].map(() => dfa.post(`/v1/proposals/${id}/releases`, { revision: 2 })));
    expect(both.map((r) => r.status).toSorted()).toEqual([201, 404]);
    const accepted = await Promise.all(
      ['cn-guangxi', 'vn-cao-bang'].map(async (o) => (await stage.as(o)).post(of(id, '/2/acceptances'), {})),
    );
    expect(accepted.map((r) => r.status)).toEqual([201, 201]);
    expect(accepted.filter((r) => r.body.current)).toHaveLength(1);
  });
});

describe('reading one text', () => {
  it('shows what differs per section and language, in words', async () => {
    const id = await stage.submit();
    const guangxi = await stage.as('cn-guangxi');
    const sections = [{ key: 'border-management', text: { en: 'Crossings open at eight and close at nineteen.' } }];
    await guangxi.post(of(id), revised('', { title: { en: 'Exchange plan 2027-32' }, sections }));
    const found = await guangxi.get(of(id, '/2?since=1'));
    expect(found.body.differences).toMatchObject({ since: 1, summary: {} });
    expect(found.body.differences.sections).toMatchObject([
      { key: 'friendship', change: 'removed' },
      { key: 'border-management', change: 'changed' },
    ]);
    expect(found.body.differences.sections[1].text.en).toEqual([
      { kind: 'same', text: 'Crossings open at ' },
      { kind: 'del', text: 'seven' },
      { kind: 'ins', text: 'eight' },
      { kind: 'same', text: ' and close at nineteen.' },
    ]);
    expect(found.body.changed).toEqual(['friendship', 'border-management', 'frame']);
    expect((await guangxi.get(of(id, '/1'))).body).toMatchObject({ sections: borderPlan.sections, differences: null });
    expect(told(await guangxi.get(of(id, '/2?since=9')))).toEqual([404, 'NotFound', undefined]);
    expect(told(await guangxi.get(of(id, '/0')))).toEqual([404, 'NotFound', undefined]);
  });
});

describe('a text that is refused', () => {
  const rows: [string, object, number, string, string | undefined][] = [
    ['the same as before', { sections: borderPlan.sections }, 422, 'NothingChanged', undefined],
    ['without data', { data: undefined }, 422, 'ValidationFailed', '/data'],
    ['with areas, which stay', { areas: ['border-exchanges'] }, 422, 'UnknownField', '/areas'],
    ['readable in no language', { title: { zh: '计划' } }, 422, 'ValidationFailed', '/sections'],
    ['on no text', { base: 0 }, 422, 'ValidationFailed', '/base'],
    ['drafted elsewhere', { drafters: ['cn-guangxi-fao-desk'] }, 422, 'DrafterNotOfOrganization', '/drafters/0'],
    ['with an unknown file', { attachments: ['a'.repeat(64)] }, 422, 'UnknownAttachment', '/attachments/0'],
    [
      'about an unknown comment',
      { dispositions: [{ comment: '0e3f1a52-6c1d-4b7e-9a55-3f6f2d1c8b90', disposition: 'noted' }] },
      422,
      'ValidationFailed',
      '/dispositions/0/comment',
    ],
    [
      'with a section of a reserved name',
      { sections: [{ key: 'participants', text: { en: 'x' } }] },
      422,
      'ReservedSection',
      '/sections/0/key',
    ],
  ];
  let id: string;
  beforeAll(async () => {
    id = await stage.submit();
  });

  it.each(rows)('%s', async (_, changes, status, code, pointer) => {
    const before = await stage.bench.written();
    const answer = await (await stage.as('cn-guangxi')).post(of(id), revised('eight', changes));
    expect(told(answer)).toEqual([status, code, pointer]);
    expect(await stage.bench.written()).toEqual(before);
  });

  it('by somebody who takes no part', async () => {
    const fao = await stage.as('cn-guangxi-fao');
    expect(told(await fao.post(of(id), revised('eight')))).toEqual([403, 'NotAParticipant', undefined]);
    const yunnan = await stage.as('cn-yunnan');
    expect(told(await yunnan.post(of(id), revised('eight')))).toEqual([404, 'NotFound', undefined]);
  });

  it('after the end', async () => {
    const guangxi = await stage.as('cn-guangxi');
    await guangxi.post(`/v1/proposals/${id}/withdrawal`, {});
    expect(told(await guangxi.post(of(id), revised('eight')))).toEqual([409, 'CaseClosed', undefined]);
  });
});
