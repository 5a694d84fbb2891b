/** How the HTTP server begins and ends. */
import type { Server } from 'node:http';

/** Listens; rejects where the port is taken. `host` null is every address of the machine. */
export function listen(server: Server, { port, host }: Readonly<{ port: number; host: string | null }>): Promise<void> {
  // Nobody may hold a connection open by sending slowly.
  Object.assign(server, { requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 65_000 });
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
