/**
 * `npm run demo`: carries two cases through a running system by nothing but HTTP and the mailbox.
 *
 * Without arguments it starts an instance of its own, whatever servers the environment names, and stops it at the
 * end. With `--url`, `--inbox` and `--key`
 * (and `--other-key` for a key of the Thai side) it uses a running one.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { checkoutRoot, stateFolder } from '../parts/checkout';
import { type Instance, readInstance } from '../parts/state';
import { endedInside, type Stage, sisterCity } from './cases';
import { Client } from './client';
import { ownEnvironment } from './environment';
import { Mailbox } from './mailbox';
import { heading, say } from './transcript';

type Target = Readonly<{ url: string; inbox: string; key: string; otherKey: string | null; stop: () => Promise<void> }>;

const DRAFTER = 'cn-guangzhou-desk';
const START_MS = 10 * 60_000;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      url: { type: 'string' },
      inbox: { type: 'string' },
      key: { type: 'string' },
      'other-key': { type: 'string' },
    },
  });
  const target = values.url ? running(values) : await ownInstance();
  try {
    const stage: Stage = {
      guangzhou: new Client(target.url, target.key),
      chiangMai: target.otherKey ? new Client(target.url, target.otherKey) : null,
      mailbox: new Mailbox(target.inbox),
      drafter: DRAFTER,
    };
    await sisterCity(stage);
    await endedInside(stage);
    heading('Done');
    say('Everything above went over HTTP and the mailbox. No time was moved.');
  } finally {
    await target.stop();
  }
}

function running(values: Readonly<Record<string, string | undefined>>): Target {
  const { url, inbox, key } = values;
  if (!url || !inbox || !key)
    throw new Error('With --url the demo needs --inbox and --key too; npm start prints all three.');
  return { url, inbox, key, otherKey: values['other-key'] ?? null, stop: async () => {} };
}

async function ownInstance(): Promise<Target> {
  const folder = join(stateFolder(), 'demo');
  say('Starting an instance of its own for the demo.');
  const child = spawn(process.execPath, [join(checkoutRoot(), 'bin/start.mjs')], {
    env: { ...ownEnvironment(process.env), ACCORD_STATE: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const instance = await started(child, folder);
  const { api, inbox, demoKey, demoKeys } = instance;
  if (!api || !inbox || !demoKey) throw new Error(`The instance in ${folder} has no API, no inbox or no demo key.`);
  return { url: api, inbox, key: demoKey, otherKey: demoKeys?.['th-chiang-mai'] ?? null, stop: () => ended(child) };
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

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
