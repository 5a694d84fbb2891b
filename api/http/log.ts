/** One line for each request: a constant message with fields; no query, body, header or token ever among them. */
import { randomUUID } from 'node:crypto';
import type { RequestHandler, Response } from 'express';

type Level = 'debug' | 'info' | 'warn' | 'error';

/** The part of pino that is used here. */
export type Logger = Readonly<Record<Level, (fields: Readonly<Record<string, unknown>>, message: string) => void>>;

/** What is found out about a request on its way and belongs into its line. */
export type Traced = { requestId: string; route?: string; key?: string; code?: string; level?: Level };

/** The trace of a request. */
export const traceOf = (res: Response): Traced => res.locals as Traced;

/** Names every request, says the name in X-Request-Id, and logs its end. */
export function logRequests(logger: Logger): RequestHandler {
  return (req, res, next) => {
    const began = process.hrtime.bigint();
    const requestId = randomUUID();
    Object.assign(res.locals, { requestId } satisfies Traced);
    res.set('X-Request-Id', requestId);
    res.once('close', () => {
      const { level, route, key, code } = traceOf(res);
      const fields = {
        requestId,
        method: req.method,
        // Never the address itself: a locator or a query may stand in it.
        route: route ?? `${req.baseUrl}/*`,
        status: res.statusCode,
        ms: Math.round(Number(process.hrtime.bigint() - began) / 1e4) / 100,
        ...(key === undefined ? {} : { key }),
        ...(code === undefined ? {} : { code }),
        ...(res.writableFinished ? {} : { aborted: true }),
      };
      logger[level ?? (res.statusCode >= 500 ? 'error' : 'info')](fields, 'request');
    });
    next();
  };
}
