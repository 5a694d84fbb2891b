import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { placeOutside } from './parts/account';
import { stateFolder } from './parts/checkout';
import { endLeftovers, readInstance, runningSupervisor } from './parts/state';

// By name, because ACCORD_STATE may be a folder that holds other things too.
const OURS = [
  'postgresql',
  'redis',
  'temporal',
  'inbox',
  'logs',
  'api',
  'worker',
  'mail',
  'demo',
  'instance.json',
  'lock',
];

/** Empties the data, after asking; refuses while the instance runs. */
export async function reset(): Promise<void> {
  const folder = stateFolder();
  const supervisor = runningSupervisor(folder) ?? runningSupervisor(join(folder, 'demo'));
  if (supervisor) return refuse(`Accord runs (process ${supervisor.pid}). Stop it with Ctrl-C first.`);
  // The demo keeps an instance of its own inside; either may have its database outside.
  const outside = [folder, join(folder, 'demo')].map((each) => placeOutside(join(each, 'postgresql')));
  const paths = [...OURS.map((name) => join(folder, name)), ...outside].filter((path) => existsSync(path));
  if (paths.length === 0) return console.log(`There is nothing in ${folder}.`);
  if (!process.argv.includes('--yes') && !(await isAgreed(folder))) return refuse('Nothing was removed.');
  // A supervisor that was killed may have left a server that still writes here.
  for (const each of [folder, join(folder, 'demo')]) await endLeftovers(readInstance(each)?.pids ?? {});
  for (const path of paths) rmSync(path, { recursive: true, force: true });
  console.log(`Emptied: ${folder}. The next npm start begins anew.`);
  if (process.env.DATABASE_URL) console.log('The database of DATABASE_URL is yours and was left as it is.');
}

async function isAgreed(folder: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    console.error('Nobody can be asked here; say --yes to empty the data without a question.');
    return false;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`Remove every case, mail and log in ${folder}? Type "yes": `);
  terminal.close();
  return answer.trim().toLowerCase() === 'yes';
}

function refuse(why: string): void {
  console.error(why);
  process.exitCode = 1;
}
