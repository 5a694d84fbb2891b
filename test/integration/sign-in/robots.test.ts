/** Robots at the gate: they ask, guess and submit all day, get nowhere, and hold the door shut to nobody. */
import { Gate, HOUR, MINUTE, wrong } from './gate';

jest.setTimeout(120_000);

const PERSON = 'desk@cn-guangzhou-fao.example';

let gate: Gate;

beforeEach(async () => {
  gate = await Gate.open();
});
afterEach(() => gate.close());

/** Guesses in attempts of its own until so many were wrong. */
async function guess(times: number, code: string): Promise<void> {
  for (let done = 0; done < times; ) {
    const robot = await gate.asking(PERSON);
    for (let n = 0; n < 5 && done < times; n += 1, done += 1)
      await robot.submit('/code', { code: wrong(code, done + 1) });
  }
}

test('one that asks without end makes one mail in two minutes come, and that one works', async () => {
  for (let second = 0; second < 240; second += 20) {
    await gate.after(second * 1_000);
    await gate.asking(PERSON);
  }
  expect(await gate.count('deliveries')).toBe(2);
  // The person asks in the midst of it, and no mail comes for this: the one that came a moment ago is theirs.
  const person = await gate.asking(PERSON);
  expect(await gate.count('deliveries')).toBe(2);
  await person.submit('/code', { code: await gate.newestCode(PERSON) });
  expect(await gate.whoIs(person)).toMatchObject({ address: PERSON });
});

test('one that guesses makes codes long, and the person still gets in, now and later', async () => {
  const person = await gate.asking(PERSON);
  const short = await gate.newestCode(PERSON);
  await guess(19, short);
  expect(await gate.codesOf(PERSON)).toEqual([short]);
  await guess(1, short);
  const long = await gate.newestCode(PERSON);
  expect(long).toMatch(/^\d{16}$/);
  // Whoever has the short one is told that there is a newer one, in the very attempt in which they asked.
  expect((await person.submit('/code', { code: short })).text).toContain('This code has been used or replaced');
  await guess(40, long);
  expect(await gate.count('deliveries')).toBe(2);
  await person.submit('/code', { code: long });
  expect(await gate.whoIs(person)).toMatchObject({ address: PERSON });
  await gate.after(10 * HOUR);
  await gate.signedIn(PERSON);
  expect(await gate.newestCode(PERSON)).toMatch(/^\d{16}$/);
  await gate.after(25 * HOUR);
  await gate.signedIn(PERSON);
  expect(await gate.newestCode(PERSON)).toMatch(/^\d{8}$/);
});

test('one that guesses at the same moment in many attempts retires the short codes once, with one mail', async () => {
  const code = await gate.asking(PERSON).then(() => gate.newestCode(PERSON));
  const robots = await Promise.all(Array.from({ length: 10 }, () => gate.asking(PERSON)));
  await Promise.all(
    robots.flatMap((robot, i) =>
      [1, 2, 3, 4, 5].map((n) => {
        const { action, fields } = robot.form('/code');
        return robot.copy().postOnly(action, { ...fields, code: wrong(code, i * 5 + n) });
      }),
    ),
  );
  expect(await gate.count('deliveries')).toBe(2);
  expect(await gate.count('sign_in_codes', 'digits = 8 AND expires_at > accord_now()')).toBe(0);
  expect(await gate.count('sign_in_people', 'wrong_codes = 50')).toBe(1);
});

test('one that submits every form it finds, with everything filled in, is nobody', async () => {
  const robot = gate.browser();
  for (const path of ['/sign-in', '/sign-in/code', '/sign-in/out', '/inner']) {
    await robot.get(path);
    for (const end of ['/sign-in', '/code', '/out', '/stay']) {
      const fields = { email: PERSON, code: '00000000', nonce: 'a.b', token: 'a'.repeat(43), return: '/inner' };
      await robot.post(`/sign-in${end === '/sign-in' ? '' : end}`, fields).catch(() => undefined);
    }
  }
  expect(await gate.whoIs(robot)).toBeNull();
  expect(await gate.count('sessions')).toBe(0);
});

test('one network asks for so many mails in a minute, and is then asked to wait', async () => {
  await gate.close();
  gate = await Gate.open({ asksPerMinute: 3 });
  const robot = gate.browser();
  const answers = [];
  for (let n = 0; n < 4; n += 1) answers.push(await robot.postOnly('/sign-in', { email: PERSON }));
  expect(answers.map((a) => a.status)).toEqual([303, 303, 303, 429]);
  expect(Number(answers[3]?.headers['retry-after'])).toBeGreaterThan(0);
  expect(answers[3]?.text).toContain('Too many tries');
});

test('a mail that could not go out in time is not sent any more, and asking again sends a new one', async () => {
  const person = await gate.asking(PERSON);
  await gate.after(11 * MINUTE);
  await gate.sendMails();
  expect(await gate.count('deliveries', `state = 'overtaken'`)).toBe(1);
  await person.get('/sign-in');
  await person.submit('/sign-in', { email: PERSON });
  await person.submit('/code', { code: await gate.newestCode(PERSON) });
  expect(await gate.whoIs(person)).toMatchObject({ address: PERSON });
});
