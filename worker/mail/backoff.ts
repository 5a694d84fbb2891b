/** When a mail that was refused is tried again, and when it is given up. */
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const PAUSES_MS = [
  MINUTE_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  6 * HOUR_MS,
  6 * HOUR_MS,
  9 * HOUR_MS,
] as const;

/** How long to wait after the n-th failure (from 1); null when a day has gone and it is given up. Pure. */
export const pauseAfter = (failures: number): number | null => PAUSES_MS[failures - 1] ?? null;
