/** A whole product without its engine's clock: record, API, pages and mails, and the people who act in a case. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { allRoutes, createApp } from '../../../api/app';
import type { Route } from '../../../api/http/route';
import { createReviewRoutes } from '../../../api/review/routes';
import type { ReplyKind } from '../../../domain/ballot/replies';
import { type Ballot, type Case, isCase, type Seat } from '../../../domain/proposal/state';
import { type Catalogue, createCatalogue } from '../../../store/catalogue';
import { createDeliveries } from '../../../store/deliveries';
import { load } from '../../../store/load';
import { createRecord, type Record_ } from '../../../store/record';
import { createSecrets } from '../../../store/review-secrets';
import { createRelay } from '../../../worker/mail/relay';
import { createSender } from '../../../worker/mail/send';
import { createThreads } from '../../../worker/mail/thread';
import { testParts } from '../../parts/parts';
import { ApiBench } from '../api/bench';
import { Browser } from '../review/house';
import { HOUSES, markCatalogue, markRecord } from './catalogue';
import { Markers, otherThan, type Side } from './markers';

/** What everybody says in a joint step, for all sides to read; a page inside a house takes no statement. */
export const STATEMENT = 'Let all sides read this.';

const BASE_URL = 'http://accord.example';
const SECRET = 'a secret of the canary, longer than it has to be';

export type Played = Readonly<{ id: string; number: string }>;
export type Answered = Readonly<{ status: number; headers: Readonly<Record<string, string>>; body: string }>;
/** A browser of somebody of a side, with a session that began then. */
export type Desk = Readonly<{ browser: Browser; path: string; since: number }>;
type Asked = Readonly<{ ballot: Ballot; seat: Seat; person: string }>;
type Given = Readonly<{ kind?: ReplyKind; revision?: string }>;

export class Stage {
  readonly markers = new Markers();
  readonly cases = new Map<string, Played>();
  /** Names of the cases that were released. */
  readonly released = new Set<string>();
  readonly desks: Record<Side, Desk[]> = { CN: [], TH: [] };
  /** Pages that somebody of a side met on the way, as they stood then. */
  readonly pages: Record<Side, string[]> = { CN: [], TH: [] };
  /** Which routes have answered with 200, by their path. */
  readonly answered = new Set<string>();
  /** Fingerprints of what was searched and found clean. */
  readonly searched = new Set<string>();
  readonly began = new Date().toISOString();
  readonly other: Side;
  private readonly keys = new Map<string, string>();
  private now = 0;

  private constructor(
    readonly proposing: Side,
    readonly bench: ApiBench,
    readonly routes: readonly Route[],
    readonly server: Server,
    private readonly parts: Readonly<{
      record: Record_;
      secrets: ReturnType<typeof createSecrets>;
      send(id: string): Promise<unknown>;
      closeRelay(): void;
    }>,
  ) {
    this.other = otherThan(proposing);
  }

