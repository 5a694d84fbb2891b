import { createServer } from 'node:net';
import { shortHash } from './checkout';

export const HOST = '127.0.0.1';

// Below the range from which Linux and macOS take ports for outgoing connections, so that no passing client of the
// same machine sits on a remembered port.
const FIRST_PORT = 20_000;
const BLOCKS = 1_000;
const BLOCK_SIZE = 10;

/**
 * Hands out ports on loopback: the wanted one if it is free, else the next free one of a block that belongs to this
 * folder. Two checkouts start in different blocks, so they seldom meet; when they do, the second moves on.
 */
export class Ports {
  private next: number;
  private readonly given = new Set<number>();

  constructor(folder: string) {
    this.next = FIRST_PORT + (Number.parseInt(shortHash(folder).slice(0, 8), 16) % BLOCKS) * BLOCK_SIZE;
  }

  async take(wanted?: number): Promise<number> {
    if (wanted !== undefined && !this.given.has(wanted) && (await isFree(wanted))) return this.give(wanted);
    while (this.given.has(this.next) || !(await isFree(this.next))) this.next += 1;
    return this.give(this.next);
  }

  private give(port: number): number {
    this.given.add(port);
    return port;
  }
}

/** Whether nobody listens on this port of the loopback address. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, HOST, () => server.close(() => resolve(true)));
  });
}

/** Any free port, chosen by the system: for tests, where nothing has to stay the same. */
export function anyFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, HOST, () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
