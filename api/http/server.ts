/** How the HTTP server begins and ends. */
import type { IncomingMessage, Server } from 'node:http';

/** Nobody may hold a connection open by sending slowly. */
const BODY_MS = 30_000;
/** A file has longer: 25 MiB on a line of 256 kbit/s. Only whoever has a key gets so far. */
const FILE_MS = 15 * 60_000;

const clocks = new WeakMap<IncomingMessage, NodeJS.Timeout>();

/** Cuts a request off that has not arrived whole by then; counted from now, in place of what was allowed before. */
function mustArriveWithin(req: IncomingMessage, ms: number): void {
  clearTimeout(clocks.get(req));
  const clock = setTimeout(() => req.complete || req.destroy(), ms).unref();
  clocks.set(req, clock);
  req.once('close', () => clearTimeout(clock));
}

/** Lets the body of a request take as long as a file may. */
export const expectFile = (req: IncomingMessage): void => mustArriveWithin(req, FILE_MS);

const hasBody = ({ headers }: IncomingMessage): boolean =>
  'transfer-encoding' in headers || Number(headers['content-length'] ?? 0) > 0;

export type Listening = Readonly<{ port: number; host: string | null; bodyMs?: number }>;

/** Listens; rejects where the port is taken. `host` null is every address of the machine. */
export function listen(server: Server, { port, host, bodyMs = BODY_MS }: Listening): Promise<void> {
  // The server knows one limit for all requests, hence that of files; `bodyMs` holds for all others.
  Object.assign(server, { requestTimeout: FILE_MS, headersTimeout: 10_000, keepAliveTimeout: 65_000 });
  server.prependListener('request', (req) => {
    if (hasBody(req)) mustArriveWithin(req, bodyMs);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host ?? undefined, () => resolve());
  });
}

const SWEEP_MS = 50;

/** Takes no new connections and resolves when every request in hand is answered. */
export async function close(server: Server): Promise<void> {
  // A connection that is kept alive after its last answer would hold the end up for a minute.
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
  try {
    await new Promise<void>((resolve) => server.close(() => resolve()));
  } finally {
    clearInterval(sweep);
  }
}
