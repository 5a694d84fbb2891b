/** Every kind of reply over the page: offered, checked, recorded as it was meant, and what is wrong beside its field. */
import { REPLY_KINDS, type ReplyKind } from '../../../domain/ballot/replies';
import { type Browser, House, letStepBe, type Mail } from './house';

jest.setTimeout(60_000);

const PERSON = 'cn-guangzhou-fao-desk';
const STEP = { offers: [...REPLY_KINDS], extension: { workingDays: 10 }, adReferendum: { workingDays: 20 } };

let house: House;
let id: string;
let mail: Mail;
let browser: Browser;

beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house.close());

async function open(changes: Parameters<typeof letStepBe>[2] = {}): Promise<void> {
  id = await house.submit();
  await letStepBe(house, id, { ...STEP, ...changes });
  mail = await house.mailTo(id, PERSON);
  browser = house.browser();
  await browser.get(mail.path);
  await browser.submit('/session', { code: mail.code });
  await browser.get(`${mail.path}?lang=en`);
}

async function recorded(): Promise<Readonly<Record<string, unknown>>[]> {
  const { rows } = await house.owner.query<{ type: string; payload: string }>(
    `SELECT type, payload FROM events WHERE proposal_id = $1 AND type IN ('ReplyGiven', 'ExtensionAsked') ORDER BY seq`,
    [id],
  );
  return rows.map(({ type, payload }) => ({ type, ...JSON.parse(payload) }));
}

const NOTE = { noteNumber: '115/2026', noteDate: '2026-06-05' };
const AIMS = { 'sections[aims]': '1' };

/** What is typed, what stands in the record, and what the page then says. */
const ROWS: readonly [ReplyKind, Record<string, string>, object, string][] = [
  ['agree', {}, { kind: 'agree' }, 'Agreed'],
  ['agree', { 'except[term]': '1' }, { kind: 'agree', except: ['term'] }, 'Except these sections'],
  ['agreeWithComments', { inside: 'Fine.' }, { kind: 'agreeWithComments' }, 'Fine.'],
  ['agreeWithStatement', { inside: 'Stated.' }, { kind: 'agreeWithStatement' }, 'Agreed with a statement'],
  [
    'agreeAdReferendum',
    {},
    { kind: 'agreeAdReferendum', confirmBy: expect.any(String) },
    'Your agreement is provisional',
  ],
  ['reserve', {}, { kind: 'reserve' }, 'Position reserved'],
  ['object', { inside: 'No.' }, { kind: 'object' }, 'Objected'],
  [
    'requestChanges',
    { ...AIMS, inside: 'Aims.' },
    { kind: 'requestChanges', sections: ['aims'] },
    'Sections to change',
  ],
  ['requestChanges', {}, { kind: 'requestChanges' }, 'Changes asked for'],
  [
    'requestExtension',
    { days: '10' },
    { type: 'ExtensionAsked', workingDays: 10 },
    'request for more time is recorded',
  ],
  ['abstain', {}, { kind: 'abstain' }, 'Abstained'],
  ['takeNote', {}, { kind: 'takeNote' }, 'Took note'],
  ['notConcerned', {}, { kind: 'notConcerned' }, 'Not concerned'],
  ['doesNotTakePart', {}, { kind: 'doesNotTakePart' }, 'Does not take part'],
];

test('the table has every kind', () => {
  expect([...new Set(ROWS.map(([kind]) => kind))].toSorted()).toEqual([...REPLY_KINDS].toSorted());
});

test('every kind that the ballot offers stands on the page, and none is chosen', async () => {
  await open();
  const offered = [...(browser.last?.text ?? '').matchAll(/name="kind"[^>]*value="(\w+)"/g)].map(([, kind]) => kind);
  expect(offered).toEqual([...REPLY_KINDS]);
  expect(browser.form('/draft').fields).not.toHaveProperty('kind');
  expect(browser.last?.text).not.toMatch(/\schecked\b/);
});

test.each(ROWS)('%s with %j', async (kind, typed, stands, says) => {
  await open();
  const check = await browser.submit('/draft', { kind, ...typed });
  expect([check.status, await recorded()]).toEqual([200, []]);
  const receipt = await browser.submit('/confirm');
  expect(receipt.status).toBe(200);
  expect(receipt.text).toContain(says);
  expect(await recorded()).toEqual([expect.objectContaining({ type: 'ReplyGiven', ...stands })]);
});

test('the boxes of a kind that was not chosen are not sent on', async () => {
  await open();
  await browser.submit('/draft', { kind: 'abstain', ...AIMS, 'except[term]': '1', days: '3' });
  const { fields } = browser.form('/confirm');
  expect(Object.keys(fields).filter((name) => /^(sections|except)/.test(name))).toEqual([]);
  await browser.submit('/confirm');
  const [reply] = await recorded();
  expect([reply?.kind, reply?.sections, reply?.except]).toEqual(['abstain', undefined, undefined]);
});

