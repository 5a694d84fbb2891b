/** A real Chromium for the pages. `npm test` finds one and names it in CHROMIUM_PATH; without one it says so loudly. */
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const path = process.env.CHROMIUM_PATH;

/** `test` where there is a browser, else a test that shows as skipped. */
export const inChromium = path ? test : test.skip;

/** Starts Chromium without a window. */
export const startChromium = (): Promise<Browser> =>
  chromium.launch({ ...(path ? { executablePath: path } : {}), args: ['--no-sandbox'] });

/** Everything that a page complains of: blocked by its own policy, broken scripts, failed requests. */
export function complaintsOf(context: BrowserContext): readonly string[] {
  const complaints: string[] = [];
  context.on('page', (page: Page) => {
    page.on('console', (message) => {
      // A refusal with its page (422, 403) is written to the console by the browser itself.
      const isStatus = message.text().startsWith('Failed to load resource: the server responded with a status of 4');
      if (message.type() === 'error' && !isStatus) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('requestfailed', (request) => {
      if (request.failure()?.errorText !== 'net::ERR_ABORTED') complaints.push(`failed: ${request.url()}`);
    });
  });
  return complaints;
}
