/** The docs page in a real browser: it shows the routes and asks no other host for anything. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium } from 'playwright-core';
import { ApiBench } from './bench';

const executablePath = process.env.CHROMIUM_PATH;
const inBrowser = executablePath ? describe : describe.skip;

inBrowser('the docs page', () => {
  let bench: ApiBench;
  let server: Server;
  let url: string;
  beforeAll(async () => {
    bench = await ApiBench.open();
    server = createServer(bench.app);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve));
    await bench.close();
  });

  it('shows every group of routes and asks no other host', async () => {
    const browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });
    try {
      const page = await browser.newPage();
      const asked: string[] = [];
      const faults: string[] = [];
      page.on('request', (request) => void asked.push(request.url()));
      page.on('console', (message) => void (message.type() === 'error' && faults.push(message.text())));
      page.on('pageerror', (error) => void faults.push(error.message));
      await page.goto(`${url}/docs`);
      await page.getByText('Submit a proposal').first().waitFor({ timeout: 30_000 });
      await page.getByText('Deliveries').first().waitFor({ timeout: 30_000, state: 'attached' });
      const foreign = asked.filter((address) => !address.startsWith(url) && !/^(data|blob):/.test(address));
      expect({ foreign, faults }).toEqual({ foreign: [], faults: [] });
    } finally {
      await browser.close();
    }
  }, 90_000);
});
