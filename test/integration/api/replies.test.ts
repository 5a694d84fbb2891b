/** Who may answer, on what, and when; and that nothing is written where they may not. */
import { ApiBench, type ApiCaller, guangzhouToChiangMai as good } from './bench';

type Seat = { key: string; office?: string; reply: null | { id: string } };
type Ballot = { id: string; status: string; step: string; seats: Seat[] };
type Case = { id: string; revision: { hash: string }; procedure: { hash: string } };

let bench: ApiBench;
let guangzhou: ApiCaller;
let fao: ApiCaller;
let deputy: ApiCaller;
beforeAll(async () => {
  bench = await ApiBench.open();
  guangzhou = await bench.caller('cn-guangzhou', 'cn-guangzhou-desk');
  fao = await bench.caller('cn-guangzhou-fao', 'cn-guangzhou-fao-desk');
  deputy = await bench.caller('cn-guangzhou-fao', 'cn-guangzhou-fao-deputy');
});
afterAll(() => bench.close());

async function submitted(body: object = good): Promise<{ found: Case; ballot: Ballot }> {
  const { body: found } = await guangzhou.post('/v1/proposals', body);
  const { body: ballots } = await guangzhou.get(`/v1/proposals/${found.id}/ballots`);
  return { found, ballot: ballots.items[0] };
}

const answer = ({ revision, procedure }: Case, more: object = {}) => ({
  seat: 'cn-guangzhou-fao:desk',
  kind: 'agree',
  shown: { revision: revision.hash, language: 'zh', procedure: procedure.hash, standing: null },
  ...more,
});

const paper = {
  number: '12/CV',
  dated: '2026-04-09',
  received: '2026-04-09',
  signatory: { name: 'N. V. A.', title: 'Director' },
};

