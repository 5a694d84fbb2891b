/** How long a request may take to arrive: a body as said, a file longer, an answer as long as it needs. */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { close, expectFile, listen } from '../../../api/http/server';

const BODY_MS = 100;
const LONGER_MS = 400;

/** What becomes of a body whose second half comes late. */
async function sent(serve: (req: IncomingMessage, res: ServerResponse) => void, body: boolean): Promise<string> {
  const server = createServer(serve);
  await listen(server, { port: 0, host: '127.0.0.1', bodyMs: BODY_MS });
  const { port } = server.address() as AddressInfo;
  const told = new Promise<string>((resolve) => {
    const sending = request({ port, host: '127.0.0.1', method: body ? 'POST' : 'GET' }, (res) => {
      let text = '';
      res.on('data', (piece: Buffer) => {
        text += piece.toString();
      });
      res.once('close', () => resolve(res.complete ? text : 'cut'));
    });
    sending.once('error', () => resolve('cut'));
    if (!body) return void sending.end();
    sending.write('first');
    setTimeout(() => sending.end(' second'), LONGER_MS);
  });
  const became = await told;
  await close(server);
  return became;
}

const echo = (req: IncomingMessage, res: ServerResponse): void => {
  req.on('error', () => undefined);
  req.pipe(res);
};

it('a body that comes too slowly is cut off', async () => {
  expect(await sent(echo, true)).toBe('cut');
});

it('a file may take longer', async () => {
  const asFile = (req: IncomingMessage, res: ServerResponse) => {
    expectFile(req);
    echo(req, res);
  };
  expect(await sent(asFile, true)).toBe('first second');
});

it('an answer may take as long as it needs', async () => {
  const slowly = (req: IncomingMessage, res: ServerResponse) => {
    req.resume();
    res.write('begun');
    void pause(LONGER_MS).then(() => res.end(' ended'));
  };
  expect(await sent(slowly, false)).toBe('begun ended');
});
