/** How often forms may be sent by one network: see store/review-access. */
import type { Redis } from 'ioredis';
import { count, createLimiter } from '../http/limits';
import { networkOf } from '../http/network';

export interface PageLimits {
  /** Counts a form. Throws `Refused` with TooManyRequests and Retry-After. */
  countPost(address: string): Promise<void>;
  /** Counts a form that was refused, a wrong code above all, for more than one. Never throws. */
  countRefused(address: string): Promise<void>;
}

/** A POST that was refused counts as five: 120 guesses a minute from one network. */
const REFUSED_COSTS = 4;

export type PageLimitOptions = Readonly<{
  redis: Redis | null;
  instance: string;
  postsPerMinute: number;
}>;

/** The limits of one instance: in Redis, and in memory while Redis is away. */
export function createPageLimits(options: PageLimitOptions): PageLimits {
  const { redis, instance, postsPerMinute } = options;
  const counted = { redis, instance };
  const posts = createLimiter(counted, { name: 'posts', points: postsPerMinute, seconds: 60 });
  return {
    countPost: (address) => count(posts, networkOf(address)),
    countRefused: async (address) => {
      // A counter out of order is no reason to refuse anybody.
      await posts.penalty(networkOf(address), REFUSED_COSTS).catch(() => undefined);
    },
  };
}
