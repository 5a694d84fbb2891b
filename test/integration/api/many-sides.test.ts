/** Several participants, each with its house: who comes and goes, files, comments to the others, interventions. */
import type { Response } from 'supertest';
import { ManySides } from './border-plan';

let stage: ManySides;
beforeAll(async () => {
  stage = await ManySides.open();
});
afterAll(() => stage.close());

const NOBODYS = '0e3f1a52-6c1d-4b7e-9a55-3f6f2d1c8b90';
const told = ({ status, body }: Response) => [status, body.code, body.pointer];
const at = (id: string, rest = '') => `/v1/proposals/${id}${rest}`;
const numberOf = async (id: string) => (await (await stage.as('cn-guangxi')).get(at(id))).body.number as string;
const asOf = async (organization: string, id: string) => (await (await stage.as(organization)).get(at(id))).body;

describe('joining', () => {
  it('takes the number of the case, and tells nothing to whoever has it not', async () => {
    const id = await stage.released();
    const haiPhong = await stage.as('vn-hai-phong');
    const asking = { organization: 'vn-hai-phong', number: await numberOf(id) };
    const wrong = await haiPhong.post(at(id, '/joins'), { ...asking, number: 'AC-2026-000000' });
    const nothing = await haiPhong.post(at(NOBODYS, '/joins'), asking);
    expect([wrong.status, wrong.text]).toEqual([404, nothing.text]);
    const foreign = await (await stage.as('th-chiang-mai')).post(at(id, '/joins'), asking);
    expect([foreign.status, foreign.text]).toEqual([404, nothing.text]);
    expect((await haiPhong.get(at(id))).status).toBe(404);
    const joined = await haiPhong.post(at(id, '/joins'), asking);
    expect([joined.status, joined.headers.location]).toEqual([201, at(id)]);
    expect(joined.body).toMatchObject({
      id,
      title: { en: 'Exchange plan 2027-31' },
      participants: expect.arrayContaining([{ organization: 'vn-hai-phong', side: 'VN' }]),
    });
    expect(told(await haiPhong.post(at(id, '/joins'), asking))).toEqual([422, 'ParticipantTwice', '/organization']);
    expect((await asOf('cn-guangxi', id)).round).toBe(2);
    expect((await haiPhong.get(at(id))).status).toBe(200);
  });

  it('of two at once, one is a second time', async () => {
    const id = await stage.released();
    const asking = { organization: 'vn-lang-son', number: await numberOf(id) };
    const callers = await Promise.all([stage.as('vn-lang-son'), stage.as('vn-mlc-unit')]);
    const both = await Promise.all(callers.map((caller) => caller.post(at(id, '/joins'), asking)));
    expect(both.map((r) => r.status).toSorted()).toEqual([201, 422]);
  });

  it('is refused where the case is closed, or its procedure has no joining', async () => {
    const id = await stage.released();
    const number = await numberOf(id);
    await (await stage.as('cn-guangxi')).post(at(id, '/withdrawal'), {});
    const haiPhong = await stage.as('vn-hai-phong');
    const late = await haiPhong.post(at(id, '/joins'), { organization: 'vn-hai-phong', number });
    expect(told(late)).toEqual([409, 'CaseClosed', undefined]);
    const project = await stage.released(LIST_PROJECT, 'cn-yunnan');
    const its = (await (await stage.as('cn-yunnan')).get(at(project))).body.number;
    const unit = await stage.as('la-lmc-unit');
    const asked = await unit.post(at(project, '/joins'), { organization: 'la-vientiane', number: its });
    expect(told(asked)).toEqual([422, 'JoiningNotOffered', undefined]);
  });
});

