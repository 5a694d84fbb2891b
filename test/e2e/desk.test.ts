/** The registrar's desk in a real browser, on a phone and at a desk, with scripts and where they are forbidden. */
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { Desk, PDF, REGISTRAR, SECOND, TYPED } from '../integration/desk/desk';
import { complaintsOf, inChromium, startChromium } from './chromium';

jest.setTimeout(180_000);

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

let desk: Desk;
let browser: Browser;
let base: string;

beforeAll(async () => {
  if (!process.env.CHROMIUM_PATH) return;
  desk = await Desk.open();
  base = `http://127.0.0.1:${(desk.app.address() as AddressInfo).port}`;
  browser = await startChromium();
});
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});

const CASES = [
  ['on a phone, in English', { width: 390, height: 844 }, true, 'en'],
  ['at a desk, in Chinese', { width: 1280, height: 900 }, true, 'zh'],
  ['on a phone without scripts, in Thai', { width: 390, height: 844 }, false, 'th'],
  ['at a desk without scripts, in English', { width: 1280, height: 900 }, false, 'en'],
] as const;

inChromium.each(CASES)(
  '%s: an answer on paper is entered, late, and confirmed by a second registrar',
  async (...given) => {
    const [where, viewport, javaScriptEnabled, language] = given;
    const n = CASES.findIndex(([name]) => name === where);
    const { id, number } = await withLateQuestion(n);
    const look = lookerOf(`desk-${n}`, { width: viewport.width, javaScriptEnabled });
    const contexts: BrowserContext[] = [];
    const opened = async (email: string) => {
      const context = await browser.newContext({ viewport, javaScriptEnabled, locale: language });
      contexts.push(context);
      const complaints = complaintsOf(context);
      return { page: await signIn(context, email, language), complaints };
    };

    const first = await opened(REGISTRAR);
    await look(first.page, 'list');
    await openQuestion(first.page, number, 'CPAFFC');
    await look(first.page, 'form');
    await first.page.click('main form button[type=submit]');
    expect(await first.page.locator('.govuk-error-message').count()).toBeGreaterThan(4);
    await look(first.page, 'errors');
    await fillIn(first.page);
    await look(first.page, 'check');
    await first.page.click('form[action*="/record"] button');
    await first.page.waitForURL('**/receipt/**');
    await look(first.page, 'waits');

    await desk.after(30 * (n + 1) + 0.1);
    const second = await opened(SECOND);
    await look(second.page, 'waiting');
    await second.page.click('a[href*="/confirm/"]');
    await look(second.page, 'confirm');
    await second.page.click('form[action*="/confirm/"] button >> nth=0');
    await second.page.waitForURL('**/receipt/**');
    await look(second.page, 'recorded');
    expect((await desk.events(id)).filter((e) => e.type === 'ReplyGiven' && e.chain === 'case').length).toBe(1);
    expect([...first.complaints, ...second.complaints]).toEqual([]);
    for (const context of contexts) await context.close();
  },
);

inChromium('the letter prints on A4, without the frame of the page and without any address', async () => {
  await desk.after(200);
  const { number } = await desk.joint();
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en' });
  const page = await signIn(context, REGISTRAR, 'en');
  await openQuestion(page, number, 'CPAFFC');
  await page.click('a[href$="/letter"]');
  const address = page.url();
  for (const language of ['en', 'zh', 'th'] as const) {
    await page.goto(`${address}?lang=${language}`);
    await lookerOf('letter', { width: 1280, javaScriptEnabled: true })(page, language);
    await page.emulateMedia({ media: 'print' });
    const shown = await page
      .locator('header.ac-header, footer p, .ac-screen, .ac-note, a')
      .evaluateAll(
        (found) => found.filter((each) => (each as unknown as { checkVisibility(): boolean }).checkVisibility()).length,
      );
    expect([language, shown]).toEqual([language, 0]);
    const folder = process.env.ACCORD_SHOTS;
    const pdf = await page.pdf({
      preferCSSPageSize: true,
      ...(folder ? { path: join(folder, `letter-${language}.pdf`) } : {}),
    });
    const text = pdf.toString('latin1');
    expect([language, (text.match(/\/Type\s*\/Page\b/g) ?? []).length]).toEqual([language, 2]);
    expect(text).not.toMatch(/\/URI/);
    await page.emulateMedia({ media: 'screen' });
  }
  await context.close();
});

/** A joint step whose date is over for this run; time goes on from one run to the next. */
async function withLateQuestion(n: number) {
  await desk.after(30 * n + (n === 0 ? 0 : 1));
  const row = await desk.joint();
  await desk.after(30 * (n + 1));
  return row;
}

async function signIn(context: BrowserContext, email: string, language: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${base}/desk?lang=${language}`);
  await page.fill('#email', email);
  await page.click('main form button');
  await page.fill('#code', await desk.codeFor(email));
  await page.click('main form button');
  await page.waitForURL('**/desk**');
  return page;
}

async function openQuestion(page: Page, number: string, office: string): Promise<void> {
  await page.fill('#q', `${number}`);
  await page.click('form[role=search] button');
  const row = page.locator('.ac-row', { hasText: number }).filter({ hasText: new RegExp(`${office}|友好协会`) });
  await row.locator('h3 a').click();
}

/** Types what the paper says, with a scan, and goes on to the page to check. */
async function fillIn(page: Page): Promise<void> {
  await page.click('label[for=kind-1]');
  for (const [name, value] of Object.entries(TYPED)) if (name !== 'kind') await page.fill(`[name="${name}"]`, value);
  const day = await page.locator('time').first().getAttribute('datetime');
  const [year = '', month = '', date = ''] = (day ?? '').slice(0, 10).split('-');
  for (const name of ['dated', 'received']) {
    await page.fill(`[name=${name}-day]`, date);
    await page.fill(`[name=${name}-month]`, month);
    await page.fill(`[name=${name}-year]`, year);
  }
  await page.setInputFiles('#scan', { name: 'công văn 1234.pdf', mimeType: 'application/pdf', buffer: PDF });
  await page.check('#revision');
  await page.click('main form button[type=submit]');
  await page.waitForSelector('form[action*="/record"]');
}

type Seen = Readonly<{ width: number; javaScriptEnabled: boolean }>;

/** Nothing stands out sideways, and axe finds no barrier (WCAG 2.2 AA). */
const lookerOf =
  (run: string, { width, javaScriptEnabled }: Seen) =>
  async (page: Page, name: string): Promise<void> => {
    const folder = process.env.ACCORD_SHOTS;
    if (folder) await page.screenshot({ path: join(folder, `${run}-${name}.png`), fullPage: true });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    if (!javaScriptEnabled) return;
    await page.evaluate(AXE);
    const found = await page.evaluate(
      `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }).then((r) =>
        r.violations.map((v) => [v.id, v.nodes.map((n) => n.html)]))`,
    );
    expect([name, found]).toEqual([name, []]);
  };
