import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beganAt, endProcess, isRunning, type ProcessName } from './processes';

/** What `<state>/instance.json` says of this instance: for the demo, the operator's commands and the tests. */
export interface Instance {
  /** A short random name, the same as long as the data are. */
  readonly instance: string;
  /** 32 random bytes; what the instance signs and derives with. */
  readonly secret: string;
  /** The ports of the last run, taken again if they are free. */
  readonly ports: Readonly<Record<string, number>>;
  /** What runs: empty when nothing does. The supervisor is among them. */
  readonly pids: Readonly<Record<string, ProcessName>>;
  readonly api?: string;
  readonly inbox?: string;
  readonly smtpUrl?: string;
  readonly temporal?: string;
  readonly temporalUi?: string;
  readonly databaseUrl?: string;
  readonly databaseOwnerUrl?: string;
  readonly redisUrl?: string;
  /** The first of the demonstration's keys, and all of them by organization; none in production. */
  readonly demoKey?: string;
  readonly demoKeys?: Readonly<Record<string, string>>;
}

/** The instance as its state folder tells it; undefined if there never was one. */
export function readInstance(folder: string): Instance | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'instance.json'), 'utf8')) as Instance;
  } catch {
    return undefined;
  }
}

/** The supervisor that works on this state folder right now, if one does. */
export function runningSupervisor(folder: string): ProcessName | undefined {
  try {
    const name = JSON.parse(readFileSync(join(folder, 'lock'), 'utf8')) as ProcessName;
    return isRunning(name) ? name : undefined;
  } catch {
    return undefined;
  }
}

/** Ends what an earlier supervisor could not end any more, the last one first. */
export async function endLeftovers(pids: Instance['pids']): Promise<void> {
  for (const [key, name] of Object.entries(pids).reverse()) {
    if (key === 'supervisor') continue;
    await endProcess(name, [[key === 'postgresql' ? 'SIGINT' : 'SIGTERM', 10_000]]);
  }
}

/** The state folder in the hands of one supervisor. */
export class State {
  private constructor(
    readonly folder: string,
    private current: Instance,
  ) {}

  /** @throws if another supervisor works here */
  static open(folder: string): State {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // PostgreSQL's account has to walk through when we are root; there is nothing in here for it to list or read.
    chmodSync(folder, process.getuid?.() === 0 ? 0o711 : 0o700);
    const other = runningSupervisor(folder);
    if (other)
      throw new Error(`Accord already runs here (process ${other.pid}, ${folder}). Stop it with Ctrl-C first.`);
    rmSync(join(folder, 'lock'), { force: true });
    const own: ProcessName = { pid: process.pid, began: beganAt(process.pid) ?? '' };
    writeFileSync(join(folder, 'lock'), JSON.stringify(own), { mode: 0o600, flag: 'wx' });
    const before = readInstance(folder);
    return new State(folder, {
      instance: before?.instance ?? randomBytes(4).toString('hex'),
      secret: process.env.ACCORD_SECRET || before?.secret || randomBytes(32).toString('base64url'),
      ports: before?.ports ?? {},
      pids: before?.pids ?? {},
    });
  }

  get instance(): Instance {
    return this.current;
  }

  /** Writes what is known now: a whole new file, moved into place, so that no reader sees half of one. */
  write(change: Partial<Instance>): void {
    this.current = { ...this.current, ...change };
    const file = join(this.folder, 'instance.json');
    writeFileSync(`${file}.new`, `${JSON.stringify(this.current, null, 2)}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }

  noteProcess(key: string, name: ProcessName): void {
    this.write({ pids: { ...this.current.pids, [key]: { pid: name.pid, began: name.began } } });
  }

  /** Nothing runs any more. */
  close(): void {
    this.write({ pids: {} });
    rmSync(join(this.folder, 'lock'), { force: true });
  }
}
