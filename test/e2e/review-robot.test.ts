/**
 * A robot with the mail gateway's rights: it has every link of every mail, runs the pages' scripts, fills every field at
 * random and presses every button, again and again. It decides nothing. Then the person decides, once.
 */
import type { Browser, Locator, Page } from 'playwright-core';
import { inChromium, startChromium } from './chromium';
import { type Letter, ReviewCases } from './review-case';

jest.setTimeout(600_000);

const VISITS = 2;
const ACTS_OF_A_VISIT = 40;

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

inChromium('a robot that presses everything decides nothing; then the person decides, once', async () => {
  const seed = Number(process.env.ACCORD_SEED ?? Date.now() % 1_000_000);
  console.log(`seed ${seed}`);
  const submitted = await cases.submit('Sister cities, seen by a robot');
  const letters = await cases.letters(submitted, 3);
  const before = await cases.record(submitted.id);

  const pressed = new Set<string>();
  for (let visit = 0; visit < VISITS; visit += 1) {
    const urls = [...new Set(letters.flatMap((letter) => letter.urls))];
    await Promise.all(urls.map((url, i) => wander(url, randomFrom(seed + visit * 100 + i), pressed)));
  }
  // It did press what there is: a robot that gets nowhere proves nothing.
  expect([...pressed].toSorted()).toEqual(
    expect.arrayContaining(['change', 'comments', 'confirm', 'draft', 'fresh', 'session']),
  );
  expect(await cases.record(submitted.id)).toBe(before);
  // One fresh mail in ten minutes for each person, however often the button was pressed.
  for (const sent of await cases.freshMails(submitted.id)) expect(sent).toBe(1);

  const mine = (await cases.letters(submitted, 3)).filter((letter) => letter.to.startsWith('desk@cn-guangzhou-fao'));
  const newest = mine.at(-1);
  if (!newest) throw new Error('No mail to the desk officer');
  await decide(newest);
  expect(await cases.replies(submitted.id)).toEqual([{ kind: 'abstain', person: 'cn-guangzhou-fao-desk' }]);
});

/** One visit: opens a link in a browser of its own and does what there is to do, at random. */
async function wander(url: string, random: Random, pressed: Set<string>): Promise<void> {
  const context = await browser.newContext();
  // It does not look at what it opens.
  await context.route(/\.(css|woff2|svg)$/, (route) => route.abort());
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  try {
    await page.goto(url);
    for (let act = 0; act < ACTS_OF_A_VISIT; act += 1) await actAt(page, url, random, pressed);
  } finally {
    await context.close();
  }
}

async function actAt(page: Page, url: string, random: Random, pressed: Set<string>): Promise<void> {
  await page.waitForLoadState('load');
  await fillEverything(page, random);
  const buttons = page.locator('button[type="submit"]');
  const count = await buttons.count();
  if (count === 0 || random() < 0.08) {
    await page.goto(url);
    return;
  }
  const button = buttons.nth(Math.floor(random() * count));
  pressed.add(await targetOf(button));
  // A form may stand in a closed part of the page; what is submitted is the form all the same.
  const leaves = page.waitForNavigation({ waitUntil: 'load' });
  await button.evaluate((element) => (element as unknown as { click(): void }).click());
  await leaves;
}

const targetOf = (button: Locator): Promise<string> =>
  button.evaluate((element) => {
    const pressed = element as unknown as { getAttribute(name: string): string | null; form: { action: string } };
    const to = pressed.getAttribute('formaction') ?? pressed.form.action;
    return new URL(to, 'http://localhost').pathname.split('/')[3] ?? '';
  });

/** Fills every field of every form, with values of every kind, codes of eight digits among them. */
async function fillEverything(page: Page, random: Random): Promise<void> {
  const values = Array.from({ length: 40 }, () => valueAt(random));
  const choices = Array.from({ length: 40 }, () => random());
  await page.evaluate(
    ([texts, picks]) => {
      // Runs in the page, whose types are not ours.
      const { document } = globalThis as unknown as { document: { querySelectorAll(s: string): Iterable<Field> } };
      type Field = { type: string; value: string; checked: boolean };
      const fields = [...document.querySelectorAll('input:not([type="hidden"]), textarea')];
      fields.forEach((field, i) => {
        if (field.type === 'radio' || field.type === 'checkbox') field.checked = (picks[i % picks.length] ?? 0) < 0.5;
        else field.value = texts[i % texts.length] ?? '';
      });
    },
    [values, choices] as const,
  );
}

function valueAt(random: Random): string {
  const digits = (n: number) => Array.from({ length: n }, () => Math.floor(random() * 10)).join('');
  const kinds = [
    () => digits(8),
    () => digits(8),
    () => `${digits(4)} ${digits(4)}`,
    () => 'yes',
    () => '',
    () => '同意 ✓',
  ];
  return kinds[Math.floor(random() * kinds.length)]?.() ?? '';
}

type Random = () => number;

/** Mulberry32: the same seed gives the same robot. */
function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function decide(letter: Letter): Promise<void> {
  const context = await browser.newContext({ locale: 'en-GB' });
  const page = await context.newPage();
  await page.goto(letter.link);
  await page.waitForSelector('input[name="kind"]');
  await page.click('.ac-choice:has(input[value="abstain"]) label');
  await page.click('form[action*="/draft"] button[type="submit"]');
  await page.fill('#code', letter.code);
  await page.click('form[action*="/confirm"] button:not([formaction])');
  await page.waitForURL('**/receipt**');
  await context.close();
}
