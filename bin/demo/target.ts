/** The instance that the demo carries its cases through: one of its own, or one that runs. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { checkoutRoot, stateFolder } from '../parts/checkout';
import { type Instance, readInstance } from '../parts/state';
import { type Clock, movableClock, REAL_CLOCK } from './clock';
import { ownEnvironment } from './environment';
import { say } from './transcript';

export type Target = Readonly<{
  url: string;
  inbox: string;
  key: string;
  otherKey: string | null;
  /** Keys of the demonstration by organization; empty where none were given. */
  keys: Readonly<Record<string, string>>;
  clock: Clock;
  stop: () => Promise<void>;
}>;

const START_MS = 10 * 60_000;

/** An instance that was named by its addresses and a key. */
export function running(values: Readonly<Record<string, string | undefined>>): Target {
  const { url, inbox, key } = values;
  if (!url || !inbox || !key)
    throw new Error('With --url the demo needs --inbox and --key too; npm start prints all three.');
  const otherKey = values['other-key'] ?? null;
  return { url, inbox, key, otherKey, keys: {}, clock: REAL_CLOCK, stop: async () => {} };
}

/** An instance that was named by its state folder, which holds all keys. Its clock moves only where that was said. */
export function runningIn(folder: string, mayMoveClock: boolean): Target {
  const instance = readInstance(folder);
  if (!instance) throw new Error(`No instance has its state in ${folder}.`);
  return targetOf(instance, { mayMoveClock, stop: async () => {} });
}

/** An instance for the demo alone, which ends with it. */
export async function ownInstance(): Promise<Target> {
  const folder = join(stateFolder(), 'demo');
  say('Starting an instance of its own for the demo.');
  const child = spawn(process.execPath, [join(checkoutRoot(), 'bin/start.mjs')], {
    env: { ...ownEnvironment(process.env), ACCORD_STATE: folder, ACCORD_SAMPLES: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const instance = await started(child, folder);
  return targetOf(instance, { mayMoveClock: true, stop: () => ended(child) });
}

function targetOf(instance: Instance, how: Readonly<{ mayMoveClock: boolean; stop: () => Promise<void> }>): Target {
  const { api, inbox, demoKey, demoKeys, databaseOwnerUrl } = instance;
  if (!api || !inbox || !demoKey) throw new Error('The instance has no API, no inbox or no demo key.');
  const clock = how.mayMoveClock && databaseOwnerUrl ? movableClock(databaseOwnerUrl) : REAL_CLOCK;
  const keys = demoKeys ?? {};
  return { url: api, inbox, key: demoKey, otherKey: keys['th-chiang-mai'] ?? null, keys, clock, stop: how.stop };
}

async function started(child: ChildProcess, folder: string): Promise<Instance> {
  let output = '';
  child.stdout?.on('data', (bytes: Buffer) => {
    output += bytes.toString();
  });
  for (const until = Date.now() + START_MS; Date.now() < until; await pause(100)) {
    const instance = readInstance(folder);
    if (output.includes('Accord is running') && instance) return instance;
    if (child.exitCode !== null) break;
  }
  child.kill('SIGINT');
  throw new Error(`The demo's instance did not start:\n${output}`);
}

async function ended(child: ChildProcess): Promise<void> {
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGINT');
  await exit;
}
