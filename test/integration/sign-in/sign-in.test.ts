/** Signing in by a mailed code: who gets in, for how long, and who never does. */
import supertest from 'supertest';
import { sessionCookie } from '../../../api/sign-in/session';
import { expire } from '../../../store/expiry';
import { createSessions } from '../../../store/sessions';
import { Gate, HOUR, headingOf, INSTANCE, MINUTE, wrong } from './gate';

jest.setTimeout(120_000);

const UNIT = 'desk@cn-lmc-secretariat.example';
const FAO = 'desk@cn-guangzhou-fao.example';
const THAI = 'desk@th-chiang-mai.example';
const NOBODY = 'nobody@cn-guangzhou-fao.example';

let gate: Gate;

beforeEach(async () => {
  gate = await Gate.open();
});
afterEach(() => gate.close());

test('somebody asks for a page, types their address and the code from their mailbox, and is there', async () => {
  const browser = gate.browser();
  const asked = await browser.get('/inner/board?filter=due&lang=en');
  expect(asked.status).toBe(303);
  expect(asked.headers.location).toBe('/sign-in?return=%2Finner%2Fboard%3Ffilter%3Ddue%26lang%3Den&lang=en');
  await browser.get(asked.headers.location ?? '');
  expect(headingOf(await browser.submit('/sign-in', { email: ` ${UNIT.toUpperCase()} ` }))).toBe(
    'Type the code from the mail',
  );
  const code = await gate.newestCode(UNIT);
  expect(code).toMatch(/^\d{8}$/);
  const { action, fields } = browser.form('/code');
  const there = await browser.postOnly(action, { ...fields, code: `${code.slice(0, 4)} ${code.slice(4)}` });
  expect([there.status, there.headers.location]).toEqual([303, '/inner/board?filter=due&lang=en']);
  expect((await browser.get('/inner/board')).status).toBe(200);
  expect(await gate.whoIs(browser)).toMatchObject({
    person: 'cn-lmc-secretariat-desk',
    side: 'CN',
    language: 'zh',
    roles: { registrar: false, coordinator: true, seats: ['cn-lmc-secretariat:desk'] },
  });
});

test('the mail is in the language of its reader, and no address that the browser sees holds a secret', async () => {
  const browser = gate.browser();
  await browser.get('/sign-in?lang=th');
  const { action, fields } = browser.form('/sign-in');
  const answer = await browser.postOnly(action, { ...fields, email: THAI });
  expect(answer.headers.location).toBe('/sign-in/code?lang=th');
  expect((await browser.get('/sign-in/code?lang=th')).text).toContain('โปรดพิมพ์รหัสจากอีเมล');
  const code = await gate.newestCode(THAI);
  await browser.submit('/code', { code });
  const { rows } = await gate.owner.query('SELECT * FROM deliveries');
  expect(JSON.stringify(rows)).not.toContain(code);
  expect(await gate.everything()).not.toContain(code);
});

