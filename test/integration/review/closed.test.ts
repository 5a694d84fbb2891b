/** Who may not (any more): holders that changed, questions that closed, browsers without the cookie, foreign forms. */
import { createServer } from 'node:http';
import express from 'express';
import supertest from 'supertest';
import { createReviewRoutes } from '../../../api/review/routes';
import { type Browser, House, type Mail } from './house';

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

const MARKS = ['广州与清迈', 'Sister cities'];
const replies = () => house.count('events', `proposal_id = '${id}' AND type = 'ReplyGiven'`);
const showsNothing = (text: string) => {
  for (const mark of MARKS) expect(text).not.toContain(mark);
};

async function holderLeaves(person: string, until: string | null): Promise<void> {
  await house.owner.query('UPDATE holders SET valid_until = $2 WHERE person_id = $1', [person, until]);
  await house.owner.query('UPDATE catalogue_version SET version = version + 1');
}

test('who no longer holds the seat neither reads nor answers, by session, link or code', async () => {
  await browser.submit('/draft', { kind: 'agree' });
  const { action, fields } = browser.form('/confirm');
  await holderLeaves('cn-guangzhou-fao-desk', '2026-06-01');
  try {
    for (const path of [mail.path, `${mail.path}/check`, `${mail.path}/receipt`]) {
      const response = await browser.get(path);
      expect(response.status).toBe(403);
      showsNothing(response.text);
    }
    const confirmed = await browser.post(action, { ...fields, code: mail.code });
    expect(confirmed.status).toBe(403);
    showsNothing(confirmed.text);
    const opened = await house.browser().open(mail);
    expect(opened.status).toBe(403);
    showsNothing(opened.text);
    expect((await house.browser().post(`${mail.path}/session`, { code: mail.code })).status).toBe(403);
    expect(await replies()).toBe(0);
  } finally {
    await holderLeaves('cn-guangzhou-fao-desk', null);
  }
});

test('a closed question is told neutrally to a link, and with its own result to a session', async () => {
  await house.agree(id, 'cn-guangzhou-fao', 'cn-guangzhou-fao-deputy');
  const stranger = await house.browser().open(mail);
  expect(stranger.status).toBe(409);
  showsNothing(stranger.text);
  const own = await browser.get(mail.path);
  expect(own.status).toBe(200);
  expect(own.text).toContain('广州与清迈');
  expect(own.text).not.toContain('<textarea');
});

test('an answer that comes after the question closed is not recorded, and says so', async () => {
  await browser.submit('/draft', { kind: 'agree' });
  await house.agree(id, 'cn-guangzhou-fao', 'cn-guangzhou-fao-deputy');
  const late = await browser.submit('/confirm', { code: mail.code });
  expect(late.status).toBe(409);
  expect(await replies()).toBe(1);
});

test('another browser without the cookie sees nothing, nor does a cookie of another link', async () => {
  showsNothing((await house.browser().get(mail.path)).text);
  const other = await house.mailTo(id, 'cn-guangzhou-fao-deputy');
  const response = await browser.get(other.path);
  showsNothing(response.text);
  expect(response.text).toContain(`${other.path}/session`);
});

test('the cookie is bound to host, path and script, and names instance and ref', async () => {
  const response = await house.browser().postOnly(`${mail.path}/session`, { token: mail.token });
  const [cookie = ''] = response.headers['set-cookie'] ?? [];
  expect(cookie).toMatch(new RegExp(`^__Host-accord-test-${mail.ref}=[A-Za-z0-9_-]{43}; `));
  for (const part of ['Path=/', 'Secure', 'HttpOnly', 'SameSite=Lax']) expect(cookie).toContain(part);
  expect(cookie).not.toContain('Domain');
  const { rows } = await house.owner.query('SELECT id_hash FROM reading_sessions WHERE ref = $1', [mail.ref]);
  for (const { id_hash } of rows) expect(cookie).not.toContain(id_hash);
});

