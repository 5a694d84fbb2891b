/** The list of the board: whose cases it shows, in which order, and page by page. */
import { agree, HOME } from '../api/acts';
import { Board, plain } from './board';

let board: Board;
beforeAll(async () => {
  board = await Board.open();
});
afterAll(() => board.close());

const titlesIn = (html: string): readonly string[] =>
  [...html.matchAll(/<h2 class="ac-row__title"><a[^>]*>([^<]*)</g)].map(([, title = '']) => title);

test('without a session there is nothing but the way to sign in', async () => {
  const { id } = await board.submit();
  for (const path of ['/board', `/board/cases/${id}`]) {
    const response = await board.browser().get(path);
    expect([response.status, response.headers.location]).toEqual([303, `/sign-in?return=${encodeURIComponent(path)}`]);
  }
});

test('a case is on the list of its own side alone, until it is released', async () => {
  const { id } = await board.submit('Seen by one side');
  const [own, unit, other, stranger] = await Promise.all(
    ['cn-guangzhou', 'cn-lmc-secretariat', 'th-mlc-unit', 'vn-da-nang'].map((o) => board.signedIn(`desk@${o}.example`)),
  );
  const sees = async (browser: typeof own) => [
    titlesIn((await browser?.get('/board?lang=en'))?.text ?? '').includes('Seen by one side'),
    (await browser?.get(`/board/cases/${id}?lang=en`))?.status,
  ];
  expect(await sees(own)).toEqual([true, 200]);
  expect(await sees(unit)).toEqual([true, 200]);
  expect(await sees(other)).toEqual([false, 404]);
  await board.release(id);
  expect(await sees(other)).toEqual([true, 200]);
  expect(await sees(stranger)).toEqual([false, 404]);
  const nothing = await stranger?.get('/board/cases/0e3f1a52-6c1d-4b7e-9a55-3f6f2d1c8b90?lang=en');
  const hidden = await stranger?.get(`/board/cases/${id}?lang=en`);
  expect(plain(hidden?.text ?? '')).toBe(plain(nothing?.text ?? ''));
});

test('of the own side it names the office, of another one the side', async () => {
  const { id } = await board.submit('Who is awaited');
  await board.release(id);
  const rowFor = async (email: string) => {
    const { text } = await (await board.signedIn(email)).get('/board?lang=en');
    const row = text.split('<li class="ac-row">').find((part) => part.includes('Who is awaited')) ?? '';
    return row.replaceAll(/<[^>]+>/g, ' ');
  };
  const [theirs, ours] = [await rowFor('desk@th-mlc-unit.example'), await rowFor('desk@cn-guangzhou.example')];
  expect(theirs).toContain('Sister City Committee of Chiang Mai Province');
  expect(ours).toContain('Thai side');
  expect(ours).not.toContain('Committee');
});

test('the filter stands in the address, and stays with the language', async () => {
  const browser = await board.signedIn('head@cn-guangzhou.example');
  const inside = await browser.get('/board?status=inside&lang=zh');
  expect(inside.text).toContain('href="/board?status=released&amp;lang=zh"');
  expect(inside.text).toContain('?lang=en&amp;status=inside"');
  expect(titlesIn(inside.text).length).toBeGreaterThan(0);
  const none = await browser.get('/board?status=lapsed&lang=en');
  expect([none.status, titlesIn(none.text)]).toEqual([200, []]);
  expect(plain(none.text)).toContain('No case stands here now: Lapsed.');
});

test('a long list comes in pages: each case once, in one order', async () => {
  const names = Array.from({ length: 23 }, (_, i) => `Case number ${String(i).padStart(2, '0')}`);
  for (const name of names) await board.submit(name);
  const { id } = await board.submit('Withdrawn before');
  await (await board.caller('cn-guangzhou')).post(`/v1/proposals/${id}/withdrawal`, {});
  const browser = await board.signedIn('secretary@cn-guangzhou.example');
  const seen: string[] = [];
  let pages = 0;
  for (let path: string | null = '/board?lang=en'; path !== null; pages += 1) {
    const { text } = await browser.get(path);
    seen.push(...titlesIn(text));
    path = /href="([^"]*)" rel="next"/.exec(text)?.[1]?.replaceAll('&amp;', '&') ?? null;
  }
  expect(pages).toBe(2);
  expect(new Set(seen).size).toBeGreaterThan(23);
  expect(seen.filter((title) => names.includes(title)).toSorted()).toEqual(names);
  expect(seen).not.toContain('Withdrawn before');
  const ended = await browser.get('/board?status=withdrawn&lang=en');
  expect(titlesIn(ended.text)).toEqual(['Withdrawn before']);
});

test('a cursor that no page has given is refused', async () => {
  const browser = await board.signedIn('secretary@cn-guangzhou-npc-sc.example');
  for (const after of ['x', Buffer.from('[1,2,3]').toString('base64url'), Buffer.from('{}').toString('base64url')]) {
    expect((await browser.get(`/board?after=${after}`)).status).toBe(422);
    expect((await browser.get(`/board?after=${after}&status=agreed`)).status).toBe(422);
  }
});

test('reading writes nothing', async () => {
  const { id } = await board.submit('Only read');
  const [organization, person] = HOME[0];
  await agree(await board.caller(organization, person), id, organization);
  const browser = await board.signedIn('deputy@cn-guangzhou-fao.example');
  const before = await board.everything();
  for (const path of ['/board', '/board?status=agreed', `/board/cases/${id}`, '/board/nowhere']) {
    const { headers } = await browser.get(path);
    expect(headers['set-cookie']).toBeUndefined();
  }
  expect(await board.everything()).toBe(before);
});
