/** The product on a stage of its own: record, API, pages and mails, with a clock that stands still. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { allRoutes, createApp } from '../../../api/app';
import { createBoardRoutes } from '../../../api/board/routes';
import { createDeskRoutes } from '../../../api/desk/routes';
import { createPageLimits } from '../../../api/forms/limits';
import type { Route } from '../../../api/http/route';
import { createReviewRoutes } from '../../../api/review/routes';
import { type Case, isCase } from '../../../domain/proposal/state';
import { type Catalogue, createCatalogue } from '../../../store/catalogue';
import { createCatalogueActs } from '../../../store/catalogue-acts';
import { createDeliveries } from '../../../store/deliveries';
import { load } from '../../../store/load';
import { createRecord, type Record_ } from '../../../store/record';
import { createSecrets, type ReviewSecrets } from '../../../store/review-secrets';
import { createRelay } from '../../../worker/mail/relay';
import { createSender } from '../../../worker/mail/send';
import { createThreads } from '../../../worker/mail/thread';
import { testParts } from '../../parts/parts';
import { ApiBench } from '../api/bench';
import type { Browser } from '../review/house';
import { markCatalogue, markRecord } from './catalogue';
import { Markers, otherThan, type Side } from './markers';
import { SIGNED_IN, signedInByHeader } from './signed-in';

const BASE_URL = 'http://accord.example';
const SECRET = 'a secret of the canary, longer than it has to be';

/** `files`: the hashes of what was sent along. */
type Played = Readonly<{ id: string; number: string; files: readonly string[] }>;
export type Answered = Readonly<{ status: number; headers: Readonly<Record<string, string>>; body: string }>;
/** A browser of somebody of a side, with a session that began then. */
export type Desk = Readonly<{ browser: Browser; path: string; since: number }>;

export class Stage {
  readonly markers: Markers;
  readonly cases = new Map<string, Played>();
  /** Names of the cases that were released. */
  readonly released = new Set<string>();
  readonly desks: Record<Side, Desk[]> = { CN: [], TH: [], VN: [] };
  /** Pages that somebody of a side met on the way, as they stood then. */
  readonly pages: Record<Side, string[]> = { CN: [], TH: [], VN: [] };
  /** Which routes have answered with 200, by their path. */
  readonly answered = new Set<string>();
  /** Fingerprints of what was searched and found clean. */
  readonly searched = new Set<string>();
  readonly began = new Date().toISOString();
  private readonly keys = new Map<string, string>();
  now = 0;

  private constructor(
    readonly proposing: Side,
    readonly other: Side,
    readonly bench: ApiBench,
    readonly routes: readonly Route[],
    readonly server: Server,
    readonly secrets: ReviewSecrets,
    private readonly parts: Readonly<{
      record: Record_;
      send(id: string): Promise<unknown>;
      closeRelay(): void;
    }>,
  ) {
    this.markers = new Markers([proposing, other]);
  }

