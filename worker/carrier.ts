/** Carries acts that concern many cases to those of them that the request itself did not reach. */
import type { Logger } from 'pino';
import type { CarriedActs } from '../store/carried-acts';
import { startRounds } from './rounds';

const CARRY_MS = 2_000;
/** Rows in one go; the next go follows at once where more are left. */
const CARRY_AT_MOST = 100;

export type CarrierParts = Readonly<{ acts: CarriedActs; log: Logger }>;

export function startCarrier({ acts, log }: CarrierParts): Readonly<{ stop(): Promise<void> }> {
  const { stop } = startRounds({
    name: 'carry',
    everyMs: CARRY_MS,
    log,
    round: async () => {
      const { claimed, left, ...done } = await acts.carry({ limit: CARRY_AT_MOST });
      if (claimed > 0) log.info({ claimed, left, ...done }, 'carried acts to cases');
      return claimed === CARRY_AT_MOST;
    },
  });
  return { stop };
}
