import { type ChildProcess, execFileSync, type SpawnOptions, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** A process by more than its number: numbers are used again, so the moment it began belongs to its name. */
export interface ProcessName {
  readonly pid: number;
  readonly began: string;
}

/** A program that was started here. `exited` tells, in words, how it ended; it never rejects. */
export interface Launched extends ProcessName {
  readonly child: ChildProcess;
  readonly exited: Promise<string>;
}

interface LaunchOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Where the output goes; the file before is kept once as `.1` when it has grown beyond 8 MB. */
  readonly log: string;
  /** Run as this account (only root may say so). */
  readonly account?: { readonly uid: number; readonly gid: number };
}

const LOG_LIMIT_BYTES = 8 * 1024 * 1024;

/**
 * Starts a program in a process group of its own.
 *
 * A group of its own because Ctrl-C in a terminal goes to the whole group: the database must not begin to stop while
 * the API still answers. The supervisor stops the parts, one after the other.
 */
export async function launch(command: string, args: readonly string[], options: LaunchOptions): Promise<Launched> {
  const output = openLog(options.log);
  const settings: SpawnOptions = { detached: true, env: { ...options.env }, stdio: ['ignore', output, output] };
  if (options.cwd) settings.cwd = options.cwd;
  if (options.account) Object.assign(settings, options.account);
  const child = spawn(command, [...args], settings);
  closeSync(output);
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ? `ended by ${signal}` : `exit code ${code}`));
  });
  if (child.pid === undefined) throw new Error(`${command} could not be started: ${await exited}`);
  return { child, pid: child.pid, began: beganAt(child.pid) ?? '', exited };
}

function openLog(file: string): number {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LOG_LIMIT_BYTES) renameSync(file, `${file}.1`);
  return openSync(file, 'a', 0o600);
}

/** The last lines of a log, for an error message. */
export function tailOf(log: string, lines = 8): string {
  try {
    return readFileSync(log, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  } catch {
    return '';
  }
}

/** When the process of this number began, in the system's own words; undefined if there is none. */
export function beganAt(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // The name in parentheses may hold anything; the fields after it are numbered by proc(5), state being the third.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return fields[0] === 'Z' || fields[19] === undefined ? undefined : `${bootId()}/${fields[19]}`;
    }
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Ticks since boot mean nothing after the next boot. */
function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}

/** The command line of a process, or undefined if there is no such process. */
export function commandOf(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Whether this very process (not a later one of the same number) is there. */
export function isRunning(name: ProcessName): boolean {
  const began = beganAt(name.pid);
  return began !== undefined && began === name.began;
}

/** Asks a process to end, waits, and ends it by force if it will not: [signal, how long to wait for it]. */
export async function endProcess(
  name: ProcessName,
  steps: readonly (readonly [NodeJS.Signals, number])[] = [['SIGTERM', 15_000]],
): Promise<void> {
  for (const [signal, waitMs] of [...steps, ['SIGKILL', 5_000] as const]) {
    if (!isRunning(name)) return;
    try {
      process.kill(name.pid, signal);
    } catch {
      return;
    }
    const until = Date.now() + waitMs;
    while (Date.now() < until && isRunning(name)) await pause(20);
  }
}

/** Asks `check` again and again until it holds; says why not when the process ends or the time is over. */
export async function waitUntilReady(
  what: string,
  launched: Launched,
  { check, timeoutMs, log }: { check: () => Promise<void>; timeoutMs: number; log: string },
): Promise<void> {
  const until = Date.now() + timeoutMs;
  let ended: string | undefined;
  void launched.exited.then((how) => {
    ended = how;
  });
  for (let waitMs = 20; ; waitMs = Math.min(waitMs * 1.5, 250)) {
    if (ended !== undefined) throw new Error(`${what} ended while starting (${ended}).\n${tailOf(log)}`);
    try {
      await check();
      return;
    } catch (error) {
      if (Date.now() > until) {
        await endProcess(launched);
        throw new Error(`${what} did not answer in ${timeoutMs / 1000} s: ${messageOf(error)}\n${tailOf(log)}`);
      }
    }
    await pause(waitMs);
  }
}

/** The words of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
