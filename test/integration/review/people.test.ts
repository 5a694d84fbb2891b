/** Instead of answering: a colleague answers, or whoever has a conflict of interest steps back. */
import { type Browser, House, type Mail } from './house';

jest.setTimeout(60_000);

const DESK = 'cn-guangzhou-fao-desk';
const COLLEAGUE = 'cn-guangzhou-fao-colleague';

let house: House;
let id: string;
let mail: Mail;
let browser: Browser;

beforeAll(async () => {
  house = await House.open();
  await house.owner.query(
    `INSERT INTO people SELECT $2, organization_id, 'Colleague', 'colleague@fao.example', language, zone
       FROM people WHERE id = $1`,
    [DESK, COLLEAGUE],
  );
  await house.owner.query('UPDATE catalogue_version SET version = version + 1');
});
afterAll(() => house.close());

beforeEach(async () => {
  id = await house.submit();
  mail = await house.mailTo(id, DESK);
  browser = house.browser();
  await browser.open(mail);
});

const events = (type: string) => house.count('events', `proposal_id = '${id}' AND type = '${type}'`);
const english = () => browser.get(`${mail.path}?lang=en`);

test('a colleague is named with the code, gets a link of their own, and answers on behalf', async () => {
  const without = await browser.submit('/delegate', { to: COLLEAGUE });
  expect(without.status).toBe(422);
  expect(without.text).toContain('id="delegate-code-error"');
  expect(await events('Delegated')).toBe(0);

  const named = await browser.submit('/delegate', { to: COLLEAGUE, code: mail.code });
  expect(named.status).toBe(200);
  expect((await english()).text).toContain('Colleague may answer for your office here.');

  const theirs = await house.mailTo(id, COLLEAGUE);
  const other = house.browser();
  await other.open(theirs);
  expect(other.last?.text).not.toContain(`action="/review/${theirs.ref}/delegate"`);
  await other.submit('/draft', { kind: 'agree' });
  expect((await other.submit('/confirm', { code: theirs.code })).status).toBe(200);
  const { rows } = await house.owner.query(
    `SELECT payload::json #>> '{signed,person}' AS person, payload::json #>> '{signed,onBehalfOf}' AS behalf
       FROM events WHERE proposal_id = $1 AND type = 'ReplyGiven'`,
    [id],
  );
  expect(rows).toEqual([{ person: COLLEAGUE, behalf: DESK }]);
});

test('whose delegation has ended reads and answers no more', async () => {
  await browser.submit('/delegate', { to: COLLEAGUE, code: mail.code });
  const theirs = await house.mailTo(id, COLLEAGUE);
  const other = house.browser();
  await other.open(theirs);
  await browser.submit('/undelegate');
  expect(await events('DelegationEnded')).toBe(1);
  expect((await other.get(theirs.path)).status).toBe(403);
  expect((await house.browser().open(theirs)).status).toBe(403);
});

test.each([
  ['nobody', ''],
  ['somebody of another office', 'cn-guangdong-fao-desk'],
  ['somebody of another side', 'th-moi-fad-desk'],
  ['who may answer already', 'cn-guangzhou-fao-deputy'],
  ['nobody who exists', 'x'.repeat(500)],
])('naming %s records nothing, and says so beside the field', async (_, to) => {
  const refused = await browser.submit('/delegate', { to, code: mail.code });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('id="to-error"');
  expect(await events('Delegated')).toBe(0);
});

test('a conflict of interest takes the code and a word that one is sure; its reason stays what was typed', async () => {
  const unsure = await browser.submit('/conflict', { reason: 'My brother', code: mail.code });
  expect(unsure.status).toBe(422);
  expect(unsure.text).toContain('id="sure-error"');
  expect(browser.form('/conflict').fields).toMatchObject({ reason: 'My brother' });
  const without = await browser.submit('/conflict', { sure: '1' });
  expect(without.text).toContain('id="conflict-code-error"');
  expect(await events('ConflictDeclared')).toBe(0);

  await browser.submit('/conflict', { sure: '1', reason: 'My brother', code: mail.code });
  expect(await events('ConflictDeclared')).toBe(1);
  const page = await english();
  expect(page.status).toBe(200);
  expect(page.text).not.toContain('name="kind"');
  expect(page.text).not.toContain('/conflict');
  // The alternate of the office can still answer.
  await house.agree(id, 'cn-guangzhou-fao', 'cn-guangzhou-fao-deputy');
  expect(await events('ReplyGiven')).toBe(1);
});

test('an act of another session, or a second time, is done once at most', async () => {
  await english();
  const { action, fields } = browser.form('/conflict');
  const forged = { ...fields, sure: '1', code: mail.code, nonce: 'x.y' };
  expect((await browser.post(action, forged)).status).toBe(403);
  for (const _ of [1, 2]) await browser.post(action, { ...fields, sure: '1', code: mail.code });
  expect(await events('ConflictDeclared')).toBe(1);
});