  static async open(proposing: Side): Promise<Stage> {
    const bench = await ApiBench.open();
    const { pool } = bench;
    const catalogue = createCatalogue(pool);
    const secrets = createSecrets(SECRET);
    const record = createRecord({ pool, catalogue, moves: 'commit', refFor: secrets.refFor });
    const { cases, events, texts } = bench.deps;
    const shared = { pool, catalogue, record, cases, events, texts, secrets };
    const reviewRoutes = createReviewRoutes({
      ...shared,
      instance: 'canary',
      baseUrl: BASE_URL,
      assetsUrl: '/assets',
      postsPerMinute: 1_000_000,
    });
    const deps = { ...bench.deps, record, catalogue, reviewRoutes, checkResponses: false };
    const server = createServer(createApp(deps)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const mailing = mailingOf(bench, catalogue, secrets);
    const stage = new Stage(proposing, bench, allRoutes(deps), server, { record, secrets, ...mailing });
    await markCatalogue(bench.owner, stage.markers);
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
    for (const side of ['CN', 'TH'] as const) {
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
    if (response.status >= 500) throw new Error(`${method} ${address} answers ${response.status}: ${body}`);
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

  async state(name: string): Promise<Case> {
    const { state } = await load(this.bench.pool, this.case(name).id, null);
    if (!isCase(state)) throw new Error(`No case ${name}`);
    return state;
  }

  async submit(name: string): Promise<void> {
    const { participant } = HOUSES[this.proposing];
    const words = Array.from({ length: 6 }, () => this.markers.plant(this.proposing, 'content', name));
    const text = (i: number) => ({ en: words[i] ?? '', zh: words[i] ?? '', th: words[i] ?? '' });
    const answer = await this.ask(await this.keyOf(participant), 'POST', '/v1/proposals', {
      instrument: 'sister-city-agreement',
      participants: [{ organization: participant }, { organization: HOUSES[this.other].participant }],
      drafters: [`${participant}-desk`],
      title: text(0),
      summary: text(1),
      data: { [words[2] ?? '']: words[3] },
      sections: [{ key: words[4], text: text(5) }],
    });
    const { id, number, revision } = this.accepted(answer, 201) as Played & { revision: { hash: string } };
    this.cases.set(name, { id, number });
    this.markers.note({ word: id, kind: 'case', side: this.proposing, of: name });
    this.markers.note({ word: number, kind: 'number', side: this.proposing, of: name });
    this.markers.note({ word: revision.hash, kind: 'content', side: this.proposing, of: name });
  }

  async comment(name: string, side: Side, by: 'participant' | 'unit'): Promise<void> {
    const text = this.markers.plant(side, 'comment', name);
    const key = await this.keyOf(HOUSES[side][by]);
    this.accepted(await this.ask(key, 'POST', `/v1/proposals/${this.case(name).id}/comments`, { text }), 201);
  }

  /** An office answers what it is asked, by its page. */
  async answer(name: string, organization: string, kind: ReplyKind = 'agree'): Promise<void> {
    const { seat } = await this.asked(name, organization);
    const { browser, code } = await this.open(name, organization);
    const inside = this.markers.plant(seat.side as Side, 'inside text', name);
    const check = await browser.submit('/draft', { kind, inside, statement: STATEMENT });
    const receipt = await browser.submit('/confirm', { code });
    this.pages[seat.side as Side].push(check.text, receipt.text);
    if (receipt.status !== 200 || !receipt.text.includes(inside)) throw new Error(`No receipt: ${receipt.text}`);
  }

  /** Somebody at an office opens the link of the newest mail; the page stays open on the side's desk. */
  async open(name: string, organization: string): Promise<Readonly<{ browser: Browser; code: string }>> {
    const { ballot, seat, person } = await this.asked(name, organization);
    const { rows } = await this.bench.owner.query<{ id: string; ref: string }>(
      `SELECT id, ref FROM deliveries WHERE ballot_id = $1 AND seat_key = $2 AND person_id = $3 AND state = 'sent'
         AND ref IS NOT NULL ORDER BY created_at DESC, id DESC LIMIT 1`,
      [ballot.id, seat.key, person],
    );
    const [row] = rows;
    if (!row) throw new Error(`No mail to ${person}`);
    const [token, code] = [this.parts.secrets.tokenFor(row.id), this.parts.secrets.codeFor(row.id)];
    const browser = new Browser(this.server);
    const mail = { ...row, person, kind: 'request', path: `/review/${row.ref}`, token, code };
    const page = await browser.open(mail);
    if (page.status !== 200) throw new Error(`The link of ${person} answers ${page.status}`);
    this.pages[seat.side as Side].push(page.text);
    this.desks[seat.side as Side].push({ browser, path: mail.path, since: this.now });
    return { browser, code };
  }

  /** An office answers by its key; `revision` makes it refused. */
  async answerByKey(name: string, organization: string, given: Given = {}): Promise<void> {
    const { ballot, seat, person } = await this.asked(name, organization);
    const { revision, procedure, tracks } = await this.state(name);
    const side = seat.side as Side;
    const isRefused = given.revision !== undefined;
    const answer = await this.ask(await this.keyOf(organization, person), 'POST', `/v1/ballots/${ballot.id}/replies`, {
      seat: seat.key,
      kind: given.kind ?? 'agree',
      inside: this.markers.plant(side, isRefused ? 'refused text' : 'inside text', name),
      ...(tracks[ballot.track]?.side === null ? { statement: STATEMENT } : {}),
      shown: {
        revision: given.revision ?? revision.hash,
        language: 'en',
        procedure: procedure.hash,
        standing: seat.reply?.id ?? null,
      },
    });
    this.accepted(answer, isRefused ? 409 : 201);
  }

  async withdraw(name: string): Promise<void> {
    const reason = this.markers.plant(this.proposing, 'reason of the withdrawal', name);
    const key = await this.keyOf(HOUSES[this.proposing].participant);
    this.accepted(await this.ask(key, 'POST', `/v1/proposals/${this.case(name).id}/withdrawal`, { reason }), 200);
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

  /** The open question to an organization and who answers it: an open seat first, else the one to be changed. */
  private async asked(name: string, organization: string): Promise<Asked> {
    const state = await this.state(name);
    const all = Object.values(state.ballots)
      .filter((b) => b.status === 'open')
      .flatMap((ballot) => ballot.seats.map((seat) => ({ ballot, seat })))
      .filter(({ seat }) => seat.organization === organization);
    const found = all.find(({ seat }) => seat.reply === null) ?? all[0];
    if (!found) throw new Error(`Nobody asks ${organization}`);
    const { rows } = await this.bench.owner.query<{ person_id: string }>(
      'SELECT person_id FROM review_refs WHERE ballot_id = $1 AND seat_key = $2 ORDER BY person_id LIMIT 1',
      [found.ballot.id, found.seat.key],
    );
    return { ...found, person: rows[0]?.person_id ?? '' };
  }

  private accepted({ status, body }: Answered, expected: number): unknown {
    if (status !== expected) throw new Error(`Answered ${status} instead of ${expected}: ${body}`);
    return JSON.parse(body);
  }
}

/** The mail worker's own sender, whose mails end in the inbox of the test run. */
function mailingOf(bench: ApiBench, catalogue: Catalogue, secrets: ReturnType<typeof createSecrets>) {
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
