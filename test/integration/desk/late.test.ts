/** Answers on paper that are entered after the date: a second registrar confirms them, or they do not count. */
import { formsOf } from '../review/house';
import { Desk, plain, REGISTRAR, type Registrar, SECOND } from './desk';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk.close());
beforeEach(() => desk.after(0));

const OFFICE = 'CPAFFC';

/** An answer of a joint step, entered a month after the question; its date was fifteen working days. */
async function enteredLate(received = '10'): Promise<{ id: string; number: string; registrar: Registrar }> {
  const { id, number } = await desk.joint();
  await desk.after(30);
  const registrar = await desk.signedIn(REGISTRAR);
  await registrar.fill(await registrar.addressOf(number, OFFICE), { 'received-day': received });
  expect(plain(registrar.text)).toContain('A second registrar must confirm this');
  const receipt = await registrar.record();
  expect([receipt.status, plain(receipt.text)]).toEqual([200, expect.stringContaining('waits for a second registrar')]);
  expect([await desk.count(id, 'PaperEntered'), await joint(id)]).toEqual([1, 0]);
  return { id, number, registrar };
}

const joint = async (id: string): Promise<number> =>
  (await desk.events(id)).filter((e) => e.type === 'ReplyGiven' && e.chain === 'case').length;

test('the form and the list warn before anything is typed', async () => {
  const { number } = await desk.joint();
  await desk.after(30);
  const registrar = await desk.signedIn(REGISTRAR);
  const address = await registrar.addressOf(number, OFFICE);
  expect(plain(registrar.text)).toContain('After the date');
  const { text } = await registrar.browser.get(`${address}?lang=en`);
  expect(plain(text)).toContain('A second registrar must confirm this');
});

test('a second registrar confirms it, once, and it counts by the day of its receipt', async () => {
  const { id, number } = await enteredLate();
  const second = await desk.signedIn(SECOND);
  const page = await second.browser.get(`${await second.addressOf(number, OFFICE)}?lang=en`);
  expect(plain(page.text)).toContain('received in time');
  expect(plain(page.text)).toContain('1234/BNG-QHQT');
  const { action, fields } = confirmForm(second);
  const answers = await Promise.all([1, 2].map(() => second.browser.copy().postOnly(action, fields)));
  expect(answers.map(({ status }) => status)).toEqual([303, 303]);
  expect(new Set(answers.map(({ headers }) => headers.location)).size).toBe(1);
  expect(await joint(id)).toBe(1);
  const receipt = await second.browser.get(answers[0]?.headers.location ?? '');
  expect(plain(receipt.text)).toContain('The answer is recorded');
  expect(plain(receipt.text)).toContain('Confirmed by');
  expect(plain(receipt.text)).not.toContain('after the date');
});

test('what was received after the date is marked so', async () => {
  const { number } = await desk.joint();
  await desk.after(30);
  const registrar = await desk.signedIn(REGISTRAR);
  const received = { 'received-day': '9', 'received-month': '7' };
  const checked = await registrar.fill(await registrar.addressOf(number, OFFICE), received);
  expect(plain(checked.text)).toContain('received after the date');
});

test('whoever entered it cannot confirm it, nor enter another one beside it', async () => {
  const { id, number, registrar } = await enteredLate();
  const address = await registrar.addressOf(number, OFFICE);
  expect(plain(registrar.text)).toContain('You entered it');
  const page = await registrar.browser.get(`${address}?lang=en`);
  expect(page.text).not.toContain(`action="${address}`);
  const { nonce = '' } = registrar.browser.form('/stay').fields;
  const refused = await registrar.browser.post(`${address}?lang=en`, { nonce });
  expect([refused.status, plain(refused.text)]).toEqual([
    403,
    expect.stringContaining('You entered this answer yourself'),
  ]);
  const again = await registrar.browser.get(`${address.replace(/\/confirm\/.*/, '')}?lang=en`);
  expect([again.text.includes('type="radio"'), plain(again.text)]).toEqual([false, expect.stringContaining('waits')]);
  expect(await joint(id)).toBe(0);
});

test('refused, it does not count, and the question is open again', async () => {
  const { id, number } = await enteredLate();
  const second = await desk.signedIn(SECOND);
  await second.browser.get(`${await second.addressOf(number, OFFICE)}?lang=en`);
  const { action, fields } = confirmForm(second);
  const receipt = await second.browser.post(action.replace('?', '/refusal?'), fields);
  expect(plain(receipt.text)).toContain('The answer was not confirmed');
  expect([await desk.count(id, 'PaperRefused'), await joint(id)]).toEqual([1, 0]);
  expect(await second.addressOf(number, OFFICE)).not.toContain('/confirm/');
  const late = await second.browser.post(action, fields);
  expect(late.status).toBe(404);
});

function confirmForm({ text }: Registrar) {
  const found = formsOf(text).find((form) => form.action.includes('/confirm/'));
  if (!found) throw new Error('No form to confirm on the page');
  return found;
}
