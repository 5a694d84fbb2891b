/** Every kind of reply over HTTP, answers on paper with both registrars, delegations and conflicts of interest. */
import { REPLY_KINDS, type ReplyKind } from '../../../domain/ballot/replies';
import { letStepBe } from '../review/house';
import { ApiBench, type ApiCaller, guangzhouToChiangMai as good } from './bench';

type Seat = { key: string; reply: null | Record<string, unknown>; delegates?: object[]; extension?: string };
type Ballot = { id: string; status: string; seats: Seat[]; papers: { entry: string; number: string }[] };

const SEAT = 'cn-guangzhou-fao:desk';
const STEP = { offers: [...REPLY_KINDS], extension: { workingDays: 10 }, adReferendum: { workingDays: 20 } };

let bench: ApiBench;
let guangzhou: ApiCaller;
let fao: ApiCaller;
let deputy: ApiCaller;
beforeAll(async () => {
  bench = await ApiBench.open();
  await bench.owner.query(
    `INSERT INTO people SELECT p.id || '-' || f.name, p.organization_id, f.name, f.name || '@fao.example', p.language, p.zone
       FROM people p, (VALUES ('registrar'), ('second'), ('colleague')) AS f (name) WHERE p.id = 'cn-guangzhou-fao-desk'`,
  );
  await bench.owner.query(
    `INSERT INTO seats (id, organization_id, function, channels) VALUES ('cn-guangzhou-fao:registrar', 'cn-guangzhou-fao', 'registrar', '["api"]')`,
  );
  await bench.owner.query(
    `INSERT INTO holders (seat_id, person_id, kind, valid_from)
     VALUES ('cn-guangzhou-fao:registrar', 'cn-guangzhou-fao-desk-registrar', 'principal', '2020-01-01'),
            ('cn-guangzhou-fao:registrar', 'cn-guangzhou-fao-desk-second', 'alternate', '2020-01-01')`,
  );
  await bench.owner.query('UPDATE catalogue_version SET version = version + 1');
  guangzhou = await bench.caller('cn-guangzhou', 'cn-guangzhou-desk');
  fao = await bench.caller('cn-guangzhou-fao', 'cn-guangzhou-fao-desk');
  deputy = await bench.caller('cn-guangzhou-fao', 'cn-guangzhou-fao-deputy');
});
afterAll(() => bench.close());

let id: string;
let shown: { revision: string; language: string; procedure: string; standing: string | null };
const ballot = async () => (await guangzhou.get(`/v1/proposals/${id}/ballots`)).body.items[0] as Ballot;
const post = async (caller: ApiCaller, rest: string, body: object) =>
  caller.post(`/v1/ballots/${(await ballot()).id}${rest}`, body);
const told = ({ status, body }: { status: number; body: { code?: string; pointer?: string } }) => [
  status,
  body.code,
  body.pointer,
];

beforeEach(async () => {
  await bench.database.stopClock('2026-06-10T03:00:00.000Z');
  const { body } = await guangzhou.post('/v1/proposals', good);
  id = body.id;
  shown = { revision: body.revision.hash, language: 'en', procedure: body.procedure.hash, standing: null };
  await letStepBe(bench, id, STEP);
});

const ROWS: readonly [ReplyKind, object, object][] = [
  ['agree', { except: ['exchange'] }, { except: ['exchange'] }],
  ['agreeWithComments', { inside: 'Fine.' }, {}],
  ['agreeWithStatement', {}, {}],
  ['agreeAdReferendum', {}, { confirmBy: expect.any(String) }],
  ['reserve', {}, {}],
  ['object', {}, {}],
  ['requestChanges', { sections: ['exchange'] }, { sections: ['exchange'] }],
  ['abstain', {}, {}],
  ['takeNote', {}, {}],
  ['notConcerned', {}, {}],
  ['doesNotTakePart', {}, {}],
];

it.each(ROWS)('%s with %j is recorded, and stands in the ballot', async (kind, more, stands) => {
  const given = await post(fao, '/replies', { seat: SEAT, kind, shown, ...more });
  expect([given.status, given.body]).toMatchObject([201, { recorded: 'reply', kind, entry: null, afterDate: false }]);
  const { reply } = (await ballot()).seats[0] ?? {};
  expect(reply).toMatchObject({ id: given.body.id, kind, person: 'cn-guangzhou-fao-desk', ...stands });
  expect(given.body.confirmBy).toBe(reply?.confirmBy ?? null);
});

