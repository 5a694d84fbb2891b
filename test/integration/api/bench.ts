/** The API over a fresh database with the seeded catalogue, and callers with keys of their own. */
import type { Express } from 'express';
import type { Pool } from 'pg';
import request, { type Response } from 'supertest';
import { createApp } from '../../../api/app';
import type { AppDeps } from '../../../api/deps';
import { createLimits } from '../../../api/http/limits';
import { createErrorPages } from '../../../api/pages';
import { loadTexts } from '../../../locales/texts';
import { createAttachments } from '../../../store/attachments';
import { createCases } from '../../../store/cases';
import { createCatalogue } from '../../../store/catalogue';
import { createCatalogueActs } from '../../../store/catalogue-acts';
import { createDeliveryLog } from '../../../store/delivery-log';
import { createEvents } from '../../../store/events';
import { createKeys, issueKey, revokeKey, SCOPES, type Scope } from '../../../store/keys';
import { clock } from '../../../store/load';
import { createPool } from '../../../store/pool';
import { createPrisma } from '../../../store/prisma';
import { createRecord } from '../../../store/record';
import { keepRefusal } from '../../../store/refusals';
import { type FreshDatabase, freshDatabase } from '../../parts/database';

// A machine that does several things at once needs longer than five seconds to copy a database.
jest.setTimeout(60_000);

/** A Wednesday on which all six countries work. */
export const T0 = '2026-06-10T03:00:00.000Z';

export type LoggedLine = Readonly<{ level: string; fields: Readonly<Record<string, unknown>>; message: string }>;

/** The API with its answers checked against their schemas, whatever a test replaces. */
export class ApiBench {
  readonly log: LoggedLine[] = [];
  readonly app: Express;
  readonly deps: AppDeps;
  #keys = 0;

  private constructor(
    readonly database: FreshDatabase,
    readonly pool: Pool,
    readonly owner: Pool,
    replaced: Partial<AppDeps>,
  ) {
    const texts = loadTexts();
    const catalogue = createCatalogue(pool);
    const record = createRecord({ pool, catalogue, moves: 'commit' });
    const line =
      (level: string): AppDeps['logger']['info'] =>
      (fields, message) =>
        void this.log.push({ level, fields, message });
    const plenty = { requestsPerMinute: 1_000_000, failuresPerMinute: 1_000_000 };
    this.deps = {
      record,
      cases: createCases({ pool, catalogue }),
      events: createEvents(createPrisma(pool)),
      deliveries: createDeliveryLog({ pool }),
      attachments: createAttachments(pool),
      ...createCatalogueActs({ pool, catalogue, record, onLeft: (left) => line('error')(left, 'not carried') }),
      catalogue,
      keys: createKeys(pool),
      limits: createLimits({ redis: null, instance: 'test', ...plenty }),
      texts,
      logger: { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') },
      checks: { postgres: () => pool.query('SELECT 1') },
      noteRefusal: async (noted) => {
        await keepRefusal(pool, { at: await clock(pool), ...noted, proposal: null, answer: null });
      },
      errorPage: createErrorPages(texts, '/assets'),
      settings: {
        baseUrl: 'http://127.0.0.1',
        trustedProxies: 0,
        assetsDir: __dirname,
        attachmentMostBytes: 3_000_000,
      },
      checkResponses: true,
      ...replaced,
    };
    this.app = createApp(this.deps);
  }

  static async open(replaced: Partial<AppDeps> = {}): Promise<ApiBench> {
    const database = await freshDatabase();
    await database.stopClock(T0);
    const owner = createPool(database.ownerUrl, { max: 2 });
    return new ApiBench(database, createPool(database.appUrl), owner, replaced);
  }

  async close(): Promise<void> {
    await this.pool.end();
    await this.owner.end();
    await this.database.drop();
  }

  /** A caller with a new key for a person of an organization. */
  async caller(organization: string, person: string, scopes: readonly Scope[] = SCOPES): Promise<ApiCaller> {
    this.#keys += 1;
    const id = `test-${this.#keys}`;
    const secret = await issueKey(this.owner, { id, organization, person, scopes });
    return new ApiCaller(this.app, secret, id);
  }

  async revoke(key: string): Promise<void> {
    await revokeKey(this.owner, key);
  }

  /** How many rows each table of the record holds, refusals apart. */
  async written(): Promise<Record<string, number>> {
    const tables = ['proposals', 'tracks', 'ballots', 'events', 'texts', 'revisions', 'deliveries', 'review_refs'];
    const counts = tables.map((t) => `(SELECT count(*)::int FROM ${t}) AS ${t}`);
    return (await this.owner.query(`SELECT ${counts.join(', ')}`)).rows[0];
  }

  async refusals(): Promise<readonly { code: string; pointer: string | null; credential: string }[]> {
    return (await this.owner.query('SELECT code, pointer, credential FROM refusals ORDER BY id')).rows;
  }
}

let nextKey = 0;

/** Somebody with an API key. */
export class ApiCaller {
  constructor(
    private readonly app: Express,
    readonly secret: string,
    readonly keyId: string,
  ) {}

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return Promise.resolve(
      request(this.app)
        .get(path)
        .set({ Authorization: `Bearer ${this.secret}`, ...headers }),
    );
  }

  delete(path: string): Promise<Response> {
    return Promise.resolve(request(this.app).delete(path).set('Authorization', `Bearer ${this.secret}`));
  }

  post(path: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    nextKey += 1;
    const common = { Authorization: `Bearer ${this.secret}`, 'Idempotency-Key': `key-${nextKey}` };
    return Promise.resolve(
      request(this.app)
        .post(path)
        .set({ ...common, ...headers })
        .send(body),
    );
  }

  /** Replaces what was read: `tag` is its ETag. */
  put(path: string, body: object, tag: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    nextKey += 1;
    const common = { Authorization: `Bearer ${this.secret}`, 'Idempotency-Key': `key-${nextKey}`, 'If-Match': tag };
    return Promise.resolve(
      request(this.app)
        .put(path)
        .set({ ...common, ...headers })
        .send(body),
    );
  }

  /** Sends bytes as they are. */
  postRaw(path: string, body: string | Buffer, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    nextKey += 1;
    const common = {
      Authorization: `Bearer ${this.secret}`,
      'Idempotency-Key': `key-${nextKey}`,
      'Content-Type': 'application/json',
    };
    const sending = request(this.app)
      .post(path)
      .set({ ...common, ...headers })
      .serialize((given: unknown) => given as string);
    return Promise.resolve(sending.send(body as string));
  }
}

/** A proposal of Guangzhou to Chiang Mai that is accepted as it stands. */
export const guangzhouToChiangMai = {
  instrument: 'sister-city-agreement',
  participants: [{ organization: 'cn-guangzhou' }, { organization: 'th-chiang-mai' }],
  drafters: ['cn-guangzhou-desk'],
  title: { en: 'Sister cities Guangzhou and Chiang Mai', zh: '广州与清迈友好城市' },
  summary: { en: 'From the letter of intent of 31 March 2024.', zh: '源于2024年3月31日的意向书。' },
  areas: [],
  data: { since: 2024 },
  sections: [
    { key: 'partners', text: { en: 'Guangzhou and Chiang Mai Province.', zh: '广州市与清迈府。' } },
    { key: 'exchange', text: { en: 'Culture, trade, and youth.', zh: '文化、经贸与青年。' } },
  ],
  attachments: [],
  classified: false,
};
