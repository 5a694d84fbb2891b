/** Puts sample cases into a new instance, so that there is something to look at. */
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { checkoutRoot } from './parts/checkout';
import { withClient } from './parts/postgres';
import type { Supervisor } from './parts/supervisor';

/** Some twenty seconds are usual; a machine that is busy with other things takes its time. */
const LONGEST_MS = 300_000;
const LOOK_MS = 200;

/**
 * Makes the sample cases where the record is empty and everything is the instance's own: never in production, where
 * there are no demonstration keys, nor where mails would leave the machine. `ACCORD_SAMPLES=0` leaves them out.
 */
export async function makeSamples(supervisor: Supervisor): Promise<void> {
  const { state, tell } = supervisor;
  const { demoKeys, inbox, databaseOwnerUrl } = state.instance;
  if (process.env.ACCORD_SAMPLES === '0' || !demoKeys || !databaseOwnerUrl) return;
  if (process.env.SMTP_URL || !inbox || !(await isEmpty(databaseOwnerUrl))) return;
  const began = Date.now();
  const log = join(state.folder, 'logs', 'samples.log');
  const seconds = () => ((Date.now() - began) / 1_000).toFixed(1);
  if (await carried(supervisor, log)) tell(`Sample cases are ready (${seconds()} s)`);
  // What is there already is worth looking at, and the instance is as good without the rest.
  else tell(`Not all sample cases could be made: ${log} says why`);
}

const isEmpty = (ownerUrl: string): Promise<boolean> =>
  withClient(ownerUrl, async (client) => (await client.query('SELECT 1 FROM proposals LIMIT 1')).rowCount === 0).catch(
    // An instance that runs does not end for the want of samples.
    () => false,
  );

async function carried(supervisor: Supervisor, log: string): Promise<boolean> {
  const file = openSync(log, 'a', 0o600);
  const child = spawn(process.execPath, [join(checkoutRoot(), 'dist/bin/demo/samples.js')], {
    stdio: ['ignore', file, file],
  });
  closeSync(file);
  const until = Date.now() + LONGEST_MS;
  const looking = setInterval(() => {
    if (supervisor.isStopping || Date.now() > until) child.kill('SIGKILL');
  }, LOOK_MS);
  const code = await new Promise((resolve) => child.once('exit', resolve));
  clearInterval(looking);
  return code === 0;
}
