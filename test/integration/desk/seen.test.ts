/** Whose desk it is: registrars of the own side, and nobody else; and no page of it writes anything. */
import { wholeDatabase } from '../../parts/whole-database';
import { Desk, plain, REGISTRAR, THAI } from './desk';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk.close());
beforeEach(() => desk.after(0));

const PAGES = ['', '/letter', '/receipt/none', '/confirm/none', `/scan/${'a'.repeat(64)}`];

test('a registrar of another side finds nothing, neither of a house nor of a joint step', async () => {
  const inside = await desk.submit();
  const joint = await desk.joint();
  const registrar = await desk.signedIn(REGISTRAR);
  const addresses = [await registrar.addressOf(inside.number), await registrar.addressOf(joint.number, 'CPAFFC')];
  const thai = await desk.signedIn(THAI);
  const unknown = plain((await thai.browser.get('/desk/none/none?lang=en')).text);
  for (const address of addresses) {
    for (const rest of PAGES) {
      const { status, text } = await thai.browser.get(`${address}${rest}?lang=en`);
      expect([address, rest, status, plain(text)]).toEqual([address, rest, 404, unknown]);
    }
    await thai.browser.get('/desk?lang=en');
    const { nonce = '' } = thai.browser.form('/stay').fields;
    for (const rest of ['', '/record', '/change', '/confirm/none', '/confirm/none/refusal']) {
      const { status } = await thai.browser.post(`${address}${rest}`, { nonce });
      expect([rest, status]).toEqual([rest, 404]);
    }
  }
  const { text } = await thai.browser.get('/desk?lang=en');
  expect(plain(text)).not.toContain(inside.number);
  expect(plain(text)).not.toContain('CPAFFC');
});

test('somebody who is no registrar does not get in, and nobody is led to sign in', async () => {
  const { number } = await desk.submit();
  const address = await (await desk.signedIn(REGISTRAR)).addressOf(number);
  const clerk = await desk.signedIn('desk@cn-guangzhou-fao.example');
  for (const path of ['/desk', address, `${address}/letter`]) {
    const { status, text } = await clerk.browser.get(path);
    expect([path, status, text.includes(number)]).toEqual([path, 403, false]);
  }
});

test('fetching pages writes nothing', async () => {
  const { number } = await desk.submit();
  const registrar = await desk.signedIn(REGISTRAR);
  const address = await registrar.addressOf(number);
  const before = await wholeDatabase(desk.bench.owner);
  for (const path of ['/desk', '/desk?q=Guangzhou', ...PAGES.map((rest) => address + rest)]) {
    const { headers } = await registrar.browser.get(path);
    expect([path, headers['set-cookie']]).toEqual([path, undefined]);
  }
  expect(await wholeDatabase(desk.bench.owner)).toBe(before);
});

test('the search finds by number, by office and by title, and says when there is nothing', async () => {
  const { number } = await desk.submit();
  const registrar = await desk.signedIn(REGISTRAR);
  const found = async (q: string) =>
    plain((await registrar.browser.get(`/desk?lang=en&q=${encodeURIComponent(q)}`)).text);
  for (const q of [number, number.toLowerCase(), 'foreign affairs', 'sister chiang'])
    expect(await found(q)).toContain(number);
  expect(await found('Yangon')).toContain('No open question fits');
  expect((await registrar.browser.get(`/desk?q=${encodeURIComponent('"><script>x')}`)).text).not.toContain('<script>x');
});

test('the letter says what is asked, by whom and until when, and holds no link and no secret', async () => {
  const { number } = await desk.joint();
  const registrar = await desk.signedIn(REGISTRAR);
  const address = await registrar.addressOf(number, 'CPAFFC');
  const letterIn = async (query: string) =>
    /<article[\s\S]*<\/article>/.exec((await registrar.browser.get(`${address}/letter${query}`)).text)?.[0] ?? '';
  const letter = await letterIn('?lang=en');
  const said = plain(`<main>${letter}</main>`);
  for (const part of [
    number,
    'Guangzhou',
    'CPAFFC',
    '2026 at 17:00 (Beijing time, UTC+8)',
    'Answer form',
    'Object',
    'Stamp',
  ])
    expect(said).toContain(part);
  expect(letter).not.toMatch(/href|src=|action=|name=|value=|\/desk|\/review|\/sign-in|nonce/);
  const { rows } = await desk.bench.owner.query<{ ref: string | null }>(
    'SELECT ref FROM deliveries WHERE ref IS NOT NULL',
  );
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.filter(({ ref }) => ref !== null && letter.includes(ref))).toEqual([]);
  // The office's own language, where nobody chose another one.
  expect(await letterIn('')).toContain('答复表');
});