describe('leaving', () => {
  it('is for a participant itself, and never for the proposer', async () => {
    const id = await stage.released();
    const caoBang = await stage.as('vn-cao-bang');
    const guangxi = await stage.as('cn-guangxi');
    const leaving = { organization: 'vn-cao-bang' };
    expect(told(await guangxi.post(at(id, '/departures'), leaving))).toEqual([403, 'NotAParticipant', '/organization']);
    const own = await guangxi.post(at(id, '/departures'), { organization: 'cn-guangxi' });
    expect(told(own)).toEqual([409, 'ProposerCannotLeave', undefined]);
    const left = await caoBang.post(at(id, '/departures'), leaving);
    expect([left.status, left.body.participants.map((p: { organization: string }) => p.organization)]).toEqual([
      201,
      ['cn-guangxi', 'vn-binh-lieu'],
    ]);
    expect(told(await caoBang.post(at(id, '/departures'), leaving))).toEqual([403, 'NotAParticipant', '/organization']);
  });
});

describe('the completeness of a file', () => {
  it('is declared by the receiving office, with a list of what lacks, and supplied by the proposer', async () => {
    const id = await stage.released();
    const mofa = await stage.as('vn-mofa');
    const guangxi = await stage.as('cn-guangxi');
    const [{ track }] = (await asOf('vn-mofa', id)).files;
    const declare = (caller: typeof mofa, body: object) => caller.post(at(id, '/completeness'), body);
    const supply = (caller: typeof mofa, body: object) => caller.post(at(id, '/completeness/supplies'), body);
    expect(told(await declare(mofa, { complete: false }))).toEqual([422, 'ValidationFailed', '/lacking']);
    expect(told(await declare(mofa, { complete: true, lacking: { text: 'x' } }))).toEqual([
      422,
      'ValidationFailed',
      '/lacking',
    ]);
    expect(told(await declare(guangxi, { complete: true }))).toEqual([422, 'ValidationFailed', '/track']);
    const foreign = await declare(guangxi, { complete: true, track });
    const nowhere = await declare(guangxi, { complete: true, track: 'nowhere' });
    expect([foreign.status, foreign.text]).toEqual([404, nowhere.text]);
    const unit = await stage.as('vn-mlc-unit');
    expect(told(await declare(unit, { complete: true }))).toEqual([403, 'NotTheReceivingOffice', undefined]);
    expect(told(await supply(guangxi, {}))).toEqual([422, 'ValidationFailed', '/track']);
    const lacking = { text: 'The map of the crossings.', language: 'en' };
    const said = await declare(mofa, { complete: false, lacking });
    expect([said.status, said.body]).toMatchObject([201, { track, proposal: id, event: { chain: 'VN' } }]);
    const waiting = await asOf('cn-guangxi', id);
    expect(waiting.lacking).toMatchObject([{ track, side: 'VN', participant: 'vn-cao-bang', text: lacking }]);
    expect(waiting.waitingFor).toContainEqual(expect.objectContaining({ on: 'side', side: 'CN' }));
    expect(told(await supply(await stage.as('vn-cao-bang'), {}))).toEqual([403, 'NotTheProposer', undefined]);
    const supplied = await supply(guangxi, { text: { text: 'Here it is.', language: 'en' } });
    expect([supplied.status, supplied.body.track]).toEqual([201, track]);
    expect(told(await supply(guangxi, { track }))).toEqual([409, 'FileNotLacking', undefined]);
    expect((await declare(mofa, { complete: true, track })).status).toBe(201);
    expect(told(await declare(mofa, { complete: true, track }))).toEqual([409, 'FileCompleteAlready', undefined]);
    const timeline = await guangxi.get(at(id, '/timeline?limit=100'));
    const notes = (timeline.body.items as { key: string; note: string | null }[]).filter((e) => e.note !== null);
    expect(notes.map((e) => [e.key, e.note])).toEqual([
      ['FileLacks', lacking.text],
      ['FileSupplied', 'Here it is.'],
    ]);
  });

  it('needs the name of the track where several wait', async () => {
    const participants = ['cn-guangxi', 'vn-cao-bang', 'vn-lang-son'].map((organization) => ({ organization }));
    const id = await stage.released({ participants });
    const tracks = (await asOf('vn-mofa', id)).files.map((f: { track: string }) => f.track);
    expect(tracks).toHaveLength(2);
    const mofa = await stage.as('vn-mofa');
    const answer = await mofa.post(at(id, '/completeness'), { complete: true });
    expect([...told(answer), answer.body.facts.allowed]).toEqual([422, 'ValidationFailed', '/track', tracks]);
    // Two holders of the office at once: one of them is told that it is done.
    const deputy = await stage.as('vn-mofa', 'vn-mofa-deputy');
    const declaring = [mofa, deputy].map((c) => c.post(at(id, '/completeness'), { complete: true, track: tracks[0] }));
    expect((await Promise.all(declaring)).map((r) => r.status).toSorted()).toEqual([201, 409]);
  });
});

