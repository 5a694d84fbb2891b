/** The contracts at the head of store/review-access.ts, one by one. */
import { createDeliveries } from '../../../store/deliveries';
import { House, type Mail } from './house';

const MINUTE = 60_000;
jest.setTimeout(60_000);

let house: House;
let id: string;
let mail: Mail;
let now: number;

beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house.close());

beforeEach(async () => {
  now = Date.parse('2026-06-08T03:00:00.000Z');
  await house.database.stopClock(new Date(now).toISOString());
  id = await house.submit();
  mail = await house.mailTo(id, 'cn-guangzhou-fao-desk');
  await later(1000);
});

const later = async (ms: number) => {
  now += ms;
  await house.database.stopClock(new Date(now).toISOString());
};

const freshMails = () => house.count('deliveries', `kind = 'fresh' AND ref = '${mail.ref}'`);
const replies = () => house.count('events', `proposal_id = '${id}' AND type = 'ReplyGiven'`);
const newest = () => house.mailTo(id, 'cn-guangzhou-fao-desk');

/** A code that belongs to no mail of this case. */
const wrong = (n: number): string => {
  const code = String(n).padStart(8, '9');
  return code === mail.code ? '00000001' : code;
};

/** Types wrong codes into the page of a link, as a program without the mail does. */
async function guess(times: number): Promise<void> {
  for (let n = 0; n < times; n += 1) {
    const response = await house.browser().post(`${mail.path}/session`, { code: wrong(n) });
    expect(response.status).toBe(403);
  }
}

test('a mail whose acceptance was never heard of keeps its link and code, and is not counted as wrong', async () => {
  const deliveries = createDeliveries({ pool: house.pool });
  await house.owner.query(
    `UPDATE deliveries SET state = 'queued', attempts = 0, leased_until = NULL, sent_at = NULL WHERE ref = $1`,
    [mail.ref],
  );
  const [row] = (await house.owner.query<{ id: string }>('SELECT id FROM deliveries WHERE ref = $1', [mail.ref])).rows;
  const held = await deliveries.claim(row?.id ?? '');
  if (!held) throw new Error('Not claimed');
  await deliveries.postpone(held, 60_000);
  expect(await deliveries.claim(held.id)).toBeNull();
  const browser = house.browser();
  await browser.open(mail);
  await browser.submit('/draft', { kind: 'agree' });
  expect((await browser.submit('/confirm', { code: mail.code })).status).toBe(200);
  const { rows } = await house.owner.query('SELECT wrong_codes FROM review_refs WHERE ref = $1', [mail.ref]);
  expect(rows).toEqual([{ wrong_codes: 0 }]);
});

test('a token reads and cannot answer; the code stands on no page', async () => {
  const browser = house.browser();
  const pages = [await browser.open(mail), await browser.submit('/draft', { kind: 'object' })];
  const without = await browser.submit('/confirm');
  expect(without.status).toBe(422);
  for (const { text } of [...pages, without]) {
    expect(text.replaceAll(/[\s\u00a0-]/g, '')).not.toContain(mail.code);
    expect(text).not.toContain(mail.token);
  }
  expect(await replies()).toBe(0);
});

test('wrong and malformed codes are told beside the field, and the answer stays', async () => {
  const browser = house.browser();
  await browser.open(mail);
  await browser.submit('/draft', { kind: 'object', inside: 'Not like this.' });
  const malformed = await browser.submit('/confirm', { code: '12' });
  expect(malformed.status).toBe(422);
  const refused = await browser.submit('/confirm', { code: wrong(1) });
  expect(refused.status).toBe(403);
  expect(refused.text).toContain('Not like this.');
  expect(refused.text).toContain('code-error');
  const receipt = await browser.submit('/confirm', { code: mail.code });
  expect(receipt.status).toBe(200);
  expect(await replies()).toBe(1);
});

test('five wrong codes end the session; the same browser opens the link again and has its words back', async () => {
  const browser = house.browser();
  await browser.open(mail);
  await browser.submit('/draft', { kind: 'object', inside: 'Kept.' });
  const { action, fields } = browser.form('/confirm');
  const statuses: number[] = [];
  for (let n = 0; n < 5; n += 1) statuses.push((await browser.post(action, { ...fields, code: wrong(n) })).status);
  expect(statuses).toEqual([403, 403, 403, 403, 403]);
  const over = await browser.post(action, { ...fields, code: mail.code });
  expect(over.status).toBe(403);
  expect(await replies()).toBe(0);

  await browser.open(mail);
  expect(browser.form('/draft').fields).toMatchObject({ kind: 'object', inside: 'Kept.' });
  await browser.submit('/draft');
  expect((await browser.submit('/confirm', { code: mail.code })).status).toBe(200);
  expect(await replies()).toBe(1);
});

test('a hundred tries at the same moment are counted one by one', async () => {
  const browser = house.browser();
  await browser.open(mail);
  await browser.submit('/draft', { kind: 'object' });
  const { action, fields } = browser.form('/confirm');
  const tries = Array.from({ length: 100 }, (_, n) => browser.copy().post(action, { ...fields, code: wrong(n) }));
  await Promise.all(tries);
  const [row] = (await house.owner.query('SELECT wrong_codes FROM review_refs WHERE ref = $1', [mail.ref])).rows;
  expect(row.wrong_codes).toBe(5);
  expect(await replies()).toBe(0);
});