/** What is typed and beside which field the page says what is wrong. */
const FAULTS: readonly [Record<string, string>, string][] = [
  [{}, 'kind'],
  [{ kind: 'requestExtension', days: '0' }, 'days'],
  [{ kind: 'requestExtension', days: '11' }, 'days'],
  [{ kind: 'requestExtension', days: '1.5' }, 'days'],
  [{ kind: 'requestExtension' }, 'days'],
  [{ kind: 'requestChanges', 'sections[nowhere]': '1', inside: 'x' }, 'sections'],
  [{ kind: 'agree', ...NOTE, 'except[nowhere]': '1' }, 'except'],
  [{ kind: 'agree', ...NOTE, 'except[aims]': '1', 'except[term]': '1' }, 'except'],
  [{ kind: 'agree', noteDate: '2026-06-05' }, 'noteNumber'],
  [{ kind: 'agree', noteNumber: '1' }, 'noteDate'],
  [{ kind: 'agree', noteNumber: '1', noteDate: '5 June' }, 'noteDate'],
  [{ kind: 'agree', noteNumber: '1', noteDate: '2026-02-31' }, 'noteDate'],
  [{ kind: 'object' }, 'inside'],
  [{ kind: 'reserve' }, 'inside'],
  [{ kind: 'requestChanges' }, 'inside'],
];

test('what is wrong stands beside its field and in the summary, and what was typed stays', async () => {
  await open({ note: 'sent', negativeNeedsReason: 'refuse' });
  for (const [typed, field] of FAULTS) {
    const { action, fields } = browser.form('/draft');
    const { text, status } = await browser.post(action, { ...fields, ...typed });
    const shown = [...text.matchAll(/id="(\w+)-error"/g)].map(([, name]) => name);
    expect([typed, status, shown]).toEqual([typed, 422, [field]]);
    expect(text).toContain(`href="#${['kind', 'sections', 'except'].includes(field) ? `${field}-1` : field}"`);
    if (typed.noteNumber) expect(browser.form('/draft').fields.noteNumber).toBe(typed.noteNumber);
    await browser.get(`${mail.path}?lang=en`);
  }
  expect(await recorded()).toEqual([]);
});

test('an answer in favour names its note, one that is not does not', async () => {
  await open({ note: 'received' });
  await browser.submit('/draft', { kind: 'agree', ...NOTE });
  const receipt = await browser.submit('/confirm');
  expect(receipt.text).toContain('115/2026 of 2026-06-05');
  expect(await recorded()).toEqual([
    expect.objectContaining({
      signed: expect.objectContaining({ note: { number: '115/2026', dated: '2026-06-05' } }),
    }),
  ]);
});

test('a date of a note that lies ahead is refused by the record, beside its field', async () => {
  await open({ note: 'sent' });
  await browser.submit('/draft', { kind: 'agree', ...NOTE, noteDate: '2026-12-31' });
  const refused = await browser.submit('/confirm');
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('id="noteDate-error"');
  expect(browser.form('/draft').fields).toMatchObject({ noteNumber: '115/2026', noteDate: '2026-12-31' });
});

test('more time is asked for once: the page says that it was, and offers it no more', async () => {
  await open();
  await browser.submit('/draft', { kind: 'requestExtension', days: '3', inside: 'The file is long.' });
  await browser.submit('/confirm');
  const page = await browser.get(`${mail.path}?lang=en`);
  expect(page.text).toContain('asked for 3 more working days');
  expect(page.text).not.toContain('value="requestExtension"');
  await browser.submit('/draft', { kind: 'agree' });
  expect((await browser.submit('/confirm')).status).toBe(200);
  expect((await recorded()).map((e) => e.type)).toEqual(['ExtensionAsked', 'ReplyGiven']);
});

test('an agreement ad referendum says until when, and is confirmed in one more act', async () => {
  await open();
  expect(browser.last?.text).toContain('If you answer now you have until');
  await browser.submit('/draft', { kind: 'agreeAdReferendum' });
  await browser.submit('/confirm');
  const page = await browser.get(`${mail.path}?lang=en`);
  expect(page.text).toContain('It counts only if you confirm it by');
  await browser.submit('/draft', { kind: 'agree' });
  await browser.submit('/confirm');
  expect((await recorded()).map((e) => e.kind)).toEqual(['agreeAdReferendum', 'agree']);
});

test('a case on hold says so and keeps what is answered', async () => {
  await open();
  const state = await house.state(id);
  const paused = { ...state, paused: '2026-06-08T02:00:00.000Z' };
  await house.owner.query('UPDATE proposals SET version = version + 1, state = $2 WHERE id = $1', [
    id,
    JSON.stringify(paused),
  ]);
  const page = await browser.get(`${mail.path}?lang=en`);
  expect(page.text).toContain('This case is on hold since');
  await browser.submit('/draft', { kind: 'agree' });
  const receipt = await browser.submit('/confirm');
  expect(receipt.status).toBe(200);
  expect(await recorded()).toHaveLength(1);
  expect(Object.values((await house.state(id)).ballots).map((b) => b.status)).toEqual(['open']);
});
