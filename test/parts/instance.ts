import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { checkoutRoot } from '../../bin/parts/checkout';
import { beganAt } from '../../bin/parts/processes';
import { type Instance, readInstance } from '../../bin/parts/state';
import { watchOver } from './watch-over';

/** A whole instance as `npm start` brings it up, in a state folder of its own. */
export interface TestInstance {
  readonly instance: Instance;
  readonly supervisor: ChildProcess;
  /** Everything that it has printed. */
  readonly output: () => string;
  /** Ends it as Ctrl-C does; gives the exit code. */
  stop(): Promise<number | null>;
}

/** Starts an instance, without sample cases unless they are asked for, and waits until it says that it runs. */
export async function startInstance(
  stateFolder: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<TestInstance> {
  const supervisor = spawn(process.execPath, [join(checkoutRoot(), 'bin/start.mjs')], {
    env: { ...process.env, ACCORD_BUILT: '1', ACCORD_STATE: stateFolder, ACCORD_SAMPLES: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const pid = supervisor.pid ?? 0;
  watchOver({ pid, began: beganAt(pid) ?? '' }, 'SIGINT');
  let output = '';
  for (const stream of [supervisor.stdout, supervisor.stderr]) {
    stream.on('data', (bytes: Buffer) => {
      output += bytes.toString();
    });
  }
  const ended = new Promise<number | null>((resolve) => supervisor.once('exit', resolve));
  const until = Date.now() + 90_000;
  while (!output.includes('Accord is running')) {
    if (supervisor.exitCode !== null || Date.now() > until) throw new Error(`The instance did not start:\n${output}`);
    await pause(50);
  }
  const instance = readInstance(stateFolder);
  if (!instance) throw new Error(`The instance wrote no instance.json in ${stateFolder}.`);
  return {
    instance,
    supervisor,
    output: () => output,
    stop: () => {
      supervisor.kill('SIGINT');
      return ended;
    },
  };
}