  static async open(proposing: Side, other: Side = otherThan(proposing)): Promise<Stage> {
    const bench = await ApiBench.open();
    const { pool } = bench;
    const catalogue = createCatalogue(pool);
    const secrets = createSecrets(SECRET);
    const record = createRecord({ pool, catalogue, moves: 'commit', refFor: secrets.refFor });
    const { cases, events, texts } = bench.deps;
    const shared = { pool, catalogue, record, cases, events, texts, secrets };
    const room = { instance: 'canary', baseUrl: BASE_URL, assetsUrl: '/assets' };
    const reviewRoutes = createReviewRoutes({ ...shared, ...room, postsPerMinute: 1_000_000 });
    const limits = createPageLimits({ redis: null, instance: 'canary', postsPerMinute: 1_000_000 });
    const signIn = { required: signedInByHeader(pool, catalogue) };
    const boardRoutes = createBoardRoutes({ ...bench.deps, ...shared, ...room, limits, signIn });
    const files = { attachmentMostBytes: bench.deps.settings.attachmentMostBytes };
    const deskRoutes = createDeskRoutes({ ...bench.deps, ...shared, ...room, ...files, limits, signIn });
    const acts = createCatalogueActs({ pool, catalogue, record, onLeft: failOnLeft });
    const pages = { reviewRoutes, boardRoutes, deskRoutes };
    const deps = { ...bench.deps, ...acts, record, catalogue, ...pages, checkResponses: false };
    const server = createServer(createApp(deps)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const mailing = mailingOf(bench, catalogue, secrets);
    const stage = new Stage(proposing, other, bench, allRoutes(deps), server, secrets, { record, ...mailing });
    await markCatalogue(bench.owner, stage.markers, [proposing, other]);
    return stage;
  }

  async close(): Promise<void> {
    this.parts.closeRelay();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    await this.bench.close();
  }

  /** Stops the clock at an instant. Sessions of pages that are over by then are left. */
  async clock(at: string): Promise<void> {
    this.now = Date.parse(at);
    await this.bench.database.stopClock(at);
    for (const side of [this.proposing, this.other]) {
      this.desks[side] = this.desks[side].filter((d) => this.now - d.since < 30 * 60_000);
    }
  }

  /** A request as somebody with a key sends it; without a key as nobody. */
  async ask(secret: string | null, method: 'GET' | 'POST', address: string, given?: object): Promise<Answered> {
    const { port } = this.server.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}${address}`, {
      method,
      headers: {
        ...(secret === null ? {} : { authorization: `Bearer ${secret}` }),
        ...(given ? { 'content-type': 'application/json', 'idempotency-key': randomUUID() } : {}),
      },
      ...(given ? { body: JSON.stringify(given) } : {}),
    });
    const { date: _, 'x-request-id': __, ...headers } = Object.fromEntries(response.headers);
    const body = await response.text();
    if (response.status >= 500)
      throw new Error(`${method} ${address} answers ${response.status}: ${this.why() ?? body}`);
    return { status: response.status, headers, body };
  }

  /** What broke last, as the log has it. */
  private why(): string | undefined {
    const err = this.bench.log.findLast(({ level }) => level === 'error')?.fields.err;
    return err instanceof Error ? err.stack : undefined;
  }

  /** A file as somebody with a key sends it. */
  async send(secret: string, address: string, { name, bytes }: { name: string; bytes: string }): Promise<Answered> {
    const { port } = this.server.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}${address}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${secret}`,
        'content-type': 'text/plain',
        'content-disposition': `attachment; filename="${name}"`,
        'idempotency-key': randomUUID(),
      },
      body: bytes,
    });
    return { status: response.status, headers: {}, body: await response.text() };
  }

  /** A page as somebody who is signed in gets it. */
  async page(person: string, address: string): Promise<Answered> {
    const { port } = this.server.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}${address}`, { headers: { [SIGNED_IN]: person } });
    const { date: _, 'x-request-id': __, ...headers } = Object.fromEntries(response.headers);
    const body = await response.text();
    if (response.status >= 500) throw new Error(`${address} answers ${response.status}: ${body}`);
    return { status: response.status, headers, body };
  }

  /** The key of somebody of an organization. */
  async keyOf(organization: string, person = `${organization}-desk`): Promise<string> {
    const known = this.keys.get(person) ?? (await this.bench.caller(organization, person)).secret;
    this.keys.set(person, known);
    return known;
  }

  case(name: string): Played {
    const found = this.cases.get(name);
    if (!found) throw new Error(`No case ${name}`);
    return found;
  }

  /** What was sent along with cases, by their ids. */
  filesOf(ids: readonly string[]): readonly string[] {
    return [...this.cases.values()].filter(({ id }) => ids.includes(id)).flatMap(({ files }) => files);
  }

  async state(name: string): Promise<Case> {
    const { state } = await load(this.bench.pool, this.case(name).id, null);
    if (!isCase(state)) throw new Error(`No case ${name}`);
    return state;
  }

  /** The engine makes every move that it would make now. */
  async drive(name: string): Promise<void> {
    const { id } = this.case(name);
    const { fanOut } = await this.parts.record.advance(id, 'proposal');
    for (const { track } of fanOut) await this.parts.record.advance(id, { track });
    if (fanOut.length > 0) await this.parts.record.advance(id, 'proposal');
  }

  /** The engine wakes up. */
  async wake(name: string): Promise<void> {
    await this.parts.record.advance(this.case(name).id, 'proposal');
  }

  /** Nobody holds the seat of an organization any more, or everybody again. */
  async staff(organization: string, isHeld: boolean): Promise<void> {
    const until = isHeld ? null : '2026-01-01';
    await this.bench.owner.query('UPDATE holders SET valid_until = $2 WHERE seat_id = $1', [
      `${organization}:desk`,
      until,
    ]);
    await this.bench.owner.query('UPDATE catalogue_version SET version = version + 1');
  }

  /** Sends what is queued, and makes markers of what the record has come to hold. */
  async settle(name: string): Promise<void> {
    await this.sendMails();
    await markRecord(this.bench.owner, this.markers, { id: this.case(name).id, name });
  }

  private async sendMails(): Promise<void> {
    const { rows } = await this.bench.owner.query<{ id: string }>(
      `SELECT id FROM deliveries WHERE state = 'queued' ORDER BY created_at, id`,
    );
    for (const { id } of rows) await this.parts.send(id);
  }
}

const failOnLeft = (left: object): never => {
  throw new Error(`Not carried: ${JSON.stringify(left)}`);
};

/** The mail worker's own sender, whose mails end in the inbox of the test run. */
function mailingOf(bench: ApiBench, catalogue: Catalogue, secrets: ReviewSecrets) {
  const relay = createRelay({
    url: testParts().smtpUrl,
    from: 'Accord <accord@accord.example>',
    override: null,
    isProduction: false,
    maxConnections: 1,
  });
  const send = createSender({
    deliveries: createDeliveries({ pool: bench.pool }),
    secrets,
    baseUrl: BASE_URL,
    catalogue,
    threads: createThreads(SECRET, BASE_URL),
    relay,
    log: pino({ level: 'silent' }),
  });
  return { send, closeRelay: () => relay.close() };
}
