/** A fetch never decides: every address, fetched in every way, again and again, changes not one row. */
import supertest from 'supertest';
import { House, type Mail } from './house';

jest.setTimeout(60_000);

let house: House;
let mails: readonly Mail[];
let pages: readonly string[];

const MARKS = ['Sister cities', '广州与清迈', 'Five years', '五年', 'LMC-2026', 'Guangzhou', '广州'];
const RUNS = Array.from({ length: 10 }, (_, i) => i);

beforeAll(async () => {
  house = await House.open();
  mails = await house.sendMails(await house.submit());
  const ends = ['', '/session', '/draft', '/change', '/check', '/confirm', '/receipt', '/comments', '/fresh', '/end'];
  const queries = ['', '?lang=th', '?lang=xx&token=1&code=1'];
  const { path } = mails[0] ?? { path: '' };
  pages = ends.flatMap((end) => queries.map((query) => `${path}${end}${query}`));
});
afterAll(() => house.close());

const fetchAll = (cookie: string) =>
  Promise.all(
    pages.flatMap((page) =>
      (['get', 'head', 'options'] as const).map(async (method) => {
        const response = await supertest(house.app)[method](page).set('Cookie', cookie);
        return { page, method, response };
      }),
    ),
  );

test('mails reach every holder of the office, each with a link of their own', () => {
  expect(mails.map((m) => m.person)).toEqual(
    expect.arrayContaining(['cn-guangzhou-fao-desk', 'cn-guangzhou-fao-deputy', 'cn-guangzhou-fao-officer']),
  );
  expect(new Set(mails.map((m) => m.ref)).size).toBe(mails.length);
});

test('GET, HEAD and OPTIONS without a session write nothing, set no cookie and show nothing of the case', async () => {
  const before = await house.everything();
  for (const _ of RUNS) {
    for (const { response } of await fetchAll('')) {
      expect(response.headers['set-cookie']).toBeUndefined();
      expect(response.status).toBeLessThan(500);
      for (const mark of MARKS) expect(response.text ?? '').not.toContain(mark);
    }
  }
  expect(await house.everything()).toBe(before);
});

test('with a session they write nothing either', async () => {
  const [mail] = mails;
  if (!mail) throw new Error('No mail');
  const session = await supertest(house.app).post(`${mail.path}/session`).type('form').send({ token: mail.token });
  const cookie = session.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
  expect(cookie).toMatch(/^__Host-accord-test-/);
  const before = await house.everything();
  for (const _ of RUNS) {
    for (const { response } of await fetchAll(cookie)) {
      expect(response.headers['set-cookie']).toBeUndefined();
      expect(response.status).toBeLessThan(500);
    }
  }
  expect(await house.everything()).toBe(before);
});

test('a link that never was looks and answers like one that is', async () => {
  const [mail] = mails;
  const unknown = '/review/aaaaaaaaaaaaaaaa';
  const known = mail?.path ?? '';
  const bare = (text: string) => text.replaceAll(known, '').replaceAll(unknown, '');
  for (const end of ['', '/check', '/receipt', '/fresh']) {
    const [a, b] = await Promise.all([known, unknown].map((p) => supertest(house.app).get(`${p}${end}`)));
    expect(bare(b?.text ?? '-')).toBe(bare(a?.text ?? ''));
    expect(b?.status).toBe(a?.status);
  }
  for (const [end, fields] of [
    ['/session', { code: '00000000' }],
    ['/session', { token: 'a'.repeat(43) }],
    ['/draft', { kind: 'agree' }],
    ['/confirm', { code: '00000000' }],
    ['/comments', { comment: 'x' }],
    ['/end', {}],
  ] as const) {
    const [a, b] = await Promise.all(
      [known, unknown].map((p) => supertest(house.app).post(`${p}${end}`).type('form').send(fields)),
    );
    expect(bare(b?.text ?? '-')).toBe(bare(a?.text ?? ''));
    expect(b?.status).toBe(a?.status);
    expect(bare(b?.headers.location ?? '')).toBe(bare(a?.headers.location ?? ''));
  }
});

test('every answer forbids keeping it, framing it and loading anything from elsewhere', async () => {
  for (const { response } of await fetchAll('')) {
    expect(response.headers['cache-control']).toBe('no-store');
    expect(response.headers['content-security-policy']).toContain("form-action 'self'");
    expect(response.headers['content-security-policy']).toContain("default-src 'none'");
    expect(response.headers['referrer-policy']).toBe('same-origin');
  }
});

test('what is not there, or not taken, is said without a word of any case', async () => {
  const [mail] = mails;
  const path = mail?.path ?? '';
  const get = await supertest(house.app).get(`${path}/confirm`);
  expect([get.status, get.headers.allow]).toEqual([405, 'POST, OPTIONS']);
  const post = await supertest(house.app).post(path);
  expect([post.status, post.headers.allow]).toEqual([405, 'GET, HEAD, OPTIONS']);
  const options = await supertest(house.app).options(`${path}/fresh`);
  expect([options.status, options.headers.allow, options.text]).toEqual([204, 'GET, HEAD, POST, OPTIONS', '']);
  for (const address of ['/review', '/review/', '/review/short', `${path}/nothing`, '/review/%00%00']) {
    const response = await supertest(house.app).get(address);
    expect(response.status).toBe(404);
    expect(response.headers['content-type']).toContain('text/html');
  }
});
