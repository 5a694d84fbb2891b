import { z } from 'zod';
import type { PublicRoute } from '../http/route';
import { type Check, stateOfPart } from './checks';

/** The part without which nothing can be answered truly; every other one may be away for a while. */
export const NEEDED = 'postgres';

const alive = z.strictObject({ status: z.literal('alive') }).meta({ id: 'Alive' });
const ready = z
  .strictObject({
    status: z.enum(['ready', 'degraded', 'unavailable']),
    dependencies: z.record(z.string(), z.strictObject({ state: z.enum(['up', 'down']), ms: z.int() })),
  })
  .meta({ id: 'Ready' });

export const healthRoutes = ({
  checks,
}: Readonly<{ checks: Readonly<Record<string, Check>> }>): readonly PublicRoute[] => [
  {
    method: 'get',
    path: '/livez',
    operation: 'isAlive',
    tag: 'Health',
    summary: 'Whether the process is alive',
    scope: 'public',
    responses: { 200: { description: 'It is', schema: alive } },
    handle: async () => ({ status: 200, body: { status: 'alive' } }),
  },
  {
    method: 'get',
    path: '/readyz',
    operation: 'isReady',
    tag: 'Health',
    summary: 'Each dependency with its state',
    description: 'Answers 503 only where the record is out of reach: people can work while other parts are away.',
    scope: 'public',
    responses: {
      200: { description: 'Requests are answered', schema: ready },
      503: { description: 'The record is out of reach', schema: ready },
    },
    handle: async () => {
      const states = await Promise.all(
        Object.entries(checks).map(async ([name, check]) => [name, await stateOfPart(check)] as const),
      );
      const dependencies = Object.fromEntries(states);
      const unavailable = dependencies[NEEDED]?.state !== 'up';
      const degraded = states.some(([, { state }]) => state === 'down');
      const status = unavailable ? 'unavailable' : degraded ? 'degraded' : 'ready';
      return { status: unavailable ? 503 : 200, body: { status, dependencies } };
    },
  },
];
