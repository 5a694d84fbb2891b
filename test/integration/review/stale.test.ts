/** What you saw is what you decided on, and nobody decides twice. */
import { randomUUID } from 'node:crypto';
import { canonicalize, sha256 } from '../../../store/canonical';
import { type Browser, CONTENT, House, type Mail } from './house';

jest.setTimeout(60_000);

let house: House;
let id: string;
let mail: Mail;
let browser: Browser;

beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house.close());

beforeEach(async () => {
  id = await house.submit();
  mail = await house.mailTo(id, 'cn-guangzhou-fao-desk');
  browser = house.browser();
  await browser.open(mail);
});

const replies = () => house.count('events', `proposal_id = '${id}' AND type = 'ReplyGiven'`);

/** The text changes under the reader, as a later revision will do it: the state names the new one. */
async function changeText(): Promise<void> {
  const sections = [
    { key: 'aims', text: { en: 'They become twin cities.', zh: '结为姐妹城市。' } },
    CONTENT.sections[1],
  ];
  const content = { ...CONTENT, sections };
  const hash = sha256(canonicalize(content));
  await house.owner.query(`INSERT INTO revisions (proposal_id, hash, owner_side, content) VALUES ($1, $2, 'CN', $3)`, [
    id,
    hash,
    JSON.stringify(content),
  ]);
  const state = await house.state(id);
  const changed = { ...state, revision: { ...state.revision, number: 2, hash } };
  await house.owner.query('UPDATE proposals SET version = version + 1, state = $2 WHERE id = $1', [
    id,
    JSON.stringify(changed),
  ]);
}

test('a text that changed before the choice: the difference, the answer kept, nothing recorded', async () => {
  await changeText();
  const stale = await browser.submit('/draft', { kind: 'object', inside: 'My words' });
  expect(stale.status).toBe(409);
  expect(stale.text).toContain('<ins>');
  expect(stale.text).toContain('<del>');
  expect(browser.form('/draft').fields).toMatchObject({ kind: 'object', inside: 'My words' });
  expect(await replies()).toBe(0);

  await browser.submit('/draft');
  expect((await browser.submit('/confirm', { code: mail.code })).status).toBe(200);
  expect(await replies()).toBe(1);
});

test('a text that changed between check and confirm: not recorded, asked again', async () => {
  await browser.submit('/draft', { kind: 'agree', inside: 'My words' });
  await changeText();
  const stale = await browser.submit('/confirm', { code: mail.code });
  expect(stale.status).toBe(409);
  expect(stale.text).toContain('<ins>');
  expect(await replies()).toBe(0);
  await browser.submit('/draft');
  expect((await browser.submit('/confirm')).status).toBe(200);
  expect(await replies()).toBe(1);
});

test.each([['shown[revision]'], ['shown[procedure]'], ['shown[standing]']])(
  'a forged %s is a stale page, in the choice as in the confirmation',
  async (field) => {
    const choice = browser.form('/draft');
    const forged = { ...choice.fields, kind: 'agree', [field]: 'f'.repeat(64) };
    expect((await browser.post(choice.action, forged)).status).toBe(409);

    await browser.get(mail.path);
    await browser.submit('/draft', { kind: 'agree' });
    const check = browser.form('/confirm');
    const response = await browser.post(check.action, { ...check.fields, code: mail.code, [field]: 'f'.repeat(64) });
    expect(response.status).toBe(409);
    expect(await replies()).toBe(0);
  },
);

test('a language that the text does not have is not taken as shown', async () => {
  const { action, fields } = browser.form('/draft');
  await browser.post(action, { ...fields, kind: 'agree', 'shown[language]': 'km' });
  const response = await browser.submit('/confirm', { code: mail.code });
  expect(response.status).toBe(422);
  expect(await replies()).toBe(0);
});

test('a colleague who answered meanwhile is shown; the answer is asked again and then replaces', async () => {
  await browser.submit('/draft', { kind: 'object' });
  const seat = await house.mailTo(id, 'cn-guangzhou-fao-deputy');
  const colleague = house.browser();
  await colleague.open(seat);
  await colleague.submit('/draft', { kind: 'abstain' });
  await keepOpen();
  await colleague.submit('/confirm', { code: seat.code });
  expect(await replies()).toBe(1);

  const stale = await browser.submit('/confirm', { code: mail.code });
  expect(stale.status).toBe(409);
  expect(await replies()).toBe(1);
  await browser.submit('/draft');
  expect((await browser.submit('/confirm')).status).toBe(200);
  expect(await replies()).toBe(2);
});

/** The step waits for all its seats here, so that it stays open after one reply: a second office is asked beside. */
async function keepOpen(): Promise<void> {
  const state = await house.state(id);
  const [ballot] = Object.values(state.ballots);
  const [seat] = ballot?.seats ?? [];
  if (!ballot || !seat) throw new Error('No ballot');
  const other = { ...seat, key: `beside-${randomUUID()}`, reply: null, replies: 0 };
  const changed = { ...state, ballots: { [ballot.id]: { ...ballot, early: false, seats: [seat, other] } } };
  await house.owner.query('UPDATE proposals SET version = version + 1, state = $2 WHERE id = $1', [
    id,
    JSON.stringify(changed),
  ]);
}

test('two alternates who confirm at the same moment: one is recorded, the other asked again', async () => {
  const second = await house.mailTo(id, 'cn-guangzhou-fao-deputy');
  const other = house.browser();
  await other.open(second);
  await browser.submit('/draft', { kind: 'agree' });
  await other.submit('/draft', { kind: 'agreeWithComments' });
  await keepOpen();
  const both = await Promise.all([
    browser.submit('/confirm', { code: mail.code }),
    other.submit('/confirm', { code: second.code }),
  ]);
  expect(both.map((r) => r.status).toSorted()).toEqual([200, 409]);
  expect(await replies()).toBe(1);
});

test('a double click, a reload and the back button: one reply, the same receipt', async () => {
  await browser.submit('/draft', { kind: 'agree', inside: 'Once.' });
  const { action, fields } = browser.form('/confirm');
  const typed = { ...fields, code: mail.code };
  const clicks = await Promise.all([1, 2, 3].map(() => browser.copy().post(action, typed)));
  expect(clicks.map((r) => r.status)).toEqual([200, 200, 200]);
  expect(new Set(clicks.map((r) => r.text)).size).toBe(1);

  const again = await browser.post(action, typed);
  expect(again.text).toBe(clicks[0]?.text);
  expect((await browser.get(`${mail.path}/check`)).headers.location).toBe(`${mail.path}/receipt`);
  expect(await replies()).toBe(1);
});

test('another tab that chose something else does not change what this page confirms', async () => {
  await browser.submit('/draft', { kind: 'agree', inside: 'First tab' });
  const first = browser.form('/confirm');
  await browser.get(mail.path);
  await browser.submit('/draft', { kind: 'object', inside: 'Second tab' });
  const asked = await browser.post(first.action, { ...first.fields, code: mail.code });
  expect(asked.text).toContain('First tab');
  expect(await replies()).toBe(0);
  await browser.submit('/confirm', { code: mail.code });
  const { rows } = await house.owner.query(
    `SELECT payload::json ->> 'kind' AS kind FROM events WHERE proposal_id = $1 AND type = 'ReplyGiven'`,
    [id],
  );
  expect(rows).toEqual([{ kind: 'agree' }]);
});
