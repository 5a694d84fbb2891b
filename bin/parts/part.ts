import type { Launched } from './processes';

/** A part that runs: one process, an address, and the way to stop it in peace. */
export interface RunningPart {
  readonly name: string;
  readonly launched: Launched;
  /** What asks this program to end in peace (what the warden sends, should we be gone). */
  readonly signal: NodeJS.Signals;
  stop(): Promise<void>;
}

/** What every part is started with. */
export interface PartOptions {
  /** The part's own folder: its data and whatever it must remember. */
  readonly folder: string;
  readonly port: number;
  readonly log: string;
  /** Called as soon as there is a process, before it is ready, so that none is ever unknown. */
  readonly onLaunch?: (launched: Launched, signal: NodeJS.Signals) => void;
  /** Called with a line for people when something takes time or is not as usual. */
  readonly tell?: (line: string) => void;
}

/** The environment that foreign programs get: nothing of ours, above all no address and no secret. */
export function plainEnvironment(): Record<string, string> {
  return { PATH: process.env.PATH ?? '/usr/bin:/bin', HOME: process.env.HOME ?? '/', LC_ALL: 'C', TZ: 'UTC' };
}
