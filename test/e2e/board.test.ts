/** The board in a real browser: on a phone, at a desk, in three languages, and where scripts are forbidden. */
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { Board } from '../integration/board/board';
import { complaintsOf, inChromium, startChromium } from './chromium';

jest.setTimeout(180_000);

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

let board: Board;
let browser: Browser;
let base: string;
let inside: string;
let released: string;

beforeAll(async () => {
  if (!process.env.CHROMIUM_PATH) return;
  board = await Board.open();
  base = `http://127.0.0.1:${(board.app.address() as AddressInfo).port}`;
  inside = (
    await board.submit('A programme of youth exchange between Guangzhou and Chiang Mai, for the years 2027 to 2031')
  ).id;
  released = (await board.submit()).id;
  await board.release(released);
  browser = await startChromium();
});
afterAll(async () => {
  await browser?.close();
  await board?.close();
});

const CASES = [
  ['on a phone, in Thai', { width: 390, height: 844 }, true, 'th', 'desk@th-mlc-unit.example'],
  ['on a phone, in Chinese', { width: 390, height: 844 }, true, 'zh', 'desk@cn-guangzhou-fao.example'],
  ['at a desk, in English', { width: 1280, height: 900 }, true, 'en', 'desk@cn-lmc-secretariat.example'],
  ['at a desk, in Chinese', { width: 1280, height: 900 }, true, 'zh', 'desk@cn-guangzhou.example'],
  ['at a desk, in Thai', { width: 1280, height: 900 }, true, 'th', 'head@th-chiang-mai.example'],
  [
    'on the smallest phone without scripts, in English',
    { width: 320, height: 640 },
    false,
    'en',
    'deputy@cn-guangzhou-fao.example',
  ],
] as const;

inChromium.each(CASES)('%s: finds a case, reads it, and says something', async (...given) => {
  const [where, viewport, javaScriptEnabled, language, email] = given;
  const n = CASES.findIndex(([name]) => name === where);
  const context = await browser.newContext({ viewport, javaScriptEnabled, locale: language });
  const complaints = complaintsOf(context);
  const page = await context.newPage();
  const look = async (name: string) => {
    await looksRight(page, viewport.width, javaScriptEnabled);
    const folder = process.env.ACCORD_SHOTS;
    if (folder) await page.screenshot({ path: join(folder, `${n}-${name}.png`), fullPage: true });
  };

  await signIn(page, email, language);
  expect(await page.locator('.ac-row').count()).toBeGreaterThan(0);
  await look('list');
  await page.click(`a[href^="/board?status=agreed"]`);
  expect(await page.locator('.ac-row').count()).toBe(0);
  await look('empty');
  await page.goto(`${base}/board?lang=${language}`);
  await page.click(`a[href^="/board/cases/${released}"]`);
  expect(await page.getAttribute('html', 'lang')).toBe(language);
  if (javaScriptEnabled)
    await page.evaluate("document.querySelectorAll('details').forEach((it) => { it.open = true; })");
  await look('case');
  await page.goto(`${base}/board/cases/${released}?lang=${language}`);
  await page.click('#comment-comment summary');
  await page.click('#comment-comment button');
  expect(await page.locator('#comment-comment-text-error').count()).toBe(1);
  await look('no-words');
  await page.fill('#comment-comment-text', 'May the term be shorter?');
  await page.selectOption('#comment-comment-asks', 'question');
  await page.click('#comment-comment button');
  await page.waitForURL('**done=comment**');
  expect(await page.locator('.ac-comments').textContent()).toContain('May the term be shorter?');
  await look('commented');
  expect(complaints).toEqual([]);
  await context.close();
});

inChromium('a case that is inside its house reads at 400 % zoom', async () => {
  // 1280 pixels at 400 %.
  const context = await browser.newContext({ viewport: { width: 320, height: 256 }, locale: 'en' });
  const page = await context.newPage();
  await signIn(page, 'secretary@cn-guangzhou.example', 'en');
  await page.goto(`${base}/board/cases/${inside}?lang=en`);
  await looksRight(page, 320, true);
  await context.close();
});

async function signIn(page: Page, email: string, language: string): Promise<void> {
  await page.goto(`${base}/board?lang=${language}`);
  await page.fill('#email', email);
  await page.click('form[action^="/sign-in"] button');
  await page.waitForURL('**/sign-in/code**');
  await page.fill('#code', await board.codeFor(email));
  await page.click('form[action^="/sign-in/code"] button');
  await page.waitForURL('**/board**');
}

/** Nothing stands out sideways, and axe finds no barrier (WCAG 2.2 AA). */
async function looksRight(page: Page, width: number, javaScriptEnabled: boolean): Promise<void> {
  if (!javaScriptEnabled) return;
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  await page.evaluate(AXE);
  const found = await page.evaluate(
    `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }).then((r) =>
      r.violations.map((v) => [v.id, v.nodes.map((n) => n.html)]))`,
  );
  expect(found).toEqual([]);
}
