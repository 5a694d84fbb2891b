/**
 * Keeps one part running.
 *
 * - **starting** → **running** when it is ready; a first start that fails is the caller's to hear of.
 * - **running** → **waiting** when its process ends by itself; the pause grows from half a second to half a minute
 *   and is short again once the part has run for a minute.
 * - **waiting** → **starting**, again and again: a part that comes back needs no person.
 * - any → **stopped** by `stop()`, which also cuts a pause or a start short.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { RunningPart } from './part';
import { endProcess, type Launched, messageOf } from './processes';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
const STEADY_MS = 60_000;

export type OnLaunch = (launched: Launched, signal: NodeJS.Signals) => void;

export interface KeeperOptions<Part extends RunningPart> {
  readonly name: string;
  readonly start: (onLaunch: OnLaunch) => Promise<Part>;
  readonly tell: (line: string) => void;
  readonly onLaunch: OnLaunch;
  readonly onEnd: (launched: Launched) => void;
}

export class Keeper<Part extends RunningPart = RunningPart> {
  private launched: Launched | undefined;
  private part: Part | undefined;
  private pauseMs = FIRST_PAUSE_MS;
  private readonly stopping = new AbortController();
  private watching: Promise<void> = Promise.resolve();

  constructor(private readonly options: KeeperOptions<Part>) {}

  get name(): string {
    return this.options.name;
  }

  /** Starts the part for the first time. */
  async start(): Promise<Part> {
    const part = await this.startOnce();
    this.watching = this.watch(part);
    return part;
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    const { part, launched } = this;
    if (part && part.launched === launched) await part.stop();
    else if (launched) await endProcess(launched, [['SIGTERM', 5_000]]);
    await this.watching;
  }

  private async startOnce(): Promise<Part> {
    this.part = await this.options.start((launched, signal) => {
      this.launched = launched;
      this.options.onLaunch(launched, signal);
      void launched.exited.then(() => this.options.onEnd(launched));
      // Called off while the program was being made ready to launch.
      if (this.stopping.signal.aborted) void endProcess(launched, [[signal, 5_000]]);
    });
    return this.part;
  }

  private async watch(first: Part): Promise<void> {
    let part: Part | undefined = first;
    while (!this.stopping.signal.aborted) {
      const began = Date.now();
      const how: string = part ? await part.launched.exited : 'it did not start';
      if (this.stopping.signal.aborted) return;
      if (Date.now() - began > STEADY_MS) this.pauseMs = FIRST_PAUSE_MS;
      this.options.tell(`${this.name} is gone (${how}); starting it again in ${this.pauseMs / 1000} s`);
      await pause(this.pauseMs, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      if (this.stopping.signal.aborted) return;
      this.pauseMs = Math.min(this.pauseMs * 2, LONGEST_PAUSE_MS);
      part = await this.again();
    }
  }

  private async again(): Promise<Part | undefined> {
    try {
      const part = await this.startOnce();
      this.options.tell(`${this.name} is back`);
      return part;
    } catch (error) {
      if (!this.stopping.signal.aborted) this.options.tell(messageOf(error));
      return undefined;
    }
  }
}
