import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkoutRoot } from '../../bin/parts/checkout';
import { startInbox } from '../../bin/parts/inbox';
import type { PartOptions, RunningPart } from '../../bin/parts/part';
import { anyFreePort } from '../../bin/parts/ports';
import { startPostgres } from '../../bin/parts/postgres';
import { beganAt, isRunning, type ProcessName } from '../../bin/parts/processes';
import { startRedis } from '../../bin/parts/redis';
import { startTemporal } from '../../bin/parts/temporal';
import { PARTS_FILE, type TestParts } from './parts';
import { watchOver } from './watch-over';

const PREFIX = 'accord-test-';

/**
 * Starts one PostgreSQL, one Redis, one Temporal and one inbox for the whole test run, on ports of their own in a
 * folder of their own, so that several runs may go side by side. tear-down.ts stops them; a warden does if this
 * process is killed.
 */
export default async function setUp(): Promise<void> {
  buildUnlessBuilt();
  sweep();
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  // PostgreSQL's account walks through when the tests run as root.
  chmodSync(folder, 0o711);
  const self: ProcessName = { pid: process.pid, began: beganAt(process.pid) ?? '' };
  writeFileSync(join(folder, 'owner.json'), JSON.stringify(self));
  const running: RunningPart[] = [];
  Object.assign(globalThis, {
    stopTestParts: async () => {
      for (const part of running.reverse()) await part.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  });
  const options = async (name: string): Promise<PartOptions> => ({
    folder: join(folder, name),
    log: join(folder, 'logs', `${name}.log`),
    port: await anyFreePort(),
    onLaunch: watchOver,
    tell: (line) => console.log(`${name}: ${line}`),
  });
  const keep = async <Part extends RunningPart>(starting: Promise<Part>): Promise<Part> => {
    const part = await starting;
    running.push(part);
    return part;
  };
  try {
    const postgres = await keep(startPostgres({ ...(await options('postgresql')), durable: false }));
    const redis = await keep(startRedis(await options('redis')));
    const temporal = await keep(startTemporal({ ...(await options('temporal')), durable: false }));
    const inbox = await keep(startInbox({ ...(await options('inbox')), smtpPort: await anyFreePort() }));
    const parts: TestParts = {
      folder,
      database: { adminUrl: postgres.adminUrl, ...(await postgres.createDatabase('postgres')) },
      redisUrl: redis.url,
      temporal: temporal.address,
      smtpUrl: inbox.smtpUrl,
      inbox: inbox.url,
    };
    process.env[PARTS_FILE] = join(folder, 'parts.json');
    writeFileSync(join(folder, 'parts.json'), JSON.stringify(parts), { mode: 0o600 });
  } catch (error) {
    // Jest calls no tear-down after a set-up that failed.
    await (globalThis as { stopTestParts?: () => Promise<void> }).stopTestParts?.();
    throw error;
  }
}

/** `npm test` has built already; a bare jest has not. */
function buildUnlessBuilt(): void {
  if (process.env.ACCORD_BUILT) return;
  spawnSync(process.execPath, [join(checkoutRoot(), 'bin/build.mjs'), '--go-on'], { stdio: 'inherit' });
  process.env.ACCORD_BUILT = '1';
}

/** Removes what runs that were killed left on the disk. */
function sweep(): void {
  for (const name of readdirSync(tmpdir()).filter((each) => each.startsWith(PREFIX))) {
    const folder = join(tmpdir(), name);
    try {
      const owner = JSON.parse(readFileSync(join(folder, 'owner.json'), 'utf8')) as ProcessName;
      if (!isRunning(owner)) rmSync(folder, { recursive: true, force: true });
    } catch {
      // Somebody else's folder, or one that is being made at this moment.
    }
  }
}
