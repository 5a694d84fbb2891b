/**
 * Sign-in over a real record: a seeded database whose clock a test moves, the mail worker's own sender, whose mails end
 * in the inbox of the run, and one page behind the gate that says who is there.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import express, { type ErrorRequestHandler, Router } from 'express';
import type { Pool } from 'pg';
import { pino } from 'pino';
import type { Response } from 'supertest';
import { createPageLimits } from '../../../api/forms/limits';
import { createRoom, frameOf, page, seeOther } from '../../../api/forms/room';
import type { Frame } from '../../../api/look/frame';
import { refusedFrom } from '../../../api/problems/broken';
import { createSignIn, type SignIn, type SignInDeps } from '../../../api/sign-in/routes';
import { requireRole, userOf } from '../../../api/sign-in/session';
import { checkoutRoot } from '../../../bin/parts/checkout';
import { REFUSALS } from '../../../domain/proposal/refusals';
import { loadTexts } from '../../../locales/texts';
import { type Catalogue, createCatalogue } from '../../../store/catalogue';
import { createDeliveries } from '../../../store/deliveries';
import { createPool } from '../../../store/pool';
import { createSignInMails } from '../../../store/sign-in-mails';
import { createSignInSecrets } from '../../../store/sign-in-secrets';
import { createRelay, type Relay } from '../../../worker/mail/relay';
import { createSignInSender } from '../../../worker/mail/sign-in';
import { createThreads } from '../../../worker/mail/thread';
import { type FreshDatabase, freshDatabase } from '../../parts/database';
import { mailsIn } from '../../parts/mails';
import { testParts } from '../../parts/parts';
import { wholeDatabase } from '../../parts/whole-database';
import { Browser } from '../review/house';

export const T0 = Date.parse('2026-06-10T03:00:00.000Z');
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const INSTANCE = 'test';
export const BASE_URL = 'http://accord.example';

const texts = loadTexts();
const LIMITS = createPageLimits({ redis: null, instance: INSTANCE, postsPerMinute: 1_000_000 });

type Opened = Pick<SignInDeps, 'asksPerMinute' | 'answersAfterMs'>;

export class Gate {
  readonly signIn: SignIn;
  readonly app: Server;
  readonly catalogue: Catalogue;
  /** Statements sent to the database. */
  statements = 0;
  private readonly secret = randomBytes(32).toString('hex');
  private readonly relay: Relay;

  private constructor(
    readonly database: FreshDatabase,
    readonly pool: Pool,
    readonly owner: Pool,
    limits: Opened,
  ) {
    this.catalogue = createCatalogue(pool);
    const { smtpUrl: url } = testParts();
    const from = 'Accord <accord@accord.example>';
    this.relay = createRelay({ url, from, override: null, isProduction: false, maxConnections: 1 });
    this.signIn = createSignIn({
      pool: this.counting(),
      catalogue: this.catalogue,
      secret: this.secret,
      instance: INSTANCE,
      baseUrl: BASE_URL,
      assetsUrl: '/assets',
      texts,
      limits: LIMITS,
      asksPerMinute: 1_000_000,
      answersAfterMs: 0,
      ...limits,
      onError: (error) => {
        throw error;
      },
    });
    const app = express()
      .use('/assets', express.static(join(checkoutRoot(), 'dist/api/assets')))
      .use('/sign-in', this.signIn.routes)
      .use('/inner', inner(this.signIn))
      .use('/room', room(this.signIn))
      .use(refusing);
    this.app = createServer(app).listen(0, '127.0.0.1');
  }

  static async open(limits: Opened = {}): Promise<Gate> {
    const database = await freshDatabase();
    await database.stopClock(new Date(T0).toISOString());
    const owner = createPool(database.ownerUrl, { max: 2 });
    const gate = new Gate(database, createPool(database.appUrl), owner, limits);
    await once(gate.app, 'listening');
    return gate;
  }

  async close(): Promise<void> {
    this.app.closeAllConnections();
    await new Promise((resolve) => this.app.close(resolve));
    this.relay.close();
    await this.pool.end();
    await this.owner.end();
    await this.database.drop();
  }

  private counting(): Pool {
    return new Proxy(this.pool, {
      get: (pool, name: keyof Pool) => {
        if (name === 'query') this.statements += 1;
        const value: unknown = Reflect.get(pool, name);
        return typeof value === 'function' ? value.bind(pool) : value;
      },
    });
  }

  /** Moves the clock of the record to so long after the beginning. */
  after(ms: number): Promise<void> {
    return this.database.stopClock(new Date(T0 + ms).toISOString());
  }

  /** Changes the directory as its owner does. */
  async change(sql: string, values: readonly unknown[] = []): Promise<void> {
    await this.owner.query(sql, [...values]);
    await this.owner.query('UPDATE catalogue_version SET version = version + 1');
  }

  browser(): Browser {
    return new Browser(this.app);
  }

  everything(): Promise<string> {
    return wholeDatabase(this.owner);
  }

  async count(table: string, where = 'true'): Promise<number> {
    const { rows } = await this.owner.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table} WHERE ${where}`);
    return rows[0]?.n ?? 0;
  }

  /** Sends what is queued, as the mail worker does. */
  async sendMails(): Promise<void> {
    const deliveries = createDeliveries({ pool: this.pool });
    const send = createSignInSender({
      deliveries,
      mails: createSignInMails(this.pool),
      secrets: createSignInSecrets(this.secret),
      catalogue: this.catalogue,
      threads: createThreads(this.secret, BASE_URL),
      relay: this.relay,
      baseUrl: BASE_URL,
      log: pino({ level: 'silent' }),
    });
    for (const id of await deliveries.due(100)) expect(await send(id)).toBe('done');
  }

  /** The codes that lie in somebody's mailbox, the newest last. */
  async codesOf(address: string): Promise<readonly string[]> {
    await this.sendMails();
    const ids = new Set(
      (await this.owner.query<{ id: string }>(`SELECT message_id AS id FROM deliveries`)).rows.map((row) => row.id),
    );
    // Other test files write to the same inbox.
    const mails = (await mailsIn(testParts().inbox, { to: address })).filter((mail) => ids.has(mail.messageId ?? ''));
    return mails.map((mail) => /((?:\d{4} ?){2,4})/.exec(mail.text)?.[1]?.replaceAll(' ', '') ?? '');
  }

  async newestCode(address: string): Promise<string> {
    const code = (await this.codesOf(address)).at(-1);
    if (code === undefined) throw new Error(`No code for ${address}`);
    return code;
  }

  /** A browser in which a code was asked for. */
  async asking(address: string, path = '/sign-in'): Promise<Browser> {
    const browser = this.browser();
    await browser.get(path);
    await browser.submit('/sign-in', { email: address });
    return browser;
  }

  /** A browser in which somebody is signed in. */
  async signedIn(address: string): Promise<Browser> {
    const browser = await this.asking(address, '/sign-in?return=/inner');
    await browser.submit('/code', { code: await this.newestCode(address) });
    expect(await this.whoIs(browser)).toMatchObject({ address });
    return browser;
  }

  /** Who a browser is taken for behind the gate, or null. */
  async whoIs(browser: Browser): Promise<Record<string, unknown> | null> {
    const response = await browser.get('/inner');
    return response.status === 200 ? (response.body as Record<string, unknown>) : null;
  }
}

/** Behind the gate: who is there, a form of theirs, and a page for registrars alone. */
function inner(signIn: SignIn): Router {
  const router = Router();
  router.use(signIn.required);
  router.get('/', (_req, res) => {
    const { person, side, roles, language, csrf } = userOf(res);
    res.json({ person: person.id, address: person.email, side, roles, language, nonce: csrf.nonce() });
  });
  router.post('/', express.urlencoded(), (req, res) => {
    res.json({ isOurs: userOf(res).csrf.isOurs(String(req.body.nonce)) });
  });
  router.get('/desk', requireRole('registrar'), (_req, res) => {
    res.json({});
  });
  router.get('/board', requireRole('coordinator'), (_req, res) => {
    res.json({});
  });
  return router;
}

/** A room of pages behind the gate; it lends a page of sign-in to have one to show. */
const room = (signIn: SignIn): Router =>
  createRoom<{ 'out.njk': Frame }>({
    pages: {
      '/': {
        get: (visit) => page(200, 'out.njk', frameOf(visit, texts, '/room')),
        post: () => seeOther('/room?lang=th'),
      },
      '/desk': { get: () => seeOther('/room'), before: [requireRole('registrar')] },
    },
    before: [signIn.required],
    viewsDir: join(checkoutRoot(), 'api/sign-in/templates'),
    texts,
    assetsUrl: '/assets',
    baseUrl: BASE_URL,
    limits: LIMITS,
  });

const refusing: ErrorRequestHandler = (error, _req, res, _next) => {
  const refused = refusedFrom(error);
  if (!refused) throw error;
  res.status(REFUSALS[refused.refusal.code].status).json(refused.refusal);
};

/** A code that is certainly another one. */
export const wrong = (code: string, by = 1): string =>
  ((BigInt(code) + BigInt(by)) % 10n ** BigInt(code.length)).toString().padStart(code.length, '0');

export const headingOf = ({ text }: Response): string => /<h1[^>]*>([^<]*)</.exec(text)?.[1] ?? '';
