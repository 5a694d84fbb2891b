/** The joint step as each side reads it: own offices by name, of the others the position and its statement alone. */
import { type Browser, House, type Mail } from './house';

jest.setTimeout(60_000);

let house: House;
let id: string;

/** Guangzhou's house, its release, and Chiang Mai's house, up to the joint step. */
const WAY = [
  ['cn-guangzhou-fao', 'cn-guangzhou-fao-desk'],
  ['cn-guangzhou', 'cn-guangzhou-head'],
  ['cn-guangzhou-npc-sc', 'cn-guangzhou-npc-sc-secretary'],
  ['cn-guangdong-fao', 'cn-guangdong-fao-desk'],
  ['cn-cpaffc', 'cn-cpaffc-desk'],
  ['cn-guangzhou-fao', 'cn-guangzhou-fao-desk'],
  ['th-chiang-mai-sister-city-committee', 'th-chiang-mai-sister-city-committee-secretary'],
  ['th-moi-fad', 'th-moi-fad-desk'],
] as const;

/** Words of the Chinese house that no Thai reader may meet. */
const INNER = ['cn-guangzhou-fao', '外事', 'Foreign Affairs Office', 'npc-sc', 'cpaffc', 'Friendship with Foreign'];

beforeAll(async () => {
  house = await House.open();
  id = await house.submit();
  for (const [organization, person] of WAY) await house.agree(id, organization, person);
});
afterAll(() => house.close());

const opened = async (person: string): Promise<{ browser: Browser; mail: Mail }> => {
  const mail = await house.mailTo(id, person);
  const browser = house.browser();
  await browser.open(mail);
  return { browser, mail };
};

test('a reader of the other side sees its own seats, the other side’s position, and nothing of its house', async () => {
  const { browser } = await opened('th-moi-fad-desk');
  const { text } = await browser.get(`${(await house.mailTo(id, 'th-moi-fad-desk')).path}?lang=en`);
  expect(text).toContain('Sister cities Guangzhou and Chiang Mai');
  expect(text).toContain('Your own side has considered this case and agreed.');
  for (const word of INNER) expect(text).not.toContain(word);
});

test('a statement goes to all sides, an inside text stays in the house', async () => {
  const chinese = await opened('cn-cpaffc-desk');
  const typed = { kind: 'agreeWithComments', inside: 'INNER-CN only for us', statement: 'We are glad.' };
  await chinese.browser.submit('/draft', typed);
  const receipt = await chinese.browser.submit('/confirm', { code: chinese.mail.code });
  expect(receipt.status).toBe(200);
  expect(receipt.text).toContain('INNER-CN only for us');

  const { text } = (await opened('th-moi-fad-desk')).browser.last ?? { text: '' };
  expect(text).toContain('We are glad.');
  expect(text).not.toContain('INNER-CN');
  for (const word of INNER) expect(text).not.toContain(word);
});

test('the due card tells the deadline and its days, in the calendar of the reader’s own country', async () => {
  const { text } = (await opened('th-chiang-mai-head')).browser.last ?? { text: '' };
  expect(text).toContain('ac-days');
  const [row] = (
    await house.owner.query(
      `SELECT due FROM seats_asked WHERE seat_key = 'consent:th-chiang-mai' AND office LIKE 'th-chiang-mai:%'`,
    )
  ).rows;
  expect(row.due).toBeInstanceOf(Date);
  expect(text).toContain(`datetime="${row.due.toISOString()}"`);
});

test('with the last consent the case is agreed, and the receipt says so', async () => {
  for (const person of ['cn-guangzhou-head', 'th-moi-fad-desk', 'th-chiang-mai-head']) {
    const { browser, mail } = await opened(person);
    await browser.submit('/draft', { kind: 'agree' });
    const receipt = await browser.submit('/confirm', { code: mail.code });
    expect([person, receipt.status]).toEqual([person, 200]);
  }
  expect((await house.state(id)).status).toBe('agreed');
  const again = await house.browser().open(await house.mailTo(id, 'th-chiang-mai-head'));
  expect(again.status).toBe(409);
});
