import { randomUUID } from 'node:crypto';

export type Waiting = Readonly<{
  on: string;
  side?: string;
  seat?: string;
  ballot?: string;
  since: string;
  until: string | null;
}>;

export type TextJson = Readonly<{ text: string | null; language: string | null }>;

export type PositionJson = Readonly<{
  side: string;
  participant: string | null;
  kind: string | null;
  statement: TextJson | null;
}>;

export type Overview = Readonly<{
  id: string;
  number: string;
  status: string;
  calls: Readonly<Record<string, string>>;
  procedure: Readonly<{ key: string; hash: string }>;
  participants: readonly Readonly<{ organization: string; side: string }>[];
  revision: Readonly<{ number: number; hash: string }>;
  waitingFor: readonly Waiting[];
  outcome: Readonly<{
    result: string;
    at: string;
    positions: readonly PositionJson[];
    takesPart: readonly string[] | null;
  }> | null;
}>;

export type Obligation = Readonly<{
  id: string;
  kind: string;
  side: string;
  due: string | null;
  metOn: string | null;
  fellDue?: boolean;
}>;

export type CaseJson = Overview &
  Readonly<{
    paused: string | null;
    round: number;
    returns: readonly Readonly<{ side: string; sections: readonly string[]; statements: readonly TextJson[] }>[];
    lacking: readonly Readonly<{ track: string; participant: string | null; text: TextJson | null }>[];
    obligations: readonly Obligation[];
    files: readonly Readonly<{ track: string; status: string }>[];
    unreleased: readonly Readonly<{ return?: string; revision?: number }>[];
  }>;

export type SeatJson = Readonly<{
  key: string;
  side: string;
  participant: string | null;
  office?: string | null;
  due?: string | null;
  reply: Readonly<{ id: string | null; kind: string; carriedFrom?: number; onPaper?: boolean }> | null;
}>;

export type BallotJson = Readonly<{
  id: string;
  track: string;
  round: number;
  joint: boolean;
  status: string;
  due: string | null;
  result: string | null;
  seats: readonly SeatJson[];
  papers: readonly Readonly<{ entry: string; seat: string; enteredBy: string }>[];
}>;

type Answer = Readonly<{ status: number; json: unknown }>;

/** The JSON API with one organization's key. */
export class Client {
  constructor(
    private readonly url: string,
    private readonly key: string,
  ) {}

  async submit(body: unknown): Promise<Overview> {
    return this.act('/v1/proposals', body);
  }

  async get(id: string): Promise<CaseJson> {
    return this.read(`/v1/proposals/${id}`);
  }

  /** The same, or null where there is nothing that this organization may see. */
  async find(id: string): Promise<CaseJson | null> {
    const { status, json } = await this.call('GET', `/v1/proposals/${id}`);
    if (status === 404) return null;
    if (status >= 400) throw new Error(`Case ${id} answered ${status}: ${JSON.stringify(json)}`);
    return json as CaseJson;
  }

  async ballots(id: string): Promise<readonly BallotJson[]> {
    return (await this.read<{ items: readonly BallotJson[] }>(`/v1/proposals/${id}/ballots`)).items;
  }

  async status(path: string): Promise<number> {
    return (await this.call('GET', path)).status;
  }

  async instruments(): Promise<readonly Readonly<{ key: string; names: Readonly<Record<string, string>> }>[]> {
    return (await this.read<{ items: never[] }>('/v1/instruments')).items;
  }

  async list(): Promise<readonly Overview[]> {
    return (await this.read<{ items: readonly Overview[] }>('/v1/proposals')).items;
  }

  /** What an address gives; throws where it gives nothing. */
  async read<T>(path: string): Promise<T> {
    return this.accepted<T>('GET', path);
  }

  /** Does something; throws where it is refused. */
  async act<T>(path: string, body: unknown): Promise<T> {
    return this.accepted<T>('POST', path, body);
  }

  /** Tries something that must be refused, and gives the word for it. */
  async refused(path: string, body: unknown): Promise<string> {
    const { status, json } = await this.call('POST', path, body);
    if (status < 400) throw new Error(`POST ${path} answered ${status}, and should have been refused.`);
    return (json as { code: string }).code;
  }

  private async accepted<T>(method: string, path: string, body?: unknown): Promise<T> {
    const { status, json } = await this.call(method, path, body);
    if (status >= 400) throw new Error(`${method} ${path} answered ${status}: ${JSON.stringify(json)}`);
    return json as T;
  }

  private async call(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(new URL(path, this.url), {
      method,
      headers: {
        authorization: `Bearer ${this.key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json', 'idempotency-key': randomUUID() }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, json: JSON.parse((await response.text()) || 'null') };
  }
}