describe('comments', () => {
  it('to the others wait for the releasing seat of their side', async () => {
    const id = await stage.released();
    const binhLieu = await stage.as('vn-binh-lieu');
    const guangxi = await stage.as('cn-guangxi');
    const dfa = await stage.as('vn-quang-ninh-dfa');
    const inside = await binhLieu.post(at(id, '/comments'), { text: 'Among ourselves.' });
    const asked = { text: 'Who pays?', language: 'en', audience: 'others', asks: true, section: 'border-management' };
    const made = await binhLieu.post(at(id, '/comments'), asked);
    expect([made.status, made.body]).toMatchObject([201, { released: false, asks: true, side: 'VN' }]);
    expect((await guangxi.get(at(id, '/comments'))).body.items).toEqual([]);
    const { id: comment } = made.body;
    const release = (caller: typeof dfa, body: object) => caller.post(at(id, '/releases'), body);
    expect(told(await release(binhLieu, { comment }))).toEqual([403, 'NotTheReleasingSeat', undefined]);
    expect(told(await release(dfa, { comment: inside.body.id }))).toEqual([409, 'NothingToRelease', '/comment']);
    const both = await Promise.all([release(dfa, { comment }), release(dfa, { comment })]);
    expect(both.map((r) => r.status).toSorted()).toEqual([201, 409]);
    const [seen, ...rest] = (await guangxi.get(at(id, '/comments'))).body.items;
    expect(rest).toEqual([]);
    expect(seen).toMatchObject({
      id: comment,
      organization: 'vn-binh-lieu',
      person: null,
      text: 'Who pays?',
      asks: true,
    });
    const own = (await binhLieu.get(at(id, '/comments'))).body.items;
    expect(own.map((c: { text: string; released: boolean }) => [c.text, c.released])).toEqual([
      ['Among ourselves.', false],
      ['Who pays?', true],
    ]);
    const answering = { text: 'We do.', audience: 'others' };
    const unknown = await guangxi.post(at(id, '/comments'), { ...answering, inReplyTo: inside.body.id });
    expect(told(unknown)).toEqual([422, 'ValidationFailed', '/inReplyTo']);
    // The holder of the releasing seat lets it cross by writing it.
    const fao = await stage.as('cn-guangxi-fao');
    const answered = await fao.post(at(id, '/comments'), { ...answering, inReplyTo: comment });
    expect([answered.status, answered.body]).toMatchObject([201, { released: true, inReplyTo: comment }]);
    const last = (await binhLieu.get(at(id, '/comments'))).body.items.at(-1);
    expect(last).toMatchObject({ organization: 'cn-lmc-secretariat', text: 'We do.', inReplyTo: comment });
  });
});

