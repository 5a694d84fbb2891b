/** Signing in with a real browser: on a phone, at a desk, and where scripts are forbidden. */
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { Gate, MINUTE, wrong } from '../integration/sign-in/gate';
import { complaintsOf, inChromium, startChromium } from './chromium';

jest.setTimeout(120_000);

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const DESK = 'desk@th-chiang-mai.example';

let gate: Gate;
let browser: Browser;
let base: string;

beforeAll(async () => {
  if (!process.env.CHROMIUM_PATH) return;
  gate = await Gate.open();
  base = `http://127.0.0.1:${(gate.app.address() as AddressInfo).port}`;
  browser = await startChromium();
});
afterAll(async () => {
  await browser?.close();
  await gate?.close();
});

const CASES = [
  ['on a phone, in Thai', { width: 390, height: 844 }, true, 'th'],
  ['at a desk, in English', { width: 1280, height: 900 }, true, 'en'],
  ['at a desk, in Chinese', { width: 1280, height: 900 }, true, 'zh'],
  ['on a phone without scripts, in English', { width: 390, height: 844 }, false, 'en'],
] as const;

inChromium.each(CASES)('%s: asks, mistypes, types the code, works, and signs out', async (...given) => {
  const [where, viewport, javaScriptEnabled, language] = given;
  const n = CASES.findIndex(([name]) => name === where);
  // A mail of its own for each: at most one goes out in two minutes.
  await gate.after(n * 5 * MINUTE);
  const context = await browser.newContext({ viewport, javaScriptEnabled, locale: language });
  const complaints = complaintsOf(context);
  const page = await context.newPage();
  const look = async (name: string) => {
    await looksRight(page, viewport.width, javaScriptEnabled);
    const folder = process.env.ACCORD_SHOTS;
    if (folder) await page.screenshot({ path: join(folder, `${n}-${name}.png`), fullPage: true });
  };

  await page.goto(`${base}/room?lang=${language}`);
  await look('ask');
  await page.fill('#email', 'nobody');
  await page.click('form[action^="/sign-in"] button');
  expect(await page.locator('#email-error').count()).toBe(1);
  await look('no-address');
  await page.fill('#email', DESK);
  await page.click('form[action^="/sign-in"] button');
  await page.waitForURL('**/sign-in/code**');
  await look('code');

  const code = await gate.newestCode(DESK);
  await page.fill('#code', wrong(code));
  await page.click('form[action^="/sign-in/code"] button');
  expect(await page.locator('#code-error').count()).toBe(1);
  await look('wrong-code');
  await page.fill('#code', `${code.slice(0, 4)} ${code.slice(4)}`);
  await page.click('form[action^="/sign-in/code"] button');
  await page.waitForURL('**/room**');
  expect(await page.getAttribute('html', 'lang')).toBe(language);
  await look('inside');

  await page.click('#stay-signed-in button');
  await page.waitForURL('**/room**');
  const cookies = await context.cookies();
  expect(cookies.map(({ name, secure, httpOnly, sameSite }) => ({ name, secure, httpOnly, sameSite }))).toEqual([
    { name: '__Host-accord-test-session', secure: true, httpOnly: true, sameSite: 'Lax' },
  ]);
  await page.click('form[action^="/sign-in/out"] button');
  await page.waitForURL('**/sign-in/out**');
  await look('out');
  expect(await context.cookies()).toEqual([]);
  expect(complaints).toEqual([]);
  await context.close();
});

inChromium('whoever works on a page stays signed in, and a page that lies open does not keep anybody', async () => {
  await gate.after(60 * MINUTE);
  const context = await browser.newContext({ locale: 'en' });
  const complaints = complaintsOf(context);
  const page = await context.newPage();
  await page.clock.install();
  await page.goto(`${base}/room?lang=en`);
  await page.fill('#email', DESK);
  await page.click('form[action^="/sign-in"] button');
  await page.fill('#code', await gate.newestCode(DESK));
  await page.click('form[action^="/sign-in/code"] button');
  await page.waitForURL('**/room**');

  await gate.after(110 * MINUTE);
  await page.clock.fastForward(50 * MINUTE);
  const sent = page.waitForResponse('**/sign-in/stay**');
  await page.keyboard.press('Tab');
  expect((await sent).status()).toBe(303);
  await gate.after(165 * MINUTE);
  await page.reload();
  expect(page.url()).toContain('/room');
  await gate.after(170 * MINUTE);
  await page.reload();
  expect(page.url()).toContain('/sign-in?return=');
  expect(complaints).toEqual([]);
  await context.close();
});

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
