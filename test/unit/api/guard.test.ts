/** What must hold for every route, every refusal and the whole OpenAPI document. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import request from 'supertest';
import { allRoutes, createApp } from '../../../api/app';
import type { AppDeps } from '../../../api/deps';
import { createLimits } from '../../../api/http/limits';
import { nameOf } from '../../../api/http/mount';
import { REFUSALS } from '../../../domain/proposal/refusals';
import { loadTexts } from '../../../locales/texts';

/** Whatever may be called without a key; adding a line is a decision. */
const PUBLIC = ['GET /livez', 'GET /openapi.json', 'GET /readyz'];

const untouchable = <T extends object>(name: string): T =>
  new Proxy({} as T, {
    get: (_, part) => () => {
      throw new Error(`${name}.${String(part)} was reached without a key`);
    },
  });

const silent = () => undefined;
const deps: AppDeps = {
  record: untouchable('record'),
  cases: untouchable('cases'),
  events: untouchable('events'),
  deliveries: untouchable('deliveries'),
  attachments: untouchable('attachments'),
  calendars: untouchable('calendars'),
  holds: untouchable('holds'),
  peopleAndSeats: untouchable('peopleAndSeats'),
  history: untouchable('history'),
  catalogue: untouchable('catalogue'),
  keys: { find: async () => null },
  limits: createLimits({ redis: null, instance: 'unit', requestsPerMinute: 1_000, failuresPerMinute: 1_000 }),
  texts: loadTexts(),
  logger: { debug: silent, info: silent, warn: silent, error: silent },
  checks: { postgres: async () => undefined },
  noteRefusal: async () => undefined,
  errorPage: ({ status }) => `<p>${status}</p>`,
  settings: { baseUrl: 'http://127.0.0.1:3000', trustedProxies: 0, assetsDir: __dirname, attachmentMostBytes: 1_000 },
  checkResponses: true,
};
const app = createApp(deps);
const routes = allRoutes(deps);
const addressOf = (path: string): string => path.replaceAll(/\{\w+\}/g, '01890a5d-ac96-774b-bcce-b302099a8057');

type Operation = {
  operationId: string;
  security?: unknown;
  responses: Record<string, unknown>;
  parameters?: { name: string }[];
};
type Document = {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object> };
};

describe('every route', () => {
  it('is public only where this test says so', () => {
    expect(
      routes
        .filter((r) => r.scope === 'public')
        .map(nameOf)
        .toSorted(),
    ).toEqual(PUBLIC);
  });

  it.each(routes.filter((r) => r.scope !== 'public').map((route) => [nameOf(route), route] as const))(
    '%s answers 401 without a key, and touches nothing',
    async (_, { method, path }) => {
      const response = await request(app)[method](addressOf(path)).set('Idempotency-Key', 'k');
      expect([response.status, response.body.code]).toEqual([401, 'Unauthenticated']);
    },
  );

  it('under /v1 is not public', () => {
    expect(routes.filter((r) => r.path.startsWith('/v1/') && r.scope === 'public')).toEqual([]);
  });

  it('has a name and an address of its own', () => {
    expect(new Set(routes.map((r) => r.operation)).size).toBe(routes.length);
    expect(new Set(routes.map(nameOf)).size).toBe(routes.length);
  });

  it('is mounted beside nothing else that answers', () => {
    const mounted = (app.router.stack as { route?: { path: string } }[]).flatMap(({ route }) => route?.path ?? []);
    const known = new Set(routes.map((r) => r.path.replaceAll(/\{(\w+)\}/g, ':$1')));
    expect(mounted.filter((path) => !known.has(path))).toEqual([]);
  });
});

describe('the OpenAPI document', () => {
  let document: Document;
  beforeAll(async () => {
    document = (await request(app).get('/openapi.json')).body;
  });

  it('is of version 3.1 and holds every route', () => {
    expect(document.openapi).toBe('3.1.0');
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.toSorted()).toEqual(routes.map(nameOf).toSorted());
  });

  it('says of every route who may call it, what it takes and what it answers', () => {
    for (const route of routes) {
      const operation = document.paths[route.path]?.[route.method];
      expect(Object.keys(operation?.responses ?? {})).toEqual(
        expect.arrayContaining([...Object.keys(route.responses), ...(route.scope === 'public' ? [] : ['default'])]),
      );
      expect(operation?.security).toEqual(route.scope === 'public' ? undefined : [{ key: [] }]);
      const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const parameters = (operation?.parameters ?? []).map((p) => p.name);
      expect(parameters).toEqual(expect.arrayContaining(inPath));
      if (route.method !== 'get') expect(parameters).toContain('Idempotency-Key');
      if (route.method === 'put') expect(parameters).toContain('If-Match');
    }
  });

  it('refers to nothing that it does not hold', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)];
    expect(references.length).toBeGreaterThan(20);
    for (const [, name] of references) expect(Object.keys(document.components.schemas)).toContain(name);
  });

  it('describes the body of a submission', () => {
    const schema = document.components.schemas.Submission as {
      properties: object;
      additionalProperties: boolean;
      required: string[];
    };
    expect(schema.additionalProperties).toBe(false);
    expect(schema.required.toSorted()).toEqual(['instrument', 'participants', 'sections', 'summary', 'title']);
  });
});

describe('every refusal', () => {
  const folder = join(__dirname, '../../../locales');
  const languages = ['en', 'zh', 'th'];

  it.each(languages)('has a text in %s', (language) => {
    const texts = JSON.parse(readFileSync(join(folder, language, 'refusals.json'), 'utf8')) as Record<string, string>;
    expect(Object.keys(REFUSALS).filter((code) => !texts[code])).toEqual([]);
  });

  it('has its texts in folders that are there', () => {
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(languages));
  });
});

describe('an answer that breaks its schema', () => {
  it('is a 500 that shows no cause', async () => {
    const key = { id: 'k', organization: 'o', side: 'CN', person: 'p', scopes: ['read'], revoked: false };
    const catalogue = { current: async () => ({ instruments: [{ key: 7 }] }) } as unknown as AppDeps['catalogue'];
    const broken = createApp({ ...deps, keys: { find: async () => key }, catalogue });
    const response = await request(broken).get('/v1/instruments').set('Authorization', 'Bearer x');
    expect([response.status, response.body.code]).toEqual([500, 'InternalError']);
    expect(response.text).not.toMatch(/schema|instruments|expected/i);
    expect(response.body.requestId).toBe(response.headers['x-request-id']);
  });
});

describe('pages', () => {
  it('an unknown address is a page for a browser, a problem for a program', async () => {
    const browser = await request(app).get('/nowhere').set('Accept', 'text/html,application/xhtml+xml,*/*;q=0.8');
    expect([browser.status, browser.type]).toEqual([404, 'text/html']);
    const program = await request(app).get('/nowhere');
    expect([program.status, program.type]).toEqual([404, 'application/problem+json']);
  });

  it('every answer carries a strict policy, the docs one of their own', async () => {
    const plain = await request(app).get('/livez');
    expect(plain.headers['content-security-policy']).toContain("default-src 'none'");
    expect(plain.headers['content-security-policy']).not.toContain('unsafe');
    expect(plain.headers).not.toHaveProperty('x-powered-by');
    const docs = await request(app).get('/docs');
    expect(docs.headers['content-security-policy']).toContain("connect-src 'self'");
    expect(docs.headers['content-security-policy']).not.toMatch(/https?:|script-src[^;]*unsafe/);
    expect((await request(app).get('/docs/scalar.js')).status).toBe(200);
  });
});
