/** The queue between dispatcher and mail worker. A job holds the id of a row and nothing else. */
import type { ConnectionOptions } from 'bullmq';

export const MAIL_QUEUE = 'mail';

export type MailJob = Readonly<{ id: string }>;

/** Two instances may share one Redis. */
export const prefixOf = (instance: string): string => `accord-${instance}`;

/** Commands fail at once while Redis is away: the next round of the dispatcher tries again. */
export const producerConnection = (url: string): ConnectionOptions => ({
  url,
  enableOfflineQueue: false,
  maxRetriesPerRequest: 1,
});

/** Waits for Redis for as long as it is away. */
export const consumerConnection = (url: string): ConnectionOptions => ({ url, maxRetriesPerRequest: null });

/** The job of a delivery: one at a time, gone when it ends, so that the next try can be added under the same id. */
export const jobOf = (id: string) => ({
  name: MAIL_QUEUE,
  data: { id },
  opts: { jobId: `d-${id}`, removeOnComplete: true, removeOnFail: true },
});