test('twenty wrong codes retire what was mailed before, and the fresh mail opens and answers', async () => {
  await guess(19);
  expect(await freshMails()).toBe(0);
  await guess(1);
  expect(await freshMails()).toBe(1);

  const old = house.browser();
  expect((await old.open(mail)).status).toBe(403);
  expect((await old.post(`${mail.path}/session`, { code: mail.code })).status).toBe(403);

  const fresh = await newest();
  expect(fresh.id).not.toBe(mail.id);
  expect(fresh.path).toBe(mail.path);
  const browser = house.browser();
  expect((await browser.open(fresh)).status).toBe(200);
  await browser.submit('/draft', { kind: 'agree' });
  expect((await browser.submit('/confirm', { code: fresh.code })).status).toBe(200);
  expect(await replies()).toBe(1);
});

test('a session that has proven the code finishes, whatever is retired meanwhile', async () => {
  const browser = house.browser();
  await browser.get(mail.path);
  await browser.submit('/session', { code: mail.code });
  await browser.submit('/draft', { kind: 'agree' });
  await guess(20);
  expect((await browser.submit('/confirm')).status).toBe(200);
  expect(await replies()).toBe(1);
});

test('no robot holds the door shut: every mail works for ten minutes after it was sent', async () => {
  await guess(20);
  let fresh = await newest();
  for (let round = 0; round < 3; round += 1) {
    await later(9 * MINUTE);
    await guess(60);
    const browser = house.browser();
    expect((await browser.open(fresh)).status).toBe(200);
    expect((await browser.post(`${mail.path}/session`, { code: fresh.code })).status).toBe(200);
    expect(await freshMails()).toBe(round + 1);
    await later(MINUTE);
    await guess(1);
    expect(await freshMails()).toBe(round + 2);
    expect((await browser.open(fresh)).status).toBe(403);
    fresh = await newest();
  }
  const browser = house.browser();
  await browser.open(fresh);
  await browser.submit('/draft', { kind: 'agree' });
  expect((await browser.submit('/confirm', { code: fresh.code })).status).toBe(200);
  expect(await replies()).toBe(1);
});

test('a mail that lies in the queue is not retired under the person who waits for it', async () => {
  await guess(20);
  await later(30 * MINUTE);
  await guess(40);
  expect(await freshMails()).toBe(1);
  const fresh = await newest();
  expect((await house.browser().open(fresh)).status).toBe(200);
});

test('twenty wrong codes over more than a day retire nothing', async () => {
  await guess(15);
  await later(25 * 60 * MINUTE);
  await guess(15);
  expect(await freshMails()).toBe(0);
  expect((await house.browser().open(mail)).status).toBe(200);
});

test('a fresh link comes at most once in ten minutes, adds to the earlier ones, and the answer tells nobody', async () => {
  const asked = [
    await house.browser().post(`${mail.path}/fresh`, {}),
    await house.browser().post(`${mail.path}/fresh`, {}),
  ];
  expect(asked[1]?.text).toBe(asked[0]?.text);
  expect(await freshMails()).toBe(1);
  const fresh = await newest();
  expect(fresh.kind).toBe('fresh');
  expect((await house.browser().open(fresh)).status).toBe(200);
  expect((await house.browser().open(mail)).status).toBe(200);
  await later(11 * MINUTE);
  await house.browser().post(`${mail.path}/fresh`, {});
  expect(await freshMails()).toBe(2);
});

test('twenty who ask for a fresh link at the same moment cause one mail', async () => {
  await Promise.all(Array.from({ length: 20 }, () => house.browser().post(`${mail.path}/fresh`, {})));
  expect(await freshMails()).toBe(1);
});

test('asking for fresh links does not keep a guesser’s codes alive', async () => {
  await house.browser().post(`${mail.path}/fresh`, {});
  const first = await newest();
  await guess(30);
  await later(10 * MINUTE);
  await house.browser().post(`${mail.path}/fresh`, {});
  expect((await house.browser().open(first)).status).toBe(403);
  expect((await house.browser().open(mail)).status).toBe(403);
  expect((await house.browser().open(await newest())).status).toBe(200);
});

test('a mail that nobody has taken up yet opens nothing', async () => {
  await house.browser().post(`${mail.path}/fresh`, {});
  const { rows } = await house.owner.query(`SELECT id FROM deliveries WHERE kind = 'fresh' AND ref = $1`, [mail.ref]);
  const token = house.secrets.tokenFor(rows[0].id);
  expect((await house.browser().open({ ...mail, token })).status).toBe(403);
});

test('a session ends after half an hour, and what was typed comes back to the same browser alone', async () => {
  const browser = house.browser();
  await browser.open(mail);
  const { action, fields } = browser.form('/draft');
  await later(30 * MINUTE);
  const over = await browser.post(action, { ...fields, kind: 'abstain', inside: 'Half an hour of thought' });
  expect(over.status).toBe(403);
  expect(over.text).not.toContain('广州');

  const stranger = house.browser();
  await stranger.open(mail);
  expect(stranger.form('/draft').fields).not.toHaveProperty('kind');
  expect(stranger.last?.text).not.toContain('Half an hour of thought');

  await browser.open(mail);
  expect(browser.form('/draft').fields).toMatchObject({ kind: 'abstain', inside: 'Half an hour of thought' });
});

test('ending a session closes it for good', async () => {
  const browser = house.browser();
  await browser.open(mail);
  const other = browser.copy();
  await browser.post(`${mail.path}/end`, {});
  expect((await other.get(mail.path)).text).not.toContain('广州');
  expect(await house.count('reading_sessions', `ref = '${mail.ref}'`)).toBe(0);
});
