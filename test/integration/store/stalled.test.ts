/** A server that takes connections and then says nothing any more: what stands still must not be waited for. */
import { createServer, type Server, Socket } from 'node:net';
import { createPool } from '../../../store/pool';
import { Bench } from './fixture';

let bench: Bench;
let between: Server;
let isStalled = false;
const sockets = new Set<Socket>();

beforeAll(async () => {
  bench = await Bench.open();
  const { hostname, port } = new URL(bench.database.appUrl);
  between = createServer((near) => {
    const far = new Socket().connect(Number(port), hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
    }
    near.on('data', (bytes) => !isStalled && far.write(bytes));
    far.on('data', (bytes) => !isStalled && near.write(bytes));
  });
  await new Promise<void>((resolve) => between.listen(0, '127.0.0.1', resolve));
});

afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  between.close();
  await bench.close();
});

it('a statement that nobody answers ends, and the next one is on a new connection', async () => {
  const url = new URL(bench.database.appUrl);
  const address = between.address();
  if (address === null || typeof address === 'string') throw new Error('No port');
  url.host = `127.0.0.1:${address.port}`;
  const pool = createPool(url.href, { max: 1, statementTimeoutMs: 200 });
  expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  isStalled = true;
  await expect(pool.query('SELECT 1')).rejects.toThrow('Query read timeout');
  isStalled = false;
  expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await pool.end();
});

it('an operator’s pool, which may read for long, is not cut off', async () => {
  const pool = createPool(bench.database.ownerUrl, { max: 1, statementTimeoutMs: 0 });
  expect(pool.options).toMatchObject({ query_timeout: 0, statement_timeout: 0 });
  await pool.end();
});