test('a form from another origin, or without a nonce of this session, does nothing', async () => {
  const { action, fields } = browser.form('/draft');
  const foreign = [{ Origin: 'https://elsewhere.example' }, { Origin: 'null' }, { 'Sec-Fetch-Site': 'cross-site' }];
  for (const headers of foreign) {
    const response = await browser.post(action, { ...fields, kind: 'agree' }, headers);
    expect(response.status).toBe(403);
    showsNothing(response.text);
  }
  const ours = await browser.post(action, { ...fields, kind: 'agree' }, { Origin: 'http://accord.example' });
  expect(ours.status).toBe(200);

  const stranger = house.browser();
  await stranger.open(mail);
  const { nonce = '' } = stranger.form('/draft').fields;
  for (const forged of ['', 'x.y', nonce]) {
    const response = await browser.post(`${mail.path}/draft`, { ...fields, kind: 'object', nonce: forged });
    expect(response.status).toBe(403);
  }
});

test('whoever drafted the text reads and comments, and gets no form', async () => {
  const state = await house.state(id);
  const changed = { ...state, drafters: [...state.drafters, 'cn-guangzhou-fao-desk'] };
  await house.owner.query('UPDATE proposals SET version = version + 1, state = $2 WHERE id = $1', [
    id,
    JSON.stringify(changed),
  ]);
  const { action, fields } = browser.form('/draft');
  const page = await browser.get(mail.path);
  expect(page.status).toBe(200);
  expect(page.text).not.toContain('name="kind"');
  expect((await browser.post(action, { ...fields, kind: 'agree' })).status).toBe(403);
  expect(await replies()).toBe(0);
});

test('what is wrong is told beside the field, and everything typed stays', async () => {
  const none = await browser.submit('/draft', { inside: 'Only words' });
  expect(none.status).toBe(422);
  expect(none.text).toContain('kind-error');
  expect(browser.form('/draft').fields).toMatchObject({ inside: 'Only words' });
  for (const [inside, status] of [
    ['x'.repeat(4000), 200],
    ['x'.repeat(4001), 422],
    ['bell\u0007', 422],
    ['nul\u0000', 422],
    ['\u202eright to left, 👩‍👩‍👧, ខ្មែរ, မြန်မာ, ລາວ, 漢字', 200],
  ] as const) {
    await browser.get(mail.path);
    const response = await browser.submit('/draft', { kind: 'agree', inside });
    expect([inside.slice(0, 8), response.status]).toEqual([inside.slice(0, 8), status]);
  }
  const huge = await browser.post(`${mail.path}/draft`, { inside: 'x'.repeat(100_000) });
  expect(huge.status).toBe(413);
  const odd = await supertest(house.app).post(`${mail.path}/session`).type('application/json').send('{"token":');
  expect(odd.status).toBe(422);
});

test('a comment takes the code, stands in the record once, and is shown to the house', async () => {
  const without = await browser.submit('/comments', { comment: 'Which budget?' });
  expect(without.status).toBe(422);
  expect(await house.count('events', `proposal_id = '${id}' AND type = 'Commented'`)).toBe(0);
  const { action, fields } = browser.form('/comments');
  const typed = { ...fields, comment: 'Which budget?', code: mail.code };
  const shown = await browser.post(action, typed);
  expect(shown.status).toBe(200);
  expect(shown.text).toContain('Which budget?');
  await browser.post(action, typed);
  expect(await house.count('events', `proposal_id = '${id}' AND type = 'Commented'`)).toBe(1);

  const colleague = house.browser();
  await colleague.open(await house.mailTo(id, 'cn-guangzhou-fao-deputy'));
  expect(colleague.last?.text).toContain('Which budget?');
});

test('a language chosen by hand stays through the forms, and no fetch remembers it', async () => {
  const thai = await browser.get(`${mail.path}?lang=th`);
  expect(thai.headers['content-language']).toBe('th');
  expect((await browser.get(mail.path)).headers['content-language']).toBe('zh');
  await browser.get(`${mail.path}?lang=th`);
  const check = await browser.submit('/draft', { kind: 'agree' });
  expect(check.headers['content-language']).toBe('th');
  expect((await browser.get(mail.path)).headers['content-language']).toBe('th');
});

test('an address that sends too much is asked to wait, and wrong codes count more', async () => {
  const limited = createServer(express().use('/review', createReviewRoutes({ ...house.deps(), postsPerMinute: 12 })));
  const statuses: number[] = [];
  for (let n = 0; n < 4; n += 1) {
    const response = await supertest(limited).post(`${mail.path}/session`).type('form').send({ code: '12345678' });
    statuses.push(response.status);
    if (response.status === 429) expect(Number(response.headers['retry-after'])).toBeGreaterThan(0);
  }
  expect(statuses).toEqual([403, 403, 403, 429]);
});