describe('interventions', () => {
  const reason = 'The office was flooded.';

  it('are for the own unit, in its own house', async () => {
    const id = await stage.released();
    const unit = await stage.as('vn-mlc-unit');
    const act = (caller: typeof unit, body: object) => caller.post(at(id, '/interventions'), { reason, ...body });
    const [{ track }] = (await asOf('vn-mofa', id)).files;
    expect(told(await act(unit, { kind: 'stop', track }))).toEqual([422, 'ValidationFailed', '/kind']);
    expect(told(await unit.post(at(id, '/interventions'), { kind: 'suspend', track }))).toEqual([
      422,
      'ValidationFailed',
      '/reason',
    ]);
    const suspending = { kind: 'suspend', track };
    const foreign = await act(await stage.as('cn-lmc-secretariat'), suspending);
    const nowhere = await act(await stage.as('cn-lmc-secretariat'), { kind: 'suspend', track: 'nowhere' });
    expect([...told(foreign), foreign.text]).toEqual([404, 'NotFound', '/track', nowhere.text]);
    expect(told(await act(await stage.as('vn-cao-bang'), suspending))).toEqual([
      403,
      'InterventionNotYours',
      undefined,
    ]);
    const suspended = await act(unit, suspending);
    expect([suspended.status, suspended.body]).toMatchObject([201, { kind: 'suspend', event: { chain: 'VN' } }]);
    expect(told(await act(unit, suspending))).toEqual([409, 'ClockSuspendedAlready', undefined]);
    expect((await act(unit, { kind: 'unsuspend', track })).status).toBe(201);
    expect(told(await act(unit, { kind: 'resume', track }))).toEqual([409, 'NotStopped', undefined]);
    const lines = async (organization: string) =>
      (await (await stage.as(organization)).get(at(id, '/timeline?limit=100'))).body.items as {
        key: string;
        note: string | null;
      }[];
    expect((await lines('vn-mofa')).filter((e) => e.note === reason).map((e) => e.key)).toEqual([
      'ClockSuspended',
      'ClockResumed',
    ]);
    expect(JSON.stringify(await lines('cn-guangxi'))).not.toContain(reason);
  });

  it('give more time once, to a seat that is there', async () => {
    const id = await stage.released();
    const unit = await stage.as('vn-mlc-unit');
    await (await stage.as('vn-mofa')).post(at(id, '/completeness'), { complete: true });
    await stage.drive(id);
    const ballots = (await (await stage.as('vn-mofa')).get(at(id, '/ballots'))).body.items;
    const mine = ballots.flatMap((b: { id: string; seats: { key: string; office: string }[] }) =>
      b.seats.filter((s) => s.office === 'vn-mofa:desk').map((s) => ({ ballot: b.id, seat: s.key })),
    )[0];
    const act = (body: object) => unit.post(at(id, '/interventions'), { reason, ...body });
    expect(told(await act({ kind: 'extend', ...mine, seat: 'nobody', workingDays: 2 }))).toEqual([
      404,
      'NotFound',
      '/seat',
    ]);
    expect(told(await act({ kind: 'declineExtension', ...mine }))).toEqual([409, 'ExtensionNotAsked', undefined]);
    expect(told(await act({ kind: 'extend', ...mine, workingDays: 2 }))).toEqual([
      422,
      'ExtensionNotOffered',
      undefined,
    ]);
  });
});

const LIST_PROJECT = {
  instrument: 'project',
  participants: [{ organization: 'cn-yunnan' }],
  drafters: ['cn-yunnan-desk'],
  sides: ['KH', 'LA', 'MM', 'TH', 'VN'],
  title: { en: 'Rice seed of the upper valley' },
  summary: { en: 'Shared trials of seed.' },
  areas: [],
  data: {},
  sections: [{ key: 'aim', text: { en: 'Better seed.' } }],
};

