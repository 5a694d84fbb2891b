import { type Logger, pino } from 'pino';

/** The log of the worker: constant messages with fields, one line of JSON each; never a token, a code or a body. */
export const createLog = (level: string): Logger =>
  pino({
    level,
    base: { process: 'worker' },
    redact: { paths: ['*.link', '*.code', '*.token', '*.html', '*.text'], remove: true },
  });
