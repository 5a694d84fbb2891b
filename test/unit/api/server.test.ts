import { Agent, createServer, get, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { close, listen } from '../../../api/http/server';

const ask = (server: Server, agent: Agent): Promise<number> =>
  new Promise((resolve, reject) => {
    const { port } = server.address() as AddressInfo;
    get({ port, host: '127.0.0.1', agent }, (res) => {
      res.resume().once('end', () => resolve(res.statusCode ?? 0));
    }).once('error', reject);
  });

describe('a server that is asked to end', () => {
  it('answers what is in hand, lets go of kept connections and takes nothing new', async () => {
    let answer = () => undefined as unknown;
    let arrived = () => undefined as unknown;
    const inHand = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    let asked = 0;
    const server = createServer((_req, res) => {
      asked += 1;
      if (asked === 1) return void res.end();
      answer = () => res.end();
      arrived();
    });
    await listen(server, { port: 0, host: '127.0.0.1' });
    const agent = new Agent({ keepAlive: true });
    expect(await ask(server, agent)).toBe(200);
    const slow = ask(server, agent);
    await inHand;
    let isClosed = false;
    const closing = close(server).then(() => {
      isClosed = true;
    });
    expect(server.listening).toBe(false);
    expect(isClosed).toBe(false);
    answer();
    expect(await slow).toBe(200);
    await closing;
    agent.destroy();
  });

  it('says so where its port is taken', async () => {
    const first = createServer();
    await listen(first, { port: 0, host: '127.0.0.1' });
    const { port } = first.address() as AddressInfo;
    await expect(listen(createServer(), { port, host: '127.0.0.1' })).rejects.toThrow('EADDRINUSE');
    await close(first);
  });
});
