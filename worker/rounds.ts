/**
 * Something that is done again and again: every so often, or at once when woken.
 *
 * 1. One round at a time; a call during a round makes another one follow.
 * 2. A round that did as much as one may do is followed by the next at once.
 * 3. A round that fails is logged and tried again after a pause that grows to `LONGEST_PAUSE_MS`.
 * 4. `stop` waits for the round in hand.
 */
import type { Logger } from 'pino';

const LONGEST_PAUSE_MS = 10_000;

export type Rounds = Readonly<{ wake(): void; stop(): Promise<void> }>;

export type RoundsOptions = Readonly<{
  everyMs: number;
  /** What it is, for the log. */
  name: string;
  log: Logger;
  /** Does what there is to do; true where more may be left. */
  round(): Promise<boolean>;
}>;

export function startRounds({ everyMs, name, log, round }: RoundsOptions): Rounds {
  let isStopped = false;
  let isWoken = false;
  let wakeUp: () => void = () => undefined;

  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      if (isStopped || isWoken) return resolve();
      const timer = setTimeout(resolve, ms);
      wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const run = async () => {
    for (let failures = 0; !isStopped; ) {
      isWoken = false;
      try {
        const isMoreLeft = await round();
        failures = 0;
        if (!isMoreLeft) await pause(everyMs);
      } catch (error) {
        failures += 1;
        log.warn({ err: error, round: name, failures }, 'a round failed and will be tried again');
        // A hint must not turn a failing round into a busy one.
        isWoken = false;
        await pause(Math.min(everyMs * 2 ** failures, LONGEST_PAUSE_MS));
      }
    }
  };

  const ended = run();
  return {
    wake: () => {
      isWoken = true;
      wakeUp();
    },
    stop: async () => {
      isStopped = true;
      wakeUp();
      await ended;
    },
  };
}
