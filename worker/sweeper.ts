/** Finds cases that should have moved by now and asks their workflows to look. It never moves a case itself. */
import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { Nudges } from '../store/nudges';
import { createOverdueNudger } from './nudges';
import { type Rounds, startRounds } from './rounds';

const SWEEP_MS = 1_000;

export type SweeperParts = Readonly<{ nudges: Nudges; client: Client; log: Logger }>;

export function startSweeper(parts: SweeperParts): Rounds {
  const nudgeOverdue = createOverdueNudger(parts);
  const round = async () => {
    await nudgeOverdue(Date.now());
    return false;
  };
  return startRounds({ name: 'sweep', everyMs: SWEEP_MS, log: parts.log, round });
}
