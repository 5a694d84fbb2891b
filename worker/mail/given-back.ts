/** What becomes of a mail that did not go out. Giving up ends in a named state with its reason: `dead`. */
import type { Logger } from 'pino';
import type { Claimed, Deliveries } from '../../store/deliveries';
import { pauseAfter } from './backoff';
import type { SendResult } from './relay';

/** How soon a mail is tried again that met a relay which was away. */
const AWAY_PAUSE_MS = 1_000;

/** `away`: the relay cannot be reached; nothing else need be tried before it can. */
export type SendOutcome = 'done' | 'away';

export type Returning = Readonly<{ deliveries: Pick<Deliveries, 'postpone' | 'dead' | 'retry'>; log: Logger }>;
export type Held = Pick<Claimed, 'id' | 'lease' | 'attempts'> & Readonly<{ kind: string }>;
type Refusal = Extract<SendResult, { sent: false }>;

/** What the relay's answer means for a mail that it did not take. */
export async function refused(parts: Returning, held: Held, { because, reason }: Refusal): Promise<SendOutcome> {
  const { deliveries, log } = parts;
  const facts = { delivery: held.id, kind: held.kind, reason };
  switch (because) {
    case 'away':
      log.warn(facts, 'the mail relay cannot be reached');
      await deliveries.postpone(held, AWAY_PAUSE_MS);
      return 'away';
    case 'never':
      log.error(facts, 'a mail was refused for good');
      await deliveries.dead(held, reason);
      return 'done';
    case 'later':
      log.warn(facts, 'a mail was refused for now');
      await giveBack(parts, held, reason);
      return 'done';
  }
}

/** Gives a mail back after a failure that counts, until a day has gone. */
export async function giveBack({ deliveries }: Returning, claimed: Held, reason: string): Promise<void> {
  const pauseMs = pauseAfter(claimed.attempts + 1);
  if (pauseMs === null) await deliveries.dead(claimed, `given up after a day of tries: ${reason}`);
  else await deliveries.retry(claimed, pauseMs, reason);
}
