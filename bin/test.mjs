// `npm test`: installs and builds what is missing, looks for a browser, and runs every test. Further arguments go to
// jest: npm test -- --selectProjects unit

import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { build, checkNode, install, root } from './prepare.mjs';

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const BROWSER_DOWNLOAD_LIMIT_MS = 120_000;

checkNode();
try {
  install();
  // Here a part that does not compile fails its own tests and check:types, not everybody's.
  build({ goOn: !process.env.CI });
} catch (error) {
  console.error(error.message);
  process.exit(1);
}

const browser = findBrowser();
if (!browser) {
  console.log('\n*** NO CHROMIUM: BROWSER TESTS ARE SKIPPED (put chromium on PATH or set CHROMIUM_PATH) ***\n');
}
const jest = join(root, 'node_modules/jest/bin/jest.js');
// Two cores carry the parts too; more workers would only make the timings of the crash tests unsteady.
const result = spawnSync(process.execPath, [jest, '--maxWorkers=2', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, ACCORD_BUILT: '1', ...(browser ? { CHROMIUM_PATH: browser } : {}) },
});
process.exit(result.status ?? 1);

/** The path of a Chromium: the named one, one on PATH, or playwright's own, downloaded if it can be had. */
function findBrowser() {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (existsSync(named)) return named;
    console.log(`CHROMIUM_PATH names ${named}, which is not there.`);
  }
  for (const name of BROWSERS) {
    for (const folder of (process.env.PATH ?? '').split(delimiter)) {
      if (folder && isProgram(join(folder, name))) return join(folder, name);
    }
  }
  return downloadedBrowser() ?? download();
}

function download() {
  console.log("Looking for a Chromium: none on PATH, trying playwright's own download.");
  const script = join(root, 'node_modules/playwright-core/cli.js');
  const args = [script, 'install', '--no-shell', 'chromium'];
  spawnSync(process.execPath, args, { cwd: root, stdio: 'ignore', timeout: BROWSER_DOWNLOAD_LIMIT_MS });
  return downloadedBrowser();
}

/** What playwright has downloaded, by its own word. */
function downloadedBrowser() {
  const script = "process.stdout.write(require('playwright-core').chromium.executablePath())";
  const { stdout } = spawnSync(process.execPath, ['-e', script], { cwd: root, encoding: 'utf8' });
  return stdout && isProgram(stdout) ? stdout : undefined;
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