it('every kind has its row, more time apart', () => {
  expect(ROWS.map(([kind]) => kind).toSorted()).toEqual(REPLY_KINDS.filter((k) => k !== 'requestExtension').toSorted());
});

it('more time is asked for beside the answer, once, for a number of days that the step gives', async () => {
  const ask = (more: object) => post(fao, '/replies', { seat: SEAT, kind: 'requestExtension', shown, ...more });
  expect(told(await ask({}))).toEqual([422, 'ValidationFailed', '/workingDays']);
  expect(told(await ask({ workingDays: 0 }))).toEqual([422, 'ValidationFailed', '/workingDays']);
  expect(told(await ask({ workingDays: 11 }))).toEqual([422, 'ExtensionTooLong', '/workingDays']);
  const asked = await ask({ workingDays: 10, inside: 'The file is long.' });
  expect([asked.status, asked.body]).toMatchObject([201, { recorded: 'extension', id: null, ballotStatus: 'open' }]);
  expect((await ballot()).seats[0]).toMatchObject({ extension: 'asked', reply: null });
  expect(told(await ask({ workingDays: 1 }))).toEqual([409, 'ExtensionAskedAlready', undefined]);
});

describe('on paper', () => {
  const paper = {
    number: '12/CV',
    dated: '2026-06-10',
    received: '2026-06-10',
    signatory: { name: 'A. B.', title: 'Director' },
  };
  const registrar = (name: 'registrar' | 'second') =>
    bench.caller('cn-guangzhou-fao', `cn-guangzhou-fao-desk-${name}`, ['read', 'reply']);
  const enter = async (caller: ApiCaller, more: object = {}) =>
    post(caller, '/replies', { seat: SEAT, kind: 'agree', shown, paper: { ...paper, ...more } });

  it('in time, one registrar is enough; who signed is kept as a text', async () => {
    const entered = await enter(await registrar('registrar'));
    expect([entered.status, entered.body]).toMatchObject([201, { recorded: 'reply', kind: 'agree', entry: null }]);
    expect((await ballot()).seats[0]?.reply).toMatchObject({ onPaper: true, person: null });
    const { rows } = await bench.owner.query(`SELECT body, owner_side FROM texts WHERE kind = 'signatory'`);
    expect(rows).toEqual([{ body: 'A. B.\nDirector', owner_side: 'CN' }]);
  });

  it.each<[string, object, string, string]>([
    ['without a number', { number: ' ' }, 'PaperNumberMissing', '/paper/number'],
    ['with no number at all', { number: undefined }, 'PaperNumberMissing', '/paper/number'],
    ['dated ahead', { dated: '2026-06-11', received: '2026-06-11' }, 'PaperDateInFuture', '/paper/dated'],
    ['received before it was written', { received: '2026-06-09' }, 'PaperDatesOutOfOrder', '/paper/received'],
    ['with a scan that nobody sent', { scan: 'a'.repeat(64) }, 'UnknownAttachment', '/paper/scan'],
    ['on no day of the calendar', { dated: '2026-02-30' }, 'ValidationFailed', '/paper/dated'],
  ])('%s it is refused', async (_, more, code, pointer) => {
    expect(told(await enter(await registrar('registrar'), more))).toEqual([422, code, pointer]);
  });

  it('after the date it waits for a second registrar, who is another person', async () => {
    const { rows } = await bench.owner.query('SELECT state FROM proposals WHERE id = $1', [id]);
    const state = JSON.stringify(rows[0].state).replace(/("due":)null/g, '$1"2026-06-11T03:00:00.000Z"');
    await bench.owner.query('UPDATE proposals SET version = version + 1, state = $2 WHERE id = $1', [id, state]);
    await bench.database.stopClock('2026-06-15T03:00:00.000Z');
    const [first, second] = [await registrar('registrar'), await registrar('second')];
    const entered = await enter(first);
    expect([entered.status, entered.body]).toMatchObject([201, { recorded: 'paper', id: null, ballotStatus: 'open' }]);
    const { entry } = entered.body;
    const waiting = await ballot();
    expect(waiting.papers).toEqual([expect.objectContaining({ entry, seat: SEAT, number: '12/CV' })]);
    expect(waiting.seats[0]?.reply).toBeNull();
    const confirm = (caller: ApiCaller, confirmed = true, of = entry) =>
      post(caller, `/papers/${of}/confirmation`, { confirmed });
    expect(told(await confirm(first))).toEqual([403, 'SameRegistrar', undefined]);
    expect(told(await confirm(fao))).toEqual([403, 'NotARegistrar', undefined]);
    expect(told(await confirm(second, true, 'nothing'))).toEqual([404, 'NotFound', '/entry']);
    const done = await confirm(second);
    expect([done.status, done.body]).toMatchObject([201, { confirmed: true, entry, seat: SEAT }]);
    expect((await ballot()).seats[0]?.reply).toMatchObject({ id: done.body.id, onPaper: true, afterDate: false });
    expect((await ballot()).papers).toEqual([]);
  });
});

