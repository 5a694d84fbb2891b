import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { checkoutRoot } from './checkout';
import { PartMissing } from './missing';
import type { PartOptions, RunningPart } from './part';
import { endProcess, launch, waitUntilReady } from './processes';

/** One of our own processes. */
export interface Service {
  readonly name: string;
  /** The compiled file, from the checkout. */
  readonly script: string;
  /** What the script is told. */
  readonly args?: readonly string[];
  /** An address that answers 2xx once the process is ready; without one it is ready when it has lived for a second. */
  readonly ready?: string;
}

/** Starts one of our own processes with this environment and waits until it is ready. */
export async function startService(
  service: Service,
  options: Pick<PartOptions, 'log' | 'onLaunch'> & { readonly env: Readonly<Record<string, string>> },
): Promise<RunningPart> {
  const script = join(checkoutRoot(), service.script);
  if (!existsSync(script))
    throw new PartMissing(service.name, [service.script], 'build the checkout: npm start does so');
  const args = ['--enable-source-maps', script, ...(service.args ?? [])];
  const launched = await launch(process.execPath, args, { env: options.env, log: options.log, cwd: checkoutRoot() });
  options.onLaunch?.(launched, 'SIGTERM');
  const began = Date.now();
  const check = async () => {
    if (service.ready === undefined) {
      // waitUntilReady says so if the process ends in this second.
      await pause(Math.max(0, began + 1_000 - Date.now()));
      if (launched.child.exitCode !== null) throw new Error('it ended');
    } else if (!(await fetch(service.ready)).ok) throw new Error(`${service.ready} does not answer 2xx`);
  };
  await waitUntilReady(service.name, launched, { check, timeoutMs: 60_000, log: options.log });
  return {
    name: service.name,
    launched,
    signal: 'SIGTERM',
    // A worker finishes what is in hand.
    stop: () => endProcess(launched, [['SIGTERM', 20_000]]),
  };
}
