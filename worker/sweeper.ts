/**
 * Finds cases that should have moved by now and asks their workflows to look; it never moves a case itself. Takes away
 * what is kept for a while only.
 */
import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { expire, FILES_AT_MOST } from '../store/expiry';
import type { Nudges } from '../store/nudges';
import { createOverdueNudger } from './nudges';
import { startRounds } from './rounds';

const SWEEP_MS = 1_000;
const EXPIRE_MS = 3_600_000;
/** Rows of each kind in one go; the next go follows at once where more are left. */
const EXPIRE_AT_MOST = 1_000;

export type SweeperParts = Readonly<{ pool: Pool; nudges: Nudges; client: Client; log: Logger }>;

export function startSweeper(parts: SweeperParts): Readonly<{ stop(): Promise<void> }> {
  const nudgeOverdue = createOverdueNudger(parts);
  const round = async () => {
    await nudgeOverdue(Date.now());
    return false;
  };
  const overdue = startRounds({ name: 'sweep', everyMs: SWEEP_MS, log: parts.log, round });
  const expiring = startRounds({
    name: 'expire',
    everyMs: EXPIRE_MS,
    log: parts.log,
    round: async () => {
      const { keys, sessions, attachments } = await expire(parts.pool, EXPIRE_AT_MOST);
      const some = keys + sessions + attachments > 0;
      if (some) parts.log.info({ keys, sessions, attachments }, 'took away what had expired');
      return Math.max(keys, sessions) >= EXPIRE_AT_MOST || attachments === FILES_AT_MOST;
    },
  });
  const stop = async () => {
    await Promise.all([overdue.stop(), expiring.stop()]);
  };
  return { stop };
}
