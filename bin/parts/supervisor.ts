import { join } from 'node:path';
import { checkoutRoot } from './checkout';
import { Keeper } from './keeper';
import type { PartOptions, RunningPart } from './part';
import { isFree, Ports } from './ports';
import { beganAt, type Launched } from './processes';
import type { State } from './state';
import { Warden } from './warden';

const SAME_WISH_MS = 2_000;

/** Keeps the parts of one instance running, remembers their processes, and stops them in reverse order. */
export class Supervisor {
  private readonly ports: Ports;
  private readonly warden = new Warden(join(checkoutRoot(), 'dist/bin/parts/warden.js'));
  private readonly kept: Keeper[] = [];
  private readonly launched = new Map<number, Launched>();
  // While this ticks Node stays, whatever the parts do.
  private readonly staying = setInterval(() => undefined, 3_600_000);
  private stopped: Promise<void> | undefined;
  private stopAskedAt = 0;

  constructor(readonly state: State) {
    this.ports = new Ports(state.folder);
    state.write({ pids: { supervisor: { pid: process.pid, began: beganAt(process.pid) ?? '' } } });
  }

  /** The port that the variable names, else the one of the last run, else a free one; remembered. */
  async port(variable: string, key: string): Promise<number> {
    const configured = process.env[variable];
    const port = await this.ports.take(configured ? Number(configured) : this.state.instance.ports[key]);
    if (configured && port !== Number(configured)) {
      const why = /^\d+$/.test(configured) && !(await isFree(Number(configured))) ? 'it is taken' : 'it is no port';
      throw new Error(`${variable} is ${configured}, but ${why}.`);
    }
    this.state.write({ ports: { ...this.state.instance.ports, [key]: port } });
    return port;
  }

  /** Starts a part, waits until it is ready, and keeps it running from then on. */
  async keep<Part extends RunningPart>(
    name: string,
    port: number,
    start: (options: PartOptions) => Promise<Part>,
  ): Promise<Part> {
    if (this.stopped) throw new Error(`${name} is no longer wanted.`);
    const key = name.toLowerCase().replaceAll(' ', '-');
    const { tell } = this;
    const folder = join(this.state.folder, key);
    const log = join(this.state.folder, 'logs', `${key}.log`);
    const keeper = new Keeper<Part>({
      name,
      start: (onLaunch) => start({ folder, log, port, onLaunch, tell: (line) => tell(`${name}: ${line}`) }),
      tell,
      onLaunch: (launched, signal) => {
        this.launched.set(launched.pid, launched);
        this.state.noteProcess(key, launched);
        this.warden.watch(launched, signal);
      },
      onEnd: (launched) => {
        this.launched.delete(launched.pid);
        this.warden.forget(launched);
      },
    });
    this.kept.push(keeper);
    const began = Date.now();
    const part = await keeper.start();
    if (this.stopped) throw new Error(`${name} is no longer wanted.`);
    this.tell(`${name} is ready (${((Date.now() - began) / 1000).toFixed(1)} s)`);
    return part;
  }

  readonly tell = (line: string): void => {
    if (!this.stopped) console.log(line);
  };

  get isStopping(): boolean {
    return this.stopped !== undefined;
  }

  /** Stops everything, the last part first; asked again later, at once and by force. */
  stop(): Promise<void> {
    // npm passes on the Ctrl-C that the terminal has already given to us: the same wish, heard twice.
    const isSecondWish = this.stopped && Date.now() - this.stopAskedAt > SAME_WISH_MS;
    if (isSecondWish) for (const launched of this.launched.values()) launched.child.kill('SIGKILL');
    if (!this.stopped) {
      this.stopAskedAt = Date.now();
      this.stopped = this.stopAll();
    }
    return this.stopped;
  }

  private async stopAll(): Promise<void> {
    console.log('Stopping.');
    for (const keeper of [...this.kept].reverse()) await keeper.stop();
    await this.warden.close();
    this.state.close();
    clearInterval(this.staying);
  }
}
