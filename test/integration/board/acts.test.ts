/** What people do from the page of a case: to whom each form is open, and what becomes of it. */
import type { Response } from 'supertest';
import { agree, HOME, JOINT, OTHERS, RELEASE } from '../api/acts';
import { ManySides, revised } from '../api/border-plan';
import { type Browser, formsOf } from '../review/house';
import { Board, plain } from './board';

let sides: ManySides;
let board: Board;
beforeAll(async () => {
  sides = await ManySides.open();
  board = await Board.over(sides.bench);
});
afterAll(() => board.close());

const at = (id: string) => `/board/cases/${id}?lang=en`;
const as = (organization: string, person = 'desk') => board.signedIn(`${person}@${organization}.example`);
/** A browser that has the page of a case open. */
async function reading(id: string, organization: string, person = 'desk'): Promise<Browser> {
  const browser = await as(organization, person);
  expect([organization, (await browser.get(at(id))).status]).toEqual([organization, 200]);
  return browser;
}

const actsOn = ({ text }: Pick<Response, 'text'>): readonly string[] =>
  formsOf(text)
    .map(({ action }) => /\/board\/cases\/[^/]+\/(\w+)/.exec(action)?.[1] ?? '')
    .filter((name) => name !== '' && name !== 'comment')
    .toSorted();
const actsFor = async (id: string, organization: string, person = 'desk') =>
  actsOn(await (await as(organization, person)).get(at(id)));
