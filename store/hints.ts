/**
 * Word of a commit, so that nudges and mails go out at once instead of at the next sweep. Best effort by design:
 * nothing waits for a hint, nothing depends on one, and a Redis that is away costs a fraction of a second.
 */
import { Redis } from 'ioredis';
import type { Committed } from './record';

/** What a commit left to be sent: of no use to anybody who reads it. */
export type Hint = Readonly<{ nudges: boolean; deliveries: boolean }>;

export type Hints = Readonly<{
  /** For `onCommitted` of the record: never awaited. */
  tell(committed: Pick<Committed, 'nudges' | 'deliveries'>): void;
  close(): void;
}>;

const channelOf = (instance: string): string => `accord-${instance}:committed`;

/** Tells the dispatcher of commits, from any process that makes them. */
export function createHints(redisUrl: string, instance: string): Hints {
  const redis = new Redis(redisUrl, { enableOfflineQueue: false, maxRetriesPerRequest: 0, commandTimeout: 1_000 });
  redis.on('error', () => undefined);
  return {
    tell: ({ nudges, deliveries }) => {
      if (nudges.length === 0 && deliveries.length === 0) return;
      const hint: Hint = { nudges: nudges.length > 0, deliveries: deliveries.length > 0 };
      redis.publish(channelOf(instance), JSON.stringify(hint)).catch(() => undefined);
    },
    close: () => redis.disconnect(),
  };
}

/** Listens to hints of all processes of an instance; subscribes again by itself when Redis was away. */
export function listenToHints(redisUrl: string, instance: string, on: (hint: Hint) => void): Pick<Hints, 'close'> {
  const redis = new Redis(redisUrl, { maxRetriesPerRequest: null });
  redis.on('error', () => undefined);
  redis.on('message', (_channel, text: string) => {
    const hint = readHint(text);
    if (hint) on(hint);
  });
  redis.subscribe(channelOf(instance)).catch(() => undefined);
  return { close: () => redis.disconnect() };
}

function readHint(text: string): Hint | null {
  try {
    return JSON.parse(text) as Hint;
  } catch {
    return null;
  }
}