describe('a project of which sides choose to take part', () => {
  it('asks the sides that are named, and prepares a proposal with each partner', async () => {
    const id = await stage.released(LIST_PROJECT, 'cn-yunnan');
    const yunnan = await stage.as('cn-yunnan');
    expect((await yunnan.get(at(id, '/prepared'))).body).toEqual({ items: [], next: null });
    const answers = { kh: 'agree', la: 'agree', mm: 'doesNotTakePart', th: 'agree', vn: 'takeNote' } as const;
    await stage.answer(id, 'cn-yunnan', 'agree', 'cn-yunnan-head');
    await stage.answer(id, 'cn-lmc-secretariat');
    for (const [unit, kind] of Object.entries(UNITS)) await stage.answer(id, unit, answers[kind]);
    const ended = (await yunnan.get(at(id))).body;
    expect([ended.status, ended.outcome.takesPart]).toEqual(['agreed', expect.arrayContaining(['KH', 'LA', 'TH'])]);
    const prepared = (await yunnan.get(at(id, '/prepared'))).body.items;
    expect(prepared.map((p: { partner: string }) => p.partner)).toEqual(['KH', 'LA', 'TH']);
    expect(prepared[1]).toMatchObject({
      basedOn: { proposal: id, revision: ended.revision.hash },
      submission: { instrument: 'memorandum-of-understanding', sides: ['CN', 'LA'], title: LIST_PROJECT.title },
    });
    expect((await (await stage.as('la-lmc-unit')).get(at(id, '/prepared'))).body.items).toEqual([]);
    const agreement = (await (await stage.as('la-lmc-unit')).get(`/v1/agreements/${id}`)).body;
    expect(agreement.takesPart).toEqual(ended.outcome.takesPart);
  });
});

describe('more time in a joint step', () => {
  it('is asked once by a seat, and given by the proposer, who has no say in any house', async () => {
    const id = await stage.released(LIST_PROJECT, 'cn-yunnan');
    const myanmar = await stage.as('mm-mlc-ncu');
    const yunnan = await stage.as('cn-yunnan');
    const { revision, procedure } = (await myanmar.get(at(id))).body;
    const [ballot] = (await myanmar.get(at(id, '/ballots'))).body.items;
    const { key: seat } = ballot.seats.find((s: { side: string }) => s.side === 'MM');
    const shown = { revision: revision.hash, language: 'en', procedure: procedure.hash, standing: null };
    const asking = { seat, kind: 'requestExtension', workingDays: 5, shown };
    const ask = () => myanmar.post(`/v1/ballots/${ballot.id}/replies`, asking);
    expect((await ask()).status).toBe(201);
    expect(told(await ask())).toEqual([409, 'ExtensionAskedAlready', undefined]);
    const reason = 'Thingyan falls into the period.';
    const extend = (caller: typeof yunnan, workingDays: number) =>
      caller.post(at(id, '/interventions'), { kind: 'extend', ballot: ballot.id, seat, workingDays, reason });
    const unit = await stage.as('cn-lmc-secretariat');
    expect(told(await extend(unit, 5))).toEqual([403, 'InterventionNotYours', undefined]);
    expect(told(await extend(myanmar, 5))).toEqual([403, 'InterventionNotYours', undefined]);
    expect(told(await extend(yunnan, 6))).toEqual([422, 'ExtensionTooLong', '/workingDays']);
    const both = await Promise.all([extend(yunnan, 5), extend(yunnan, 5)]);
    expect(both.map((r) => r.status).toSorted()).toEqual([201, 409]);
    const [later] = (await myanmar.get(at(id, '/ballots'))).body.items;
    expect([later.due > ballot.due, later.id]).toEqual([true, ballot.id]);
    const lines = (await myanmar.get(at(id, '/timeline?limit=100'))).body.items as { key: string; text: string }[];
    expect(lines.map((e) => e.key)).toEqual(
      expect.arrayContaining(['ExtensionAsked.side', 'ExtensionGranted.side', 'DeadlineMoved.extension']),
    );
    expect(JSON.stringify(lines)).not.toContain(reason);
  });
});

const UNITS = {
  'kh-nsc-mlc': 'kh',
  'la-lmc-unit': 'la',
  'mm-mlc-ncu': 'mm',
  'th-mlc-unit': 'th',
  'vn-mlc-unit': 'vn',
} as const;