const errorIn = ({ text }: Response): string =>
  (/<div class="govuk-error-summary__body">([\s\S]*?)<\/div>/.exec(text)?.[1] ?? '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
const typedIn = ({ text }: Response, name: string): string =>
  formsOf(text).find((form) => name in form.fields && form.fields[name] !== '')?.fields[name] ?? '';
const eventsOf = async (id: string, type: string): Promise<number> =>
  (await board.bench.owner.query('SELECT 1 FROM events WHERE proposal_id = $1 AND type = $2', [id, type])).rowCount ??
  0;

describe('the file of a house', () => {
  test('the receiving office lists what lacks, the proposer supplies it, and the office declares it complete', async () => {
    const id = await sides.released();
    expect(await actsFor(id, 'vn-mofa')).toEqual(['file']);
    expect(await actsFor(id, 'vn-mps')).toEqual([]);
    expect(await actsFor(id, 'cn-guangxi')).toEqual([]);
    const mofa = await reading(id, 'vn-mofa');
    const blank = await mofa.submit('/file', { choice: 'lacking' });
    expect([blank.status, errorIn(blank)]).toEqual([422, 'List what lacks']);
    const both = await mofa.submit('/file', { choice: 'complete', lacking: 'The map.' });
    expect([both.status, typedIn(both, 'lacking')]).toEqual([422, 'The map.']);
    const listed = await mofa.submit('/file', { choice: 'lacking' });
    expect([listed.status, plain(listed.text)]).toEqual([200, expect.stringContaining('Your word on the file')]);
    expect(await eventsOf(id, 'FileLacks')).toBe(1);

    expect(await actsFor(id, 'cn-guangxi-fao')).toEqual([]);
    const guangxi = await reading(id, 'cn-guangxi');
    expect(plain(guangxi.last?.text ?? '')).toContain('The map.');
    await guangxi.submit('/supply', { choice: 'send', text: 'Here is the map.' });
    const again = await reading(id, 'vn-mofa', 'deputy');
    expect(plain(again.last?.text ?? '')).toContain('Here is the map.');
    await again.submit('/file', { choice: 'complete' });
    expect(await eventsOf(id, 'FileCompleted')).toBe(1);
    expect(await actsFor(id, 'vn-mofa')).toEqual([]);
  });

  test('a form that somebody else was quicker with says so, and gives back what was written', async () => {
    const id = await sides.released();
    const [one, other] = [await reading(id, 'vn-mofa'), await reading(id, 'vn-mofa', 'deputy')];
    await one.submit('/file', { choice: 'complete' });
    const late = await other.submit('/file', { choice: 'lacking', lacking: 'The second annex.' });
    expect([late.status, errorIn(late)]).toEqual([409, 'The file was declared complete already.']);
    expect(plain(late.text)).toContain('The second annex.');
    expect(await eventsOf(id, 'FileFoundLacking')).toBe(0);
  });

  test('sent twice it is recorded once', async () => {
    const id = await sides.released();
    const mofa = await reading(id, 'vn-mofa');
    const { action, fields } = mofa.form('/file');
    const sent = { ...fields, choice: 'lacking', lacking: 'A signature.' };
    const twice = await Promise.all([mofa.postOnly(action, sent), mofa.copy().postOnly(action, sent)]);
    expect(twice.map((r) => [r.status, r.headers.location])).toEqual([
      [303, expect.stringContaining('done=file')],
      [303, expect.stringContaining('done=file')],
    ]);
    expect(await eventsOf(id, 'FileFoundLacking')).toBe(1);
    const other = await mofa.postOnly(action, { ...sent, lacking: 'Another signature.' });
    expect([other.status, errorIn(other)]).toEqual([422, expect.stringContaining('sent before, with other words')]);
    expect(await eventsOf(id, 'FileFoundLacking')).toBe(1);
  });

  test('whoever makes the form up is refused by the core, and outside the case there is nothing', async () => {
    const id = await sides.released();
    const { action, fields } = (await reading(id, 'vn-mofa')).form('/file');
    const forged = async (organization: string, given = fields) => {
      const browser = await as(organization);
      await browser.get('/board?lang=en');
      const nonce = browser.form('/sign-in/out').fields.nonce ?? '';
      return browser.postOnly(action, { ...given, nonce, choice: 'complete' });
    };
    const unit = await forged('vn-mlc-unit');
    expect([unit.status, errorIn(unit)]).toEqual([403, expect.stringContaining('receiving office')]);
    const foreign = await forged('cn-guangxi');
    const nowhere = await forged('cn-guangxi', { ...fields, track: 'nowhere' });
    expect([foreign.status, errorIn(foreign)]).toEqual([404, errorIn(nowhere)]);
    expect((await forged('th-mlc-unit')).status).toBe(404);
    const stolen = await (await as('vn-mps')).postOnly(action, { ...fields, choice: 'complete' });
    expect(stolen.status).toBe(403);
    expect(await eventsOf(id, 'FileCompleted')).toBe(0);
  });
});

describe('what crosses', () => {
  test('an offered text is read by its house, released, read and accepted by each other participant', async () => {
    const id = await sides.released();
    await (await sides.as('vn-binh-lieu')).post(`/v1/proposals/${id}/revisions`, revised('nine'));
    expect(await actsFor(id, 'vn-binh-lieu')).toEqual([]);
    const quiet = plain((await (await as('cn-guangxi')).get(at(id))).text);
    expect(quiet).not.toContain('at nine.');
    const dfa = await reading(id, 'vn-quang-ninh-dfa');
    expect(dfa.last?.text).toMatch(/<ins>[^<]*nine/);
    expect(plain((await dfa.submit('/release', { choice: 'revision' })).text)).toContain('It is released.');

    const guangxi = await reading(id, 'cn-guangxi');
    expect(guangxi.last?.text).toMatch(/<ins>[^<]*nine/);
    await guangxi.submit('/acceptance', { choice: 'accept' });
    expect(await actsFor(id, 'cn-guangxi')).toEqual([]);
    expect(await actsFor(id, 'vn-binh-lieu')).toEqual([]);
    await (await reading(id, 'vn-cao-bang')).submit('/acceptance', { choice: 'accept' });
    const now = plain((await (await as('cn-guangxi')).get(at(id))).text);
    expect(now).toContain('Revision 2, round 2.');
  });

  test('a question to the others waits for the releasing seat, and is answered', async () => {
    const id = await sides.released();
    const binhLieu = await reading(id, 'vn-binh-lieu');
    const asked = { text: 'Who pays for the bridge?', audience: 'others', asks: 'question' };
    expect(plain((await binhLieu.submit('/comment', asked)).text)).toContain('Waits to be released');
    expect(plain((await (await as('cn-guangxi')).get(at(id))).text)).not.toContain('bridge');
    const dfa = await reading(id, 'vn-quang-ninh-dfa');
    expect(actsOn(dfa.last ?? { text: '' })).toEqual(['release']);
    await dfa.submit('/release', { choice: 'comment' });
    const guangxi = await reading(id, 'cn-guangxi');
    const page = guangxi.last?.text ?? '';
    expect(plain(page)).toContain('Who pays for the bridge?');
    const question = /<option value="([0-9a-f-]{36})"/.exec(page)?.[1] ?? '';
    await guangxi.submit('/comment', { text: 'We do.', audience: 'inside', inReplyTo: question });
    expect(await eventsOf(id, 'Commented')).toBe(2);
    const forged = await guangxi.submit('/comment', {
      text: 'To whom?',
      inReplyTo: '0e3f1a52-6c1d-4b7e-9a55-3f6f2d1c8b90',
    });
    expect([forged.status, typedIn(forged, 'text')]).toEqual([422, 'To whom?']);
    const odd = await guangxi.submit('/comment', { text: 'bell\u0007 and nul\u0000' });
    expect([odd.status, plain(odd.text)]).toEqual([200, expect.stringContaining('bell and nul')]);
  });
});

describe('clocks', () => {
  test('the unit of a house stops its clock and lets it go on, each with a reason', async () => {
    const id = await sides.released();
    expect(await actsFor(id, 'vn-cao-bang')).toEqual([]);
    const unit = await reading(id, 'vn-mlc-unit');
    expect(actsOn(unit.last ?? { text: '' })).toEqual(['suspend']);
    const blank = await unit.submit('/suspend', { choice: 'suspend' });
    expect([blank.status, errorIn(blank)]).toEqual([422, 'Say why']);
    expect(blank.text).toMatch(/<textarea[^>]*aria-describedby="[^"]*reason-error/);
    // Two houses of this side: the one of the province is chosen.
    const track = /<option value="([^"]+)"[^>]*>Cao Bang/.exec(blank.text)?.[1] ?? '';
    await unit.submit('/suspend', { choice: 'suspend', track, reason: 'Flood in the province.' });
    expect(await eventsOf(id, 'ClockSuspended')).toBe(1);
    expect(plain((await (await as('cn-guangxi')).get(at(id))).text)).not.toContain('Flood');
    await unit.get(at(id));
    await unit.submit('/unsuspend', { choice: 'unsuspend', reason: 'The water has gone.' });
    expect(await eventsOf(id, 'ClockResumed')).toBe(1);
  });

  test('the proposer answers a side that asks for more time, with no more than was asked for', async () => {
    const id = await sides.released(LIST_PROJECT, 'cn-yunnan');
    const myanmar = await sides.as('mm-mlc-ncu');
    const { revision, procedure } = (await myanmar.get(`/v1/proposals/${id}`)).body;
    const [ballot] = (await myanmar.get(`/v1/proposals/${id}/ballots`)).body.items;
    const { key: seat } = ballot.seats.find((s: { side: string }) => s.side === 'MM');
    const shown = { revision: revision.hash, language: 'en', procedure: procedure.hash, standing: null };
    const asking = { seat, kind: 'requestExtension', workingDays: 5, shown };
    expect((await myanmar.post(`/v1/ballots/${ballot.id}/replies`, asking)).status).toBe(201);
    expect(await actsFor(id, 'cn-lmc-secretariat')).toEqual([]);
    const yunnan = await reading(id, 'cn-yunnan');
    expect([typedIn(yunnan.last as Response, 'workingDays'), actsOn(yunnan.last ?? { text: '' })]).toEqual([
      '5',
      ['extension'],
    ]);
    const reason = 'Thingyan falls into the period.';
    const much = await yunnan.submit('/extension', { choice: 'extend', workingDays: '6', reason });
    expect([much.status, typedIn(much, 'reason'), typedIn(much, 'workingDays')]).toEqual([422, reason, '6']);
    await yunnan.submit('/extension', { choice: 'extend', workingDays: '5', reason });
    expect(await eventsOf(id, 'ExtensionGranted')).toBe(1);
    const theirs = plain((await (await as('mm-mlc-ncu')).get(at(id))).text);
    expect(theirs).toContain('Was given more time.');
    expect(theirs).not.toContain('Thingyan');
  });
});

