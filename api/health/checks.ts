import { setTimeout as pause } from 'node:timers/promises';

/** Looks at one part: resolves when it answers, rejects otherwise. */
export type Check = () => Promise<unknown>;

export type PartState = Readonly<{ state: 'up' | 'down'; ms: number }>;

const LONGEST_MS = 2_000;

/** The state of a part; a part that does not answer within two seconds is down. Says nothing of the cause. */
export async function stateOfPart(check: Check): Promise<PartState> {
  const began = performance.now();
  const ms = () => Math.round(performance.now() - began);
  const waiting = new AbortController();
  try {
    const late = pause(LONGEST_MS, 'late', { signal: waiting.signal });
    const first = await Promise.race([check(), late]);
    return { state: first === 'late' ? 'down' : 'up', ms: ms() };
  } catch {
    return { state: 'down', ms: ms() };
  } finally {
    waiting.abort();
  }
}