describe('a reply that is refused', () => {
  const shown = (found: Case, more: object) => ({ shown: { ...answer(found).shown, ...more } });
  // Every row has all five: jest hands a callback in place of one that is left out.
  const rows: [string, (found: Case) => object, number, string, string | undefined][] = [
    ['for a seat that is not asked', () => ({ seat: 'cn-cpaffc:desk' }), 403, 'NotYourSeat', '/seat'],
    [
      'for a revision that never was',
      (c) => shown(c, { revision: 'f'.repeat(64) }),
      409,
      'StaleRevision',
      '/shown/revision',
    ],
    [
      'for another procedure',
      (c) => shown(c, { procedure: '0'.repeat(64) }),
      409,
      'StaleProcedure',
      '/shown/procedure',
    ],
    [
      'in a language that was not there',
      (c) => shown(c, { language: 'km' }),
      422,
      'LanguageNotShown',
      '/shown/language',
    ],
    [
      'upon a reply that was never given',
      (c) => shown(c, { standing: 'x' }),
      409,
      'SeatAnsweredMeanwhile',
      '/shown/standing',
    ],
    ['of a kind that the step does not offer', () => ({ kind: 'reserve' }), 422, 'KindNotOffered', '/kind'],
    ['of a kind that is none', () => ({ kind: 'maybe' }), 422, 'ValidationFailed', '/kind'],
    ['except a section that is none', () => ({ except: ['nowhere'] }), 422, 'UnknownSection', '/except/0'],
    ['except everything', () => ({ except: good.sections.map((s) => s.key) }), 422, 'ExceptEverything', '/except'],
    [
      'naming sections that its kind is not about',
      () => ({ sections: ['exchange'] }),
      422,
      'ValidationFailed',
      '/sections',
    ],
    ['with days that its kind does not ask for', () => ({ workingDays: 3 }), 422, 'ValidationFailed', '/workingDays'],
    ['from paper, by who is no registrar', () => ({ paper }), 403, 'NotARegistrar', undefined],
    ['from paper without its dates', () => ({ paper: { number: '1' } }), 422, 'ValidationFailed', '/paper/dated'],
    ['with a note of no date', () => ({ note: { number: '1' } }), 422, 'ValidationFailed', '/note/dated'],
    ['with an unknown field', () => ({ notes: 'x' }), 422, 'UnknownField', '/notes'],
    ['without what was shown', () => ({ shown: undefined }), 422, 'ValidationFailed', '/shown'],
    ['with a statement in the step of a house', () => ({ statement: 'x' }), 422, 'ValidationFailed', '/statement'],
    ['with a long statement', () => ({ statement: 'x'.repeat(10_001) }), 422, 'TooLong', '/statement'],
    ['with a bell in it', () => ({ inside: 'ring\u0007' }), 422, 'ControlCharacter', '/inside'],
  ];

  it.each(rows)('%s', async (_, change, status, code, pointer) => {
    const { found, ballot } = await submitted();
    const before = await bench.written();
    const response = await fao.post(`/v1/ballots/${ballot.id}/replies`, answer(found, change(found)));
    expect({ status: response.status, code: response.body.code, pointer: response.body.pointer }).toEqual({
      status,
      code,
      pointer,
    });
    expect(await bench.written()).toEqual(before);
  });

  it('by somebody who does not hold the seat', async () => {
    const { found, ballot } = await submitted();
    const response = await guangzhou.post(`/v1/ballots/${ballot.id}/replies`, answer(found));
    expect([response.status, response.body.code]).toEqual([403, 'NotYourSeat']);
  });

  it('by whoever submitted, and by the person who was named as submitting', async () => {
    const head = await bench.caller('cn-guangzhou', 'cn-guangzhou-head');
    const { found } = await submitted({ ...good, submittedBy: 'cn-guangzhou-head' });
    const { body: first } = await fao.get(`/v1/proposals/${found.id}/ballots`);
    await fao.post(`/v1/ballots/${first.items[0].id}/replies`, answer(found));
    const { body: then } = await head.get(`/v1/proposals/${found.id}/ballots`);
    const city = (then.items as Ballot[]).find((b) => b.step === 'city-government');
    const response = await head.post(`/v1/ballots/${city?.id}/replies`, answer(found, { seat: 'cn-guangzhou:desk' }));
    expect([response.status, response.body.code, response.body.facts]).toEqual([
      403,
      'Barred',
      { reason: 'submitted' },
    ]);
  });

  it('before the step has opened', async () => {
    const { found } = await submitted();
    const ballot = `${found.id}.home.CN.city-government.1`;
    const head = await bench.caller('cn-guangzhou', 'cn-guangzhou-head');
    const response = await head.post(`/v1/ballots/${ballot}/replies`, answer(found, { seat: 'cn-guangzhou:desk' }));
    expect([response.status, response.body.code]).toEqual([409, 'NotOpenYet']);
  });

  it('after the ballot has closed', async () => {
    const { found, ballot } = await submitted();
    const first = await fao.post(`/v1/ballots/${ballot.id}/replies`, answer(found));
    expect([first.status, first.body.ballotStatus, first.body.ballotResult]).toEqual([201, 'closed', 'positive']);
    const standing = { shown: { ...answer(found).shown, standing: first.body.id } };
    const second = await fao.post(`/v1/ballots/${ballot.id}/replies`, answer(found, { kind: 'object', ...standing }));
    expect([second.status, second.body.code]).toEqual([409, 'BallotClosed']);
  });

  it('of two alternates of one seat at the same moment, one is told of the other', async () => {
    const { found, ballot } = await submitted();
    const path = `/v1/ballots/${ballot.id}/replies`;
    const both = await Promise.all([
      fao.post(path, answer(found)),
      deputy.post(path, answer(found, { kind: 'object' })),
    ]);
    expect(both.map((r) => r.status).toSorted()).toEqual([201, 409]);
    const { body } = await guangzhou.get(`/v1/proposals/${found.id}/events?limit=100`);
    const given = (body.items as { type: string }[]).filter((e) => e.type === 'ReplyGiven');
    expect(given).toHaveLength(1);
  });
});

describe('what is not there', () => {
  const unknown = '01890a5d-ac96-774b-bcce-b302099a8057';
  const paths = ['', '/ballots', '/comments', '/events', '/timeline'];

  it.each(paths)(
    'GET /v1/proposals/{id}%s answers the same for a foreign case, an unknown id and no id at all',
    async (path) => {
      const { found } = await submitted();
      const outsiders = [
        await bench.caller('cn-kunming', 'cn-kunming-desk'),
        await bench.caller('th-chiang-mai', 'th-chiang-mai-desk'),
      ];
      const ids = [found.id, unknown, 'x', '%00', "';--", unknown.toUpperCase()];
      const bodies = new Set<string>();
      for (const outsider of outsiders) {
        for (const id of ids) {
          const response = await outsider.get(`/v1/proposals/${id}${path}`);
          expect([id, response.status]).toEqual([id, 404]);
          bodies.add(response.text);
        }
      }
      expect([...bodies]).toHaveLength(1);
    },
  );

  it('a reply, a comment and a withdrawal answer the same', async () => {
    const { found, ballot } = await submitted();
    const outsider = await bench.caller('cn-kunming', 'cn-kunming-desk');
    const before = await bench.written();
    const responses = [
      await outsider.post(`/v1/ballots/${ballot.id}/replies`, answer(found)),
      await outsider.post(`/v1/ballots/${unknown}.home.CN.city-fao.1/replies`, answer(found)),
      await outsider.post('/v1/ballots/x/replies', answer(found)),
      await outsider.post(`/v1/proposals/${found.id}/withdrawal`, {}),
      await outsider.post(`/v1/proposals/${unknown}/withdrawal`, {}),
      await outsider.post(`/v1/proposals/${found.id}/comments`, { text: 'x' }),
      await outsider.post('/v1/proposals/x/comments', { text: 'x' }),
    ];
    expect(new Set(responses.map((r) => `${r.status} ${r.text}`)).size).toBe(1);
    expect(await bench.written()).toEqual(before);
  });

  it('an unknown address and an unknown method say so', async () => {
    const nowhere = await guangzhou.get('/v1/nowhere');
    expect([nowhere.status, nowhere.body.code]).toEqual([404, 'NotFound']);
    const deleted = await guangzhou.delete('/v1/proposals');
    expect([deleted.status, deleted.body.code, deleted.headers.allow]).toEqual([
      405,
      'MethodNotAllowed',
      'POST, GET, HEAD',
    ]);
  });
});