describe('for whoever looks from outside', () => {
  const bare = (text: string) =>
    text.replaceAll(/name="nonce" value="[^"]*"/g, '').replaceAll(/value="[^"@]*@[^"]*"/g, '');
  const headersOf = ({ headers }: { headers: Record<string, unknown> }) =>
    Object.keys(headers)
      .filter((name) => !['content-length', 'date', 'etag'].includes(name))
      .toSorted();

  test('an address that nobody has gets the same answers, the same cookie and the same number of statements', async () => {
    const answers = [];
    for (const email of [FAO, NOBODY]) {
      const browser = gate.browser();
      const steps = [await browser.get('/sign-in')];
      gate.statements = 0;
      const { action, fields } = browser.form('/sign-in');
      steps.push(await browser.postOnly(action, { ...fields, email }));
      steps.push(await browser.get('/sign-in/code'));
      for (let n = 0; n < 6; n += 1) {
        const form = browser.form(n < 6 ? '/code' : '/sign-in');
        steps.push(await browser.postOnly(form.action, { ...form.fields, code: '00000000' }));
        if (steps.at(-1)?.text.includes('action="/sign-in"')) break;
      }
      answers.push({
        statuses: steps.map((s) => s.status),
        texts: steps.map((s) => bare(s.text)),
        headers: steps.map(headersOf),
        locations: steps.map((s) => s.headers.location ?? ''),
        cookies: steps.map((s) => String(s.headers['set-cookie'] ?? '').replace(/=[A-Za-z0-9_-]{43};/, '=…;')),
        statements: gate.statements,
      });
    }
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[0]?.statuses).toEqual([200, 303, 200, 403, 403, 403, 403, 403, 403]);
    expect(await gate.count('deliveries')).toBe(1);
  });

  test('an answer takes its while, whatever came of it', async () => {
    await gate.close();
    gate = await Gate.open({ answersAfterMs: 300 });
    for (const email of [FAO, NOBODY]) {
      const began = performance.now();
      const browser = await gate.asking(email);
      const asked = performance.now();
      await browser.submit('/code', { code: '00000000' });
      // A timer of Node may be a millisecond early.
      expect([asked - began, performance.now() - asked].every((took) => took > 295)).toBe(true);
    }
  });

  test('nobody is mailed whom the directory gives no place any more, or whose mailbox two people share', async () => {
    await gate.change(`UPDATE holders SET valid_until = '2026-06-01' WHERE person_id = 'cn-guangzhou-fao-desk'`);
    await gate.change(`UPDATE people SET email = $1 WHERE id = 'th-chiang-rai-desk'`, [THAI]);
    for (const address of [FAO, THAI]) await gate.asking(address);
    expect(await gate.count('deliveries')).toBe(0);
    expect(await gate.count('sign_in_attempts', 'person_id IS NULL')).toBe(2);
  });

  test.each([
    ['', 'Type your e-mail address'],
    ['nobody', 'Type an e-mail address in the form'],
    [`desk@cn-guangzhou-fao.example\r\nBcc: thief@elsewhere.example`, 'Type an e-mail address in the form'],
    [`${FAO},thief@elsewhere.example`, 'Type an e-mail address in the form'],
    [`<${FAO}>`, 'Type an e-mail address in the form'],
    [`${'a'.repeat(250)}@b.example`, 'Type an e-mail address in the form'],
    [`desk\u0000@cn-guangzhou-fao.example`, 'Type an e-mail address in the form'],
  ])('what is no address (%j) is said beside its field, and nothing is written', async (email, said) => {
    const before = await gate.everything();
    const browser = gate.browser();
    await browser.get('/sign-in');
    const response = await browser.submit('/sign-in', { email });
    expect(response.status).toBe(422);
    expect(response.text).toContain(`<a href="#email">${said}`);
    expect(response.text).toMatch(new RegExp(`<p id="email-error"[^>]*>.*${said}`));
    expect(response.headers['set-cookie']).toBeUndefined();
    expect(await gate.everything()).toBe(before);
  });
});

describe('a code', () => {
  test('works until ten minutes have passed, and not then', async () => {
    const [early, late] = [await gate.asking(FAO), await gate.asking(FAO)];
    const code = await gate.newestCode(FAO);
    await gate.after(10 * MINUTE);
    expect((await late.submit('/code', { code })).text).toContain('five times, or ten minutes have passed');
    expect(await gate.whoIs(late)).toBeNull();
    await gate.after(10 * MINUTE - 1);
    await early.submit('/code', { code });
    expect(await gate.whoIs(early)).toMatchObject({ address: FAO });
  });

  test('works once: whoever types it in another browser is told so, asks again, and gets one of their own', async () => {
    const [first, second] = [await gate.asking(FAO), await gate.asking(FAO)];
    const code = await gate.newestCode(FAO);
    // Both asked within two minutes, so that one mail serves both.
    expect(await gate.codesOf(FAO)).toEqual([code]);
    await first.submit('/code', { code });
    expect((await second.submit('/code', { code })).text).toContain('This code has been used or replaced');
    expect(await gate.whoIs(second)).toBeNull();
    await second.get('/sign-in');
    await second.submit('/sign-in', { email: FAO });
    const another = await gate.newestCode(FAO);
    expect(another).not.toBe(code);
    await second.submit('/code', { code: another });
    for (const browser of [first, second]) expect(await gate.whoIs(browser)).toMatchObject({ address: FAO });
    expect(await gate.count('sessions')).toBe(2);
  });

  test('opens one session when two browsers send it at the same moment', async () => {
    const browsers = [await gate.asking(FAO), await gate.asking(FAO), await gate.asking(FAO)];
    const code = await gate.newestCode(FAO);
    const answers = await Promise.all(
      browsers.map((browser) => {
        const { action, fields } = browser.form('/code');
        return browser.postOnly(action, { ...fields, code });
      }),
    );
    expect(answers.map((a) => a.status).toSorted()).toEqual([303, 403, 403]);
    expect(await gate.count('sessions')).toBe(1);
  });

  test('is of no use to somebody else', async () => {
    const thief = await gate.asking(THAI);
    await gate.asking(FAO);
    const code = await gate.newestCode(FAO);
    expect((await thief.submit('/code', { code })).text).toContain('This code is not right');
    expect(await gate.whoIs(thief)).toBeNull();
  });

  test('is tried five times in one attempt, however many tries come at once; the person asks again and gets in', async () => {
    const browser = await gate.asking(FAO);
    const code = await gate.newestCode(FAO);
    const { action, fields } = browser.form('/code');
    const tries = await Promise.all(
      Array.from({ length: 12 }, (_, n) => browser.copy().postOnly(action, { ...fields, code: wrong(code, n + 1) })),
    );
    expect(tries.filter((t) => t.text.includes('This code is not right'))).toHaveLength(5);
    expect(tries.filter((t) => t.text.includes('The code was wrong five times'))).toHaveLength(7);
    // The right one helps no more in this attempt …
    expect((await browser.postOnly(action, { ...fields, code })).text).toContain('The code was wrong five times');
    // … and does in the next, although no second mail was sent.
    const again = await gate.asking(FAO);
    await again.submit('/code', { code });
    expect(await gate.whoIs(again)).toMatchObject({ address: FAO });
    expect(await gate.count('deliveries')).toBe(1);
  });

  test.each([
    ['', 'Type the code from the mail'],
    ['1234567', 'The code has 8 digits'],
    ['12345678 9', 'The code has 8 digits'],
    ['abcdefgh', 'The code has 8 digits'],
  ])('that can be none (%j) is said beside its field and costs no try', async (code, said) => {
    const browser = await gate.asking(FAO);
    const response = await browser.submit('/code', { code });
    expect(response.status).toBe(422);
    expect(response.text).toContain(`<a href="#code">${said}`);
    expect(await gate.count('sign_in_attempts', 'wrong_codes > 0')).toBe(0);
  });
});