describe('after the agreement', () => {
  test('each side records its signature, and the agreement takes effect with the last one', async () => {
    const { id } = await board.submit();
    for (const [organization, person] of [...HOME, RELEASE, ...OTHERS, ...JOINT]) {
      const { status } = await agree(await board.caller(organization, person), id, organization);
      expect([organization, status]).toEqual([organization, 201]);
    }
    expect(await actsFor(id, 'cn-cpaffc')).toEqual([]);
    const guangzhou = await reading(id, 'cn-guangzhou');
    const early = await guangzhou.submit('/obligation', {
      choice: 'sign',
      dated: '2026-06-11',
      number: 'No. 7',
      mode: 'online',
    });
    expect([early.status, typedIn(early, 'number')]).toEqual([422, 'No. 7']);
    const none = await guangzhou.submit('/obligation', { choice: 'sign', dated: '' });
    expect([none.status, errorIn(none)]).toEqual([422, 'Give the date: year, month and day']);
    await guangzhou.submit('/obligation', { choice: 'sign', dated: '2026-06-10', number: 'No. 7', mode: 'inPerson' });
    await (await reading(id, 'th-chiang-mai')).submit('/obligation', { choice: 'sign', dated: '2026-06-10' });
    expect(await eventsOf(id, 'TookEffect')).toBe(1);
    const page = plain((await (await as('th-mlc-unit')).get(at(id))).text);
    expect(page).toContain('In effect');
    expect(page).toContain('The last side signed on 10 June 2026.');
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
  sections: [{ key: 'purpose', text: { en: 'Better seed for all.' } }],
};
