import { randomUUID } from 'node:crypto';

export type Waiting = Readonly<{ on: string; side?: string; seat?: string; since: string; until: string | null }>;
export type CaseJson = Readonly<{
  id: string;
  number: string;
  status: string;
  calls: Readonly<Record<string, string>>;
  waitingFor: readonly Waiting[];
  outcome: Readonly<{
    result: string;
    at: string;
    positions: readonly Readonly<{ side: string; participant: string | null; kind: string | null }>[];
  }> | null;
}>;

/** The JSON API with one organization's key. */
export class Client {
  constructor(
    private readonly url: string,
    private readonly key: string,
  ) {}

  async submit(body: unknown): Promise<CaseJson> {
    return (await this.call('POST', '/v1/proposals', body)).json as CaseJson;
  }

  async get(id: string): Promise<CaseJson> {
    return (await this.call('GET', `/v1/proposals/${id}`)).json as CaseJson;
  }

  async status(path: string): Promise<number> {
    return (await this.send('GET', path)).status;
  }

  async instruments(): Promise<readonly Readonly<{ key: string; names: Readonly<Record<string, string>> }>[]> {
    return ((await this.call('GET', '/v1/instruments')).json as { items: never[] }).items;
  }

  async list(): Promise<readonly CaseJson[]> {
    return ((await this.call('GET', '/v1/proposals')).json as { items: readonly CaseJson[] }).items;
  }

  private async call(method: string, path: string, body?: unknown): Promise<{ json: unknown }> {
    const response = await this.send(method, path, body);
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return { json: JSON.parse(text) };
  }

  private async send(method: string, path: string, body?: unknown): Promise<Response> {
    return fetch(new URL(path, this.url), {
      method,
      headers: {
        authorization: `Bearer ${this.key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json', 'idempotency-key': randomUUID() }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }
}