describe('the same request again', () => {
  it('gets the first answer and changes nothing', async () => {
    const key = { 'Idempotency-Key': 'once' };
    const first = await guangzhou.post('/v1/proposals', good, key);
    const before = await bench.written();
    const [areas, ...rest] = Object.entries(good).toReversed();
    const again = await guangzhou.post('/v1/proposals', Object.fromEntries([...rest, areas ?? []]), key);
    expect([again.status, again.body, again.headers.location]).toEqual([201, first.body, first.headers.location]);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(await bench.written()).toEqual(before);
  });

  it('with another body is refused', async () => {
    const key = { 'Idempotency-Key': 'twice' };
    await guangzhou.post('/v1/proposals', good, key);
    const other = await guangzhou.post('/v1/proposals', { ...good, neededBy: '2026-12-01' }, key);
    expect([other.status, other.body.code]).toEqual([422, 'IdempotencyKeyReused']);
  });

  it('to another case under the same key is refused', async () => {
    const [one, two] = [await submitted(), await submitted()];
    const key = { 'Idempotency-Key': 'comment' };
    expect((await guangzhou.post(`/v1/proposals/${one.found.id}/comments`, { text: 'x' }, key)).status).toBe(201);
    const other = await guangzhou.post(`/v1/proposals/${two.found.id}/comments`, { text: 'x' }, key);
    expect([other.status, other.body.code]).toEqual([422, 'IdempotencyKeyReused']);
  });

  it('sent twice at the same moment is done once', async () => {
    const key = { 'Idempotency-Key': 'both' };
    const both = await Promise.all([
      guangzhou.post('/v1/proposals', good, key),
      guangzhou.post('/v1/proposals', good, key),
    ]);
    expect(new Set(both.map((r) => r.body.id)).size).toBe(1);
  });

  it('gets a refusal again that was told before', async () => {
    const key = { 'Idempotency-Key': 'refused' };
    const body = { ...good, areas: ['magic'] };
    const first = await guangzhou.post('/v1/proposals', body, key);
    const again = await guangzhou.post('/v1/proposals', body, key);
    expect([again.status, again.body]).toEqual([422, first.body]);
    expect(again.headers['content-type']).toBe('application/problem+json');
  });
});

describe('withdrawal and comments', () => {
  it('a withdrawal ends the case, and nobody outside its house learns of it', async () => {
    const { found } = await submitted();
    const foreign = await fao.post(`/v1/proposals/${found.id}/withdrawal`, {});
    expect([foreign.status, foreign.body.code]).toEqual([403, 'NotTheProposer']);
    const ended = await guangzhou.post(`/v1/proposals/${found.id}/withdrawal`, { reason: 'Later.' });
    expect([ended.status, ended.body.status]).toEqual([200, 'withdrawn']);
    const { items } = (await guangzhou.get(`/v1/proposals/${found.id}/timeline?limit=100`)).body;
    expect(items).toContainEqual(expect.objectContaining({ key: 'Withdrawn', note: 'Later.' }));
    const again = await guangzhou.post(`/v1/proposals/${found.id}/withdrawal`, {});
    expect([again.status, again.body.code]).toEqual([409, 'CaseClosed']);
    const other = await bench.caller('th-mlc-unit', 'th-mlc-unit-desk');
    expect((await other.get('/v1/proposals')).body).toEqual({ items: [], next: null });
  });

  it('a comment is read by its own side', async () => {
    const { found } = await submitted();
    const said = await fao.post(`/v1/proposals/${found.id}/comments`, {
      text: '请补充预算。',
      section: 'exchange',
      language: 'zh',
    });
    expect(said.status).toBe(201);
    const { body } = await guangzhou.get(`/v1/proposals/${found.id}/comments`);
    expect(body).toEqual({ items: [said.body], next: null });
    const lost = await fao.post(`/v1/proposals/${found.id}/comments`, { text: 'x', section: 'nowhere' });
    expect([lost.status, lost.body.code, lost.body.pointer]).toEqual([422, 'ValidationFailed', '/section']);
  });
});
