/** The registrar's desk over a real record: cases made over the API, registrars signed in by their mailed codes. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import supertest, { type Response } from 'supertest';
import { createApp } from '../../../api/app';
import { createDeskRoutes } from '../../../api/desk/routes';
import { createPageLimits } from '../../../api/forms/limits';
import { createSignIn } from '../../../api/sign-in/routes';
import { checkoutRoot } from '../../../bin/parts/checkout';
import { createSignInSecrets } from '../../../store/sign-in-secrets';
import { agree, HOME, OTHERS, RELEASE } from '../api/acts';
import { ApiBench, type ApiCaller, guangzhouToChiangMai, T0 } from '../api/bench';
import { Browser } from '../review/house';

const SECRET = 'a secret of the desk, longer than it has to be';
export const BASE_URL = 'http://accord.example';

export const REGISTRAR = 'registrar@cn-lmc-secretariat.example';
export const SECOND = 'second-registrar@cn-lmc-secretariat.example';
export const THAI = 'registrar@th-mlc-unit.example';

type Row = Readonly<{ number: string; id: string }>;

export class Desk {
  private readonly callers = new Map<string, ApiCaller>();

  private constructor(
    readonly bench: ApiBench,
    readonly app: Server,
  ) {}

  static async open(baseUrl = BASE_URL): Promise<Desk> {
    const bench = await ApiBench.open();
    const { deps, pool } = bench;
    const limits = createPageLimits({ redis: null, instance: 'test', postsPerMinute: 1_000_000 });
    const room = {
      instance: 'test',
      baseUrl,
      assetsUrl: '/assets',
      limits,
      texts: deps.texts,
      onError: (error: unknown) => {
        throw error;
      },
    };
    const catalogue = deps.catalogue as Parameters<typeof createSignIn>[0]['catalogue'];
    const signIn = createSignIn({ ...room, pool, catalogue, secret: SECRET, answersAfterMs: 0, asksPerMinute: 10_000 });
    const { attachmentMostBytes } = deps.settings;
    const deskRoutes = createDeskRoutes({ ...deps, ...room, signIn, attachmentMostBytes });
    const settings = { ...deps.settings, baseUrl, assetsDir: `${checkoutRoot()}/dist/api/assets` };
    const app = createServer(createApp({ ...deps, signIn, deskRoutes, settings })).listen(0, '127.0.0.1');
    await once(app, 'listening');
    return new Desk(bench, app);
  }

  async close(): Promise<void> {
    this.app.closeAllConnections();
    await new Promise((resolve) => this.app.close(resolve));
    await this.bench.close();
  }

  /** Somebody signed in, at the desk, in English. */
  async signedIn(email: string): Promise<Registrar> {
    const browser = new Browser(this.app);
    await browser.get('/sign-in?return=%2Fdesk%3Flang%3Den');
    await browser.submit('/sign-in', { email });
    const { action, fields } = browser.form('/code');
    const answer = await browser.postOnly(action, { ...fields, code: await this.codeFor(email) });
    const lines = (answer.headers['set-cookie'] ?? []) as unknown as string[];
    const cookie = lines.find((line) => line.includes('-session='))?.split(';')[0];
    if (cookie === undefined) throw new Error(`${email} was not signed in: ${answer.status}`);
    await browser.get('/desk?lang=en');
    return new Registrar(this.app, browser, cookie);
  }

  async codeFor(email: string): Promise<string> {
    const { rows } = await this.bench.owner.query<{ id: string }>(
      `SELECT d.id FROM deliveries AS d JOIN people AS p ON p.id = d.person_id
        WHERE p.email = $1 AND d.proposal_id IS NULL ORDER BY d.id DESC LIMIT 1`,
      [email],
    );
    if (!rows[0]) throw new Error(`No code for ${email}`);
    return createSignInSecrets(SECRET).codeFor(rows[0].id, 8);
  }

  async caller(organization: string, person = `${organization}-desk`): Promise<ApiCaller> {
    const known = this.callers.get(person) ?? (await this.bench.caller(organization, person));
    this.callers.set(person, known);
    return known;
  }

  /** Guangzhou submits a case to Chiang Mai; its foreign affairs office is asked at once, without a date. */
  async submit(): Promise<Row> {
    const { status, body } = await (await this.caller('cn-guangzhou')).post('/v1/proposals', guangzhouToChiangMai);
    if (status !== 201) throw new Error(`Refused: ${JSON.stringify(body)}`);
    return body as Row;
  }

  /** A case whose joint step is open: both participants and both sides are asked, within fifteen working days. */
  async joint(): Promise<Row> {
    const row = await this.submit();
    for (const [organization, person] of [...HOME, RELEASE, ...OTHERS]) {
      const { status, body } = await agree(await this.caller(organization, person), row.id, organization);
      if (status !== 201) throw new Error(`Refused: ${JSON.stringify(body)}`);
    }
    return row;
  }

  /** Moves the clock of the record to so many days after the beginning. */
  after(days: number): Promise<void> {
    return this.bench.database.stopClock(new Date(Date.parse(T0) + days * 86_400_000).toISOString());
  }

  /** What the record says of the events of a case, the newest last. */
  async events(id: string): Promise<readonly Readonly<{ type: string; chain: string; hash: string }>[]> {
    const { rows } = await this.bench.owner.query(
      'SELECT type, chain, hash FROM events WHERE proposal_id = $1 ORDER BY proposal_version, n',
      [id],
    );
    return rows as never;
  }

  async count(id: string, type: string): Promise<number> {
    return (await this.events(id)).filter((event) => event.type === type).length;
  }
}

