/** The board over a real record: cases made over the API, people signed in by their mailed codes. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createApp } from '../../../api/app';
import { createBoardRoutes } from '../../../api/board/routes';
import { createPageLimits } from '../../../api/forms/limits';
import { createSignIn } from '../../../api/sign-in/routes';
import { checkoutRoot } from '../../../bin/parts/checkout';
import { createSignInSecrets } from '../../../store/sign-in-secrets';
import { wholeDatabase } from '../../parts/whole-database';
import { agree, HOME, RELEASE } from '../api/acts';
import { ApiBench, type ApiCaller, guangzhouToChiangMai } from '../api/bench';
import { Browser } from '../review/house';

const SECRET = 'a secret of the board, longer than it has to be';
export const BASE_URL = 'http://accord.example';

export class Board {
  private readonly browsers = new Map<string, Browser>();
  private readonly callers = new Map<string, ApiCaller>();

  private constructor(
    readonly bench: ApiBench,
    readonly app: Server,
  ) {}

  static open = async (): Promise<Board> => Board.over(await ApiBench.open());

  /** The board over a record that has cases already. */
  static async over(bench: ApiBench, baseUrl = BASE_URL): Promise<Board> {
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
    const signIn = createSignIn({ ...room, pool, catalogue, secret: SECRET, answersAfterMs: 0 });
    const boardRoutes = createBoardRoutes({ ...deps, ...room, signIn });
    const settings = { ...deps.settings, baseUrl, assetsDir: `${checkoutRoot()}/dist/api/assets` };
    const app = createServer(createApp({ ...deps, signIn, boardRoutes, settings })).listen(0, '127.0.0.1');
    await once(app, 'listening');
    return new Board(bench, app);
  }

  async close(): Promise<void> {
    this.app.closeAllConnections();
    await new Promise((resolve) => this.app.close(resolve));
    await this.bench.close();
  }

  /** A browser in which somebody is signed in. Nobody asks for two codes within two minutes. */
  async signedIn(email: string): Promise<Browser> {
    const known = this.browsers.get(email) ?? (await this.signIn(email));
    this.browsers.set(email, known);
    return known.copy();
  }

  private async signIn(email: string): Promise<Browser> {
    const browser = this.browser();
    await browser.get('/sign-in?return=/board');
    await browser.submit('/sign-in', { email });
    await browser.submit('/code', { code: await this.codeFor(email) });
    return browser;
  }

  browser(): Browser {
    return new Browser(this.app);
  }

  /** Every row of every table that anything could have changed, as text. */
  everything(): Promise<string> {
    return wholeDatabase(this.bench.owner);
  }

  /** The code that is mailed to an address. */
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

  /** Guangzhou submits a case to Chiang Mai. */
  async submit(title = 'Sister cities Guangzhou and Chiang Mai'): Promise<Readonly<{ id: string; number: string }>> {
    const guangzhou = await this.caller('cn-guangzhou');
    const body = { ...guangzhouToChiangMai, title: { ...guangzhouToChiangMai.title, en: title } };
    const { status, body: made } = await guangzhou.post('/v1/proposals', body);
    if (status !== 201) throw new Error(`Refused: ${JSON.stringify(made)}`);
    return made as { id: string; number: string };
  }

  /** The house of the proposing side agrees, and releases the case. */
  async release(id: string): Promise<void> {
    for (const [organization, person] of [...HOME, RELEASE]) {
      const { status, body } = await agree(await this.caller(organization, person), id, organization);
      if (status !== 201) throw new Error(`Refused: ${JSON.stringify(body)}`);
    }
  }
}

/** What a page says, without its markup. */
export const plain = (html: string): string =>
  (/<main\b[\s\S]*<\/main>/.exec(html)?.[0] ?? '').replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
