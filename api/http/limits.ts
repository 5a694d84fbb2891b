/**
 * Rate limits: per key for everything, per address for failed sign-ins.
 *
 * They are counted in Redis, so that all API processes count together, and in memory while Redis is away: a
 * request never fails because a counter cannot be reached.
 */
import type { Redis } from 'ioredis';
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { networkOf } from './network';
import { Refused } from './route';

export interface Limits {
  /** Counts a request of a key. Throws `Refused` with TooManyRequests and Retry-After. */
  countRequest(key: string): Promise<void>;
  /** Counts a request without a valid key. Throws the same. */
  countFailure(address: string): Promise<void>;
}

export type LimitOptions = Readonly<{
  redis: Redis | null;
  /** Part of the name of every counter: several instances may share one Redis. */
  instance: string;
  requestsPerMinute: number;
  failuresPerMinute: number;
}>;

/** The limits of one instance. */
export function createLimits({ redis, instance, requestsPerMinute, failuresPerMinute }: LimitOptions): Limits {
  const requests = createLimiter({ redis, instance }, { name: 'requests', points: requestsPerMinute, seconds: 60 });
  const failures = createLimiter({ redis, instance }, { name: 'failures', points: failuresPerMinute, seconds: 60 });
  return {
    countRequest: (key) => count(requests, key),
    countFailure: (address) => count(failures, networkOf(address)),
  };
}

/** A counter in Redis that goes on in memory while Redis is away. */
export function createLimiter(
  { redis, instance }: Pick<LimitOptions, 'redis' | 'instance'>,
  { name, points, seconds }: Readonly<{ name: string; points: number; seconds: number }>,
): RateLimiterAbstract {
  const rule = { keyPrefix: `accord:${instance}:${name}`, points, duration: seconds };
  const memory = new RateLimiterMemory(rule);
  return redis
    ? new RateLimiterRedis({ ...rule, storeClient: redis, rejectIfRedisNotReady: true, insuranceLimiter: memory })
    : memory;
}

/** Counts one; throws `Refused` with TooManyRequests and Retry-After where that is one too many. */
export async function count(limiter: RateLimiterAbstract, subject: string): Promise<void> {
  try {
    await limiter.consume(subject);
  } catch (result) {
    // Anything else that is thrown here is a counter out of order, which is no reason to refuse anybody.
    if (!(result instanceof RateLimiterRes)) return;
    const seconds = Math.max(1, Math.ceil(result.msBeforeNext / 1000));
    throw new Refused({ code: 'TooManyRequests', facts: { seconds } }, [], { 'Retry-After': String(seconds) });
  }
}
