/**
 * Ends what is left when the process that started it is gone.
 *
 * A process that is killed with -9 can stop nothing any more, and a database server does not care whose child it was.
 * So this small process listens at a pipe whose other end only the supervisor holds. Each line tells of one process:
 * `{"pid", "began", "signal"}` when it was started, `{"pid", "gone": true}` when it ended. When the pipe closes,
 * however that came about, whatever still runs is ended, the last one first.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { plainEnvironment } from './part';
import { endProcess, type ProcessName } from './processes';

interface Watched extends ProcessName {
  readonly signal: NodeJS.Signals;
}

/** The supervisor's end of the pipe. */
export class Warden {
  private readonly child: ChildProcess;

  constructor(script: string) {
    this.child = spawn(process.execPath, [script], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
      env: plainEnvironment(),
    });
    // A warden that is gone is no reason to stop: the next start finds leftovers by the recorded process numbers.
    this.child.stdin?.on('error', () => undefined);
    this.child.unref();
    if (this.child.stdin instanceof Socket) this.child.stdin.unref();
  }

  watch(name: ProcessName, signal: NodeJS.Signals): void {
    this.tell({ pid: name.pid, began: name.began, signal });
  }

  forget(name: ProcessName): void {
    this.tell({ pid: name.pid, gone: true });
  }

  /** Closes the pipe and waits until everything that was still watched has ended. */
  async close(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.stdin?.end();
    await ended;
  }

  private tell(line: object): void {
    this.child.stdin?.write(`${JSON.stringify(line)}\n`);
  }
}

/** The warden's own life: hears, and at the end of the pipe cleans up. */
async function keepWatch(): Promise<void> {
  const watched = new Map<number, Watched>();
  for await (const line of createInterface({ input: process.stdin })) {
    const word = JSON.parse(line) as Watched & { gone?: true };
    watched.delete(word.pid);
    if (!word.gone) watched.set(word.pid, word);
  }
  for (const each of [...watched.values()].reverse()) await endProcess(each, [[each.signal, 5_000]]);
}

if (require.main === module) void keepWatch();