/** What is typed where nothing is wrong; the bench begins on Wednesday 10 June 2026. */
export const TYPED = {
  kind: 'agree',
  number: '1234/BNG-QHQT',
  'dated-day': '10',
  'dated-month': '6',
  'dated-year': '2026',
  'received-day': '10',
  'received-month': '6',
  'received-year': '2026',
  name: 'Li Wei',
  title: 'Director',
} as const;

export type Typed = Partial<Record<keyof typeof TYPED | 'inside' | 'statement' | 'scan' | 'revision', string>> &
  Record<string, string>;

export const PDF = Buffer.from('%PDF-1.7\n%a scan\n');

/** A registrar's browser, without scripts. */
export class Registrar {
  constructor(
    private readonly app: Server,
    readonly browser: Browser,
    readonly cookie: string,
  ) {}

  get text(): string {
    return this.browser.last?.text ?? '';
  }

  /** The address of the first page of the list that holds all the words. */
  async addressOf(...words: readonly string[]): Promise<string> {
    await this.browser.get('/desk?lang=en');
    const rows = [...this.text.matchAll(/<li class="ac-row">[\s\S]*?<\/li>/g)].map(([row]) => row);
    const row = rows.find((each) => words.every((word) => each.includes(word)));
    const address = /href="(\/desk\/[^"?]*)/.exec(row ?? '')?.[1];
    if (address === undefined) throw new Error(`Nothing on the desk with ${words.join(', ')}: ${plain(this.text)}`);
    return address;
  }

  /** Fills in the form of a question and sends it; the answer is the page to check, or the form again. */
  async fill(address: string, typed: Typed = {}): Promise<Response> {
    await this.browser.get(`${address}?lang=en`);
    return this.send(address, typed);
  }

  /** Sends the form that is shown. */
  send(address: string, typed: Typed = {}): Promise<Response> {
    const revision = /id="revision"[^>]*value="([^"]*)"/.exec(this.text)?.[1] ?? '';
    return this.browser.submit(address.split('/').at(-1) ?? '', { ...TYPED, revision, ...typed });
  }

  record(): Promise<Response> {
    return this.browser.submit('/record');
  }

  /** Sends a form with a file, as browsers do. */
  async upload(
    path: string,
    fields: Record<string, string>,
    file: Readonly<{ name: string; content: Buffer }>,
  ): Promise<Response> {
    let request = supertest(this.app).post(path).set('Cookie', this.cookie);
    for (const [name, value] of Object.entries(fields)) request = request.field(name, value);
    return request.attach('file', file.content, { filename: file.name });
  }
}

/** What a page says, without its markup. */
export const plain = (html: string): string =>
  (/<main\b[\s\S]*<\/main>/.exec(html)?.[0] ?? '').replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
