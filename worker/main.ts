/**
 * The worker's process: Temporal workers, dispatcher, mail worker and sweeper; all of them, or those named as
 * arguments (`node dist/worker/main.js mail sweeper`).
 */
import { readConfig } from './config';
import { createLog } from './log';
import { PART_NAMES, type PartName, startWorker } from './run';
import { installRuntime } from './temporal';

/** Beyond the time that the parts have to finish, to close what they share. */
const LAST_MOMENT_MS = 2_000;

function partsNamed(names: readonly string[]): readonly PartName[] {
  const unknown = names.find((name) => !PART_NAMES.some((part) => part === name));
  if (unknown !== undefined) throw new Error(`No part is called "${unknown}". Allowed: ${PART_NAMES.join(', ')}`);
  return names.length === 0 ? PART_NAMES : PART_NAMES.filter((part) => names.includes(part));
}

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const names = partsNamed(process.argv.slice(2));
  const log = createLog(config.logLevel);
  if (names.includes('temporal')) installRuntime(log);
  const worker = await startWorker(config, names, log);
  let isEnding = false;

  const end = async (why: string) => {
    log.info({ why }, 'the worker finishes what is in hand');
    setTimeout(() => {
      log.error('the worker did not finish in time');
      process.exit(1);
    }, config.shutdownMs + LAST_MOMENT_MS).unref();
    await worker.stop();
    log.info('the worker has ended');
    process.exit(0);
  };
  const endFor = (why: string) => () => {
    if (isEnding) return;
    isEnding = true;
    end(why).catch((error: unknown) => {
      log.error({ err: error }, 'the worker did not end in peace');
      process.exit(1);
    });
  };

  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, endFor(signal));
  if (config.endsWithParent) process.stdin.on('close', endFor('the parent is gone')).resume();
  log.info({ parts: names }, 'the worker runs');
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
