/** From the link to the receipt, with scripts (the token) and without (the code). */
import { House, type Mail } from './house';

let house: House;
let id: string;
let mail: Mail;

beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house.close());

beforeEach(async () => {
  id = await house.submit();
  mail = await house.mailTo(id, 'cn-guangzhou-fao-desk');
});

const repliesOf = async () => house.count('events', `proposal_id = '${id}' AND type = 'ReplyGiven'`);

test('a person opens the link, chooses, checks, types the code and gets a receipt', async () => {
  const browser = house.browser();
  const opened = await browser.open(mail);
  expect(opened.status).toBe(200);
  expect(opened.text).toContain('广州与清迈友好城市');
  expect(browser.form('/draft').fields).not.toHaveProperty('kind');

  const check = await browser.submit('/draft', { kind: 'agreeWithComments', inside: 'Please name the <office>.' });
  expect(check.status).toBe(200);
  expect(check.text).toContain('Please name the &lt;office&gt;.');
  expect(await repliesOf()).toBe(0);

  const receipt = await browser.submit('/confirm', { code: mail.code });
  expect(receipt.status).toBe(200);
  expect(receipt.text).toContain('Please name the &lt;office&gt;.');
  const [event] = (
    await house.owner.query(`SELECT hash FROM events WHERE proposal_id = $1 AND type = 'ReplyGiven'`, [id])
  ).rows;
  expect(receipt.text.replaceAll(' ', '')).toContain(event.hash);
  expect(await repliesOf()).toBe(1);
});

test('without scripts the code opens the case, and is not asked a second time', async () => {
  const browser = house.browser();
  await browser.get(mail.path);
  const opened = await browser.submit('/session', { code: `${mail.code.slice(0, 4)} ${mail.code.slice(4)}` });
  expect(opened.text).toContain('广州与清迈友好城市');
  await browser.submit('/draft', { kind: 'agree' });
  expect(browser.form('/confirm').fields).not.toHaveProperty('code');
  const receipt = await browser.submit('/confirm');
  expect(receipt.status).toBe(200);
  expect(await repliesOf()).toBe(1);
});