describe('a session', () => {
  test('is named by a cookie that no script, no other site and no other host gets', async () => {
    const browser = await gate.asking(FAO);
    const { action, fields } = browser.form('/code');
    const answer = await browser.postOnly(action, { ...fields, code: await gate.newestCode(FAO) });
    const lines = answer.headers['set-cookie'] as unknown as readonly string[];
    expect(lines).toHaveLength(2);
    expect(lines[0]).toBe('__Host-accord-test-sign-in=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0');
    expect(lines[1]).toMatch(/^__Host-accord-test-session=[A-Za-z0-9_-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax$/);
    const value = /=([^;]+)/.exec(lines[1] ?? '')?.[1] ?? '-';
    expect(await gate.everything()).not.toContain(value);
  });

  test('is a new one at each sign-in: a planted name opens nothing, and the one before ends', async () => {
    const planted = 'p'.repeat(43);
    const browser = await gate.asking(FAO);
    const { action, fields } = browser.form('/code');
    const code = await gate.newestCode(FAO);
    const cookie = `${sessionCookie(INSTANCE)}=${planted}`;
    const answer = await browser.postOnly(action, { ...fields, code }, {});
    expect(String(answer.headers['set-cookie'])).not.toContain(planted);
    expect((await gate.browser().postOnly('/inner', {}, { Cookie: cookie })).status).toBe(303);
    await gate.after(3 * MINUTE);
    await browser.get('/sign-in');
    await browser.submit('/sign-in', { email: FAO });
    await browser.submit('/code', { code: await gate.newestCode(FAO) });
    expect(await gate.whoIs(browser)).toMatchObject({ address: FAO });
    expect(await gate.count('sessions')).toBe(1);
  });

  test('ends after an hour in which no form was sent; fetching prolongs nothing', async () => {
    const browser = await gate.signedIn(FAO);
    await gate.after(59 * MINUTE);
    expect(await gate.whoIs(browser)).toMatchObject({ address: FAO });
    await gate.after(60 * MINUTE);
    expect(await gate.whoIs(browser)).toBeNull();
  });

  test('goes on with each form, and ends after eight hours whatever is done', async () => {
    const browser = await gate.signedIn(FAO);
    const nonce = String((await gate.whoIs(browser))?.nonce);
    for (let at = 50 * MINUTE; at < 8 * HOUR; at += 50 * MINUTE) {
      await gate.after(at);
      const stayed = await browser.postOnly('/sign-in/stay', { nonce, return: '/inner' });
      expect([stayed.status, stayed.headers.location]).toEqual([303, '/inner']);
    }
    await gate.after(8 * HOUR - 1);
    expect(await gate.whoIs(browser)).toMatchObject({ address: FAO });
    await gate.after(8 * HOUR);
    expect(await gate.whoIs(browser)).toBeNull();
    const late = await browser.postOnly('/inner', { nonce });
    expect([late.status, late.headers.location]).toEqual([303, '/sign-in?return=%2Finner&ended=1']);
    expect((await browser.get(late.headers.location ?? '')).text).toContain('What was sent last is not recorded.');
  });

  test.each([
    [
      'is taken out of every seat',
      `UPDATE holders SET valid_until = '2026-06-09' WHERE person_id = 'cn-guangzhou-fao-desk'`,
    ],
    ['gets another address', `UPDATE people SET email = 'other@fao.example' WHERE id = 'cn-guangzhou-fao-desk'`],
  ])('ends with the next request when its person %s', async (_, sql) => {
    const browser = await gate.signedIn(FAO);
    await gate.change(sql);
    expect(await gate.whoIs(browser)).toBeNull();
  });

  test('of a person whom the directory no longer has leads nowhere', async () => {
    const browser = await gate.signedIn(THAI);
    await gate.change(`DELETE FROM holders WHERE person_id = 'th-chiang-mai-desk'`);
    await gate.change(`DELETE FROM api_keys WHERE person_id = 'th-chiang-mai-desk'`);
    await gate.change(`DELETE FROM people WHERE id = 'th-chiang-mai-desk'`);
    expect(await gate.whoIs(browser)).toBeNull();
  });

  test('has the roles of this very moment', async () => {
    const browser = await gate.signedIn(FAO);
    expect((await browser.get('/inner/desk')).status).toBe(403);
    await gate.change(
      `INSERT INTO seats (id, organization_id, function, channels)
       VALUES ('cn-beijing:registrar', 'cn-beijing', 'registrar', '["mail"]')`,
    );
    await gate.change(
      `INSERT INTO holders (seat_id, person_id, kind, valid_from)
       VALUES ('cn-beijing:registrar', 'cn-guangzhou-fao-desk', 'principal', '2026-01-01')`,
    );
    expect(await gate.whoIs(browser)).toMatchObject({ roles: { registrar: true, coordinator: false } });
    expect((await browser.get('/inner/desk')).status).toBe(200);
    await gate.change(`UPDATE holders SET valid_until = '2026-06-09' WHERE seat_id = 'cn-beijing:registrar'`);
    expect(await gate.whoIs(browser)).toMatchObject({ roles: { registrar: false } });
  });

  test('ends by signing out, on the server too', async () => {
    const browser = await gate.signedIn(FAO);
    const kept = browser.copy();
    const nonce = String((await gate.whoIs(browser))?.nonce);
    const out = await browser.post('/sign-in/out', { nonce });
    expect(headingOf(out)).toBe('You have signed out');
    expect(await gate.whoIs(browser)).toBeNull();
    expect(await gate.whoIs(kept)).toBeNull();
    expect(await gate.count('sessions')).toBe(0);
  });
});

test('what a sign-in left behind is taken away a day after its end, and all sessions of a person can be ended', async () => {
  const browser = await gate.signedIn(FAO);
  await gate.asking(NOBODY);
  expect(await createSessions(gate.pool).revoke('cn-guangzhou-fao-desk')).toBe(1);
  expect(await gate.whoIs(browser)).toBeNull();
  await gate.after(3 * MINUTE);
  await gate.signedIn(FAO);
  expect(await expire(gate.pool)).toMatchObject({ keys: 0, sessions: 0 });
  await gate.after(24 * HOUR + 14 * MINUTE);
  // Two codes and the attempt of nobody; the session lived eight hours.
  expect(await expire(gate.pool)).toMatchObject({ keys: 0, sessions: 3 });
  await gate.after(33 * HOUR);
  expect(await expire(gate.pool)).toMatchObject({ keys: 0, sessions: 1 });
  for (const table of ['sessions', 'sign_in_codes', 'sign_in_attempts']) expect(await gate.count(table)).toBe(0);
});

describe('forms', () => {
  test('are taken from pages of ours alone', async () => {
    const browser = await gate.signedIn(FAO);
    const nonce = String((await gate.whoIs(browser))?.nonce);
    for (const headers of [
      { 'Sec-Fetch-Site': 'cross-site' },
      { Origin: 'https://elsewhere.example' },
      { Origin: 'null' },
    ]) {
      for (const path of ['/sign-in', '/sign-in/code', '/sign-in/out', '/sign-in/stay']) {
        const response = await browser.copy().postOnly(path, { nonce, email: FAO, code: '12345678' }, headers);
        expect([path, response.status]).toEqual([path, 403]);
      }
    }
    expect(await gate.whoIs(browser)).toMatchObject({ address: FAO });
  });

  test('without a nonce of the session, or with one of another, are refused and change nothing', async () => {
    const [mine, other] = [await gate.signedIn(FAO), await gate.signedIn(THAI)];
    const foreign = String((await gate.whoIs(other))?.nonce);
    for (const nonce of ['', 'x.y', foreign]) {
      for (const path of ['/sign-in/out', '/sign-in/stay']) {
        expect((await mine.copy().postOnly(path, { nonce })).status).toBe(403);
      }
      expect((await mine.copy().postOnly('/inner', { nonce })).body).toEqual({ isOurs: false });
    }
    const asked = await gate.asking(UNIT);
    const code = await gate.newestCode(UNIT);
    const again = await asked.copy().postOnly('/sign-in/code', { nonce: foreign, code });
    expect(again.text).toContain('Please ask for another code');
    expect(await gate.whoIs(mine)).toMatchObject({ address: FAO });
    expect(await gate.count('sessions')).toBe(2);
  });

  test('lead back to pages of ours alone', async () => {
    for (const back of [
      '//elsewhere.example',
      'https://elsewhere.example',
      '/\\elsewhere.example',
      '/sign-in',
      '/\t/x.example',
    ]) {
      const browser = gate.browser();
      await browser.get(`/sign-in?return=${encodeURIComponent(back)}`);
      expect(browser.form('/sign-in').fields.return).toBe('');
      await browser.submit('/sign-in', { email: FAO, return: back });
      const { action, fields } = browser.form('/code');
      await gate.after(0);
      const answer = await browser.postOnly(action, { ...fields, code: await gate.newestCode(FAO), return: back });
      expect([back, answer.headers.location]).toEqual([back, '/board']);
    }
  });
});

describe('a room behind the gate', () => {
  test('names who is there, in their language, and offers to sign out', async () => {
    const browser = await gate.signedIn(FAO);
    const { text, headers } = await browser.get('/room');
    expect(headers['content-language']).toBe('zh');
    expect(text).toContain('广州市外事办公室');
    expect((await browser.get('/room?lang=en')).text).toContain('Guangzhou Foreign Affairs Office');
    await browser.submit('/sign-in/out');
    expect((await browser.get('/room')).status).toBe(303);
  });

  test('takes a form with a nonce of the session, and none without', async () => {
    const browser = await gate.signedIn(FAO);
    await browser.get('/room');
    const { nonce = '' } = browser.form('/sign-in/out').fields;
    expect((await browser.postOnly('/room', { nonce })).headers.location).toBe('/room?lang=th');
    const refused = await browser.postOnly('/room?lang=en', { nonce: 'a.b' });
    expect(refused.status).toBe(403);
    expect(refused.text).toContain('You are not signed in any more, or this page is too old.');
  });

  test('says to whoever has not the role that this page is not theirs', async () => {
    const browser = await gate.signedIn(FAO);
    const refused = await browser.get('/room/desk?lang=en');
    expect(refused.status).toBe(403);
    expect(refused.text).toContain('Your place in the directory does not open this page.');
  });

  test('answers what is not there, or not taken, with a page', async () => {
    const browser = await gate.signedIn(FAO);
    expect((await browser.get('/room/nothing')).status).toBe(404);
    const { status, headers } = await browser.postOnly('/room/desk', {});
    expect([status, headers.allow]).toEqual([405, 'GET, HEAD, OPTIONS']);
  });
});

test('a fetch never writes and sets no cookie, with or without a session, in whatever way', async () => {
  const asking = await gate.asking(FAO);
  const { action, fields } = asking.form('/code');
  const signedIn = await asking.postOnly(action, { ...fields, code: await gate.newestCode(FAO) });
  const asked = await gate.browser().postOnly('/sign-in', { email: UNIT });
  const cookies = [signedIn, asked].map(({ headers }) =>
    (headers['set-cookie'] as unknown as readonly string[]).map((line) => line.split(';')[0]).join('; '),
  );
  await gate.sendMails();
  const before = await gate.everything();
  const paths = ['', '/code', '/out', '/stay'].flatMap((end) =>
    ['', '?lang=th', '?return=/inner&ended=1', '?email=a@b.example&code=12345678'].map((q) => `/sign-in${end}${q}`),
  );
  for (const cookie of [...cookies, '']) {
    for (const path of [...paths, '/inner', '/inner/desk']) {
      for (const method of ['get', 'head', 'options'] as const) {
        const response = await supertest(gate.app)[method](path).set('Cookie', cookie);
        expect([path, method, response.headers['set-cookie']]).toEqual([path, method, undefined]);
      }
    }
  }
  expect(await gate.everything()).toBe(before);
  const inside = await supertest(gate.app)
    .get('/inner')
    .set('Cookie', cookies[0] ?? '');
  expect(inside.body).toMatchObject({ address: FAO });
});