describe('between people', () => {
  const colleague = 'cn-guangzhou-fao-desk-colleague';

  it('a delegate answers on behalf until the delegation ends; only who holds the seat gives and ends it', async () => {
    const theirs = await bench.caller('cn-guangzhou-fao', colleague);
    const to = { seat: SEAT, to: colleague };
    expect(told(await post(theirs, '/delegations', to))).toEqual([403, 'NotYourSeat', '/seat']);
    expect(told(await post(fao, '/delegations', { ...to, to: 'th-moi-fad-desk' }))).toEqual([
      422,
      'DelegateOfAnotherSide',
      '/to',
    ]);
    const given = await post(fao, '/delegations', to);
    expect([given.status, given.body]).toMatchObject([201, { from: 'cn-guangzhou-fao-desk', to: colleague }]);
    expect((await ballot()).seats[0]?.delegates).toEqual([{ from: 'cn-guangzhou-fao-desk', to: colleague }]);
    expect(told(await post(fao, '/delegations', to))).toEqual([409, 'MayAnswerAlready', '/to']);
    expect(told(await post(theirs, '/delegations/end', to))).toEqual([403, 'DelegationTooDeep', undefined]);
    const reserve = { seat: SEAT, kind: 'reserve', shown };
    expect((await post(theirs, '/replies', reserve)).status).toBe(201);
    expect((await ballot()).seats[0]?.reply).toMatchObject({ onBehalfOf: 'cn-guangzhou-fao-desk' });
    expect((await post(fao, '/delegations/end', to)).status).toBe(201);
    expect(told(await post(theirs, '/replies', reserve))).toEqual([403, 'NotYourSeat', '/seat']);
  });

  it('a conflict of interest voids what its author answered, and bars them in the case', async () => {
    await post(fao, '/replies', { seat: SEAT, kind: 'reserve', shown });
    const declared = await post(fao, '/conflicts', { seat: SEAT, reason: 'My brother.' });
    expect([declared.status, declared.body]).toMatchObject([201, { voided: 1, person: 'cn-guangzhou-fao-desk' }]);
    expect((await ballot()).seats[0]?.reply).toBeNull();
    expect(told(await post(fao, '/conflicts', { seat: SEAT }))).toEqual([409, 'ConflictDeclaredAlready', undefined]);
    expect(told(await post(fao, '/replies', { seat: SEAT, kind: 'agree', shown }))).toEqual([403, 'Barred', undefined]);
    expect((await post(deputy, '/replies', { seat: SEAT, kind: 'agree', shown })).status).toBe(201);
  });

  it('whoever is not in the case is told of no ballot', async () => {
    const outsider = await bench.caller('cn-yunnan', 'cn-yunnan-desk');
    for (const [rest, body] of [
      ['/delegations', { seat: SEAT, to: colleague }],
      ['/delegations/end', { seat: SEAT, to: colleague }],
      ['/conflicts', { seat: SEAT }],
      ['/papers/x/confirmation', { confirmed: true }],
    ] as const) {
      expect(told(await post(outsider, rest, body))).toEqual([404, 'NotFound', undefined]);
    }
  });
});
