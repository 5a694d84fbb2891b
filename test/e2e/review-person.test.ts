/** A person with a mail and a browser: on a phone, at a desk, and where scripts are forbidden. */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { complaintsOf, inChromium, startChromium } from './chromium';
import { type Letter, ReviewCases } from './review-case';

jest.setTimeout(300_000);

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

let cases: ReviewCases;
let browser: Browser;

beforeAll(async () => {
  if (!process.env.CHROMIUM_PATH) return;
  cases = await ReviewCases.open();
  browser = await startChromium();
});
afterAll(async () => {
  await browser?.close();
  await cases?.close();
});

const SIZES = [
  ['on a phone', { width: 390, height: 844 }, true],
  ['at a desk', { width: 1280, height: 900 }, true],
  ['on a phone without scripts', { width: 390, height: 844 }, false],
] as const;

inChromium.each(SIZES)(
  '%s: opens the link, reads, chooses, checks, types the code, has a receipt',
  async (...given) => {
    const [where, viewport, javaScriptEnabled] = given;
    const title = `Sister cities, ${where}`;
    const submitted = await cases.submit(title);
    const [letter] = await cases.letters(submitted, 1, 'desk@cn-guangzhou-fao');
    if (!letter) throw new Error('No mail');

    const context = await browser.newContext({ viewport, javaScriptEnabled, locale: 'en-GB' });
    const complaints = complaintsOf(context);
    const page = await context.newPage();
    await page.goto(`${letter.link.split('#')[0]}?lang=en#${letter.link.split('#')[1]}`);
    if (!javaScriptEnabled) await openByCode(page, letter);
    await page.waitForSelector('input[name="kind"]');
    await looksRight(page, viewport.width, javaScriptEnabled);
    expect(await page.textContent('.ac-ask__title')).toContain(title);
    expect(page.url()).not.toContain(letter.link.split('#')[1]);
    expect(await page.locator('input[name="kind"]:checked').count()).toBe(0);

    await page.click('.ac-choice:has(input[value="agreeWithComments"]) label');
    await page.fill('#inside', 'Please name a lead office.');
    await page.click('.ac-reply button[type="submit"]');
    await page.waitForURL('**/check**');
    await looksRight(page, viewport.width, javaScriptEnabled);
    expect(await cases.replies(submitted.id)).toEqual([]);

    if (javaScriptEnabled) await page.fill('#code', `${letter.code.slice(0, 4)} ${letter.code.slice(4)}`);
    await page.click('form[action*="/confirm"] button:not([formaction])');
    await page.waitForURL('**/receipt**');
    await looksRight(page, viewport.width, javaScriptEnabled);
    expect(await page.textContent('main')).toContain('Please name a lead office.');
    expect(await cases.replies(submitted.id)).toEqual([{ kind: 'agreeWithComments', person: 'cn-guangzhou-fao-desk' }]);

    await page.goBack();
    await page.reload();
    await page.waitForURL('**/receipt**');
    expect(await cases.replies(submitted.id)).toHaveLength(1);

    const cookies = await context.cookies();
    expect(
      cookies.map(({ name, secure, httpOnly, sameSite, path }) => ({ name, secure, httpOnly, sameSite, path })),
    ).toEqual([
      { name: expect.stringMatching(/^__Host-accord-/), secure: true, httpOnly: true, sameSite: 'Lax', path: '/' },
    ]);
    expect(complaints).toEqual([]);
    await context.close();
  },
);

async function openByCode(page: Page, letter: Letter): Promise<void> {
  await page.fill('#code', letter.code);
  await page.click('form:has(#code) button[type="submit"]');
}

/** Nothing stands out sideways, and axe finds no barrier (WCAG 2.2 AA). */
async function looksRight(page: Page, width: number, withScripts: boolean): Promise<void> {
  if (!withScripts) return;
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  await page.evaluate(AXE);
  const found = (await page.evaluate(
    `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }).then((r) =>
       r.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.target.join(' ')).join(', ')))`,
  )) as readonly string[];
  expect(found).toEqual([]);
}
