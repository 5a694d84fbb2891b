/** An API that listens, and ways to send it files as programs and broken lines do. */
import { createServer, type IncomingHttpHeaders, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { close, listen } from '../../../api/http/server';
import { ApiBench, type ApiCaller } from '../api/bench';

export type Answer = Readonly<{ status: number; headers: IncomingHttpHeaders; bytes: Buffer }>;
export type Sending = Readonly<{
  name?: string;
  key?: string;
  headers?: Readonly<Record<string, string>>;
}>;

let nextKey = 0;

export const named = (name: string): string => `attachment; filename*=UTF-8''${encodeURIComponent(name)}`;

/** What a problem or an answer says. */
export const said = ({ bytes }: Answer) => JSON.parse(bytes.toString());
export const codeOf = (answer: Answer): readonly [number, string] => [answer.status, said(answer).code];

export class UploadBench {
  private constructor(
    readonly api: ApiBench,
    readonly server: Server,
  ) {}

  static async open(): Promise<UploadBench> {
    const api = await ApiBench.open();
    const server = createServer(api.app);
    await listen(server, { port: 0, host: '127.0.0.1' });
    return new UploadBench(api, server);
  }

  async close(): Promise<void> {
    await close(this.server);
    await this.api.close();
  }

  private address(caller: ApiCaller, path: string, method: string, headers: Readonly<Record<string, string>>) {
    const { port } = this.server.address() as AddressInfo;
    return { host: '127.0.0.1', port, path, method, headers: { Authorization: `Bearer ${caller.secret}`, ...headers } };
  }

  /** Sends pieces without saying how long they are. */
  upload(caller: ApiCaller, pieces: Iterable<Buffer | string>, sending: Sending = {}): Promise<Answer> {
    const { name = 'letter.pdf', headers = {} } = sending;
    nextKey += 1;
    const key = sending.key ?? `upload-${nextKey}`;
    const common = { 'Idempotency-Key': key, 'Content-Disposition': named(name) };
    const address = this.address(caller, '/v1/attachments', 'POST', { ...common, ...headers });
    return new Promise((resolve, reject) => {
      const sent = request(address, (res) => {
        const got: Buffer[] = [];
        res.on('data', (piece: Buffer) => got.push(piece));
        res.on('end', () => resolve({ status: res.statusCode ?? 0, headers: res.headers, bytes: Buffer.concat(got) }));
      });
      sent.once('error', reject);
      // Nothing is buffered as one: each piece goes out by itself.
      void (async () => {
        for (const piece of pieces) {
          if (!sent.write(piece)) await pause(1);
        }
        sent.end();
      })();
    });
  }

  /** Begins an upload and goes away after these pieces. */
  async cut(caller: ApiCaller, pieces: readonly Buffer[], headers: Readonly<Record<string, string>>): Promise<void> {
    const sent = request(this.address(caller, '/v1/attachments', 'POST', headers));
    const gone = new Promise<void>((resolve) => sent.once('close', () => resolve()).once('error', () => undefined));
    for (const piece of pieces) await new Promise<void>((resolve) => sent.write(piece, () => resolve()));
    sent.destroy();
    await gone;
  }

  get(
    caller: ApiCaller,
    path: string,
    headers: Readonly<Record<string, string>> = {},
    method = 'GET',
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      request(this.address(caller, path, method, headers), (res) => {
        const got: Buffer[] = [];
        res.on('data', (piece: Buffer) => got.push(piece));
        res.on('end', () => resolve({ status: res.statusCode ?? 0, headers: res.headers, bytes: Buffer.concat(got) }));
      })
        .once('error', reject)
        .end();
    });
  }

  /** How many rows each table holds that an upload can write. */
  async rows(): Promise<Record<string, number>> {
    const tables = ['attachments', 'attachment_chunks', 'attachment_uploads', 'case_attachments', 'idempotency_keys'];
    const counts = tables.map((table) => `(SELECT count(*)::int FROM ${table}) AS ${table}`);
    return (await this.api.owner.query(`SELECT ${counts.join(', ')}`)).rows[0];
  }

  /** Waits until a refusal of this code has been noted. */
  async noted(code: string, before: number): Promise<void> {
    for (const until = Date.now() + 20_000; Date.now() < until; await pause(20)) {
      if ((await this.count(code)) > before) return;
    }
    throw new Error(`${code} was not noted`);
  }

  async count(code: string): Promise<number> {
    return (await this.api.refusals()).filter((refusal) => refusal.code === code).length;
  }

  /** Names a file in a case, as the commit of the case will. */
  async attach(proposal: string, of: Readonly<{ side: string; sha256: string; audience: string }>): Promise<void> {
    await this.api.owner.query(
      `INSERT INTO case_attachments (proposal_id, owner_side, sha256, name, audience, attached_at)
       VALUES ($1, $2, $3, 'as attached.pdf', $4, accord_now())
       ON CONFLICT (proposal_id, owner_side, sha256) DO UPDATE SET audience = EXCLUDED.audience`,
      [proposal, of.side, of.sha256, of.audience],
    );
  }

  async reads(proposal: string, organization: string, side: string): Promise<void> {
    await this.api.owner.query('INSERT INTO case_readers VALUES ($1, $2, $3, accord_now())', [
      proposal,
      organization,
      side,
    ]);
  }
}
