/**
 * The reviewers' pages over a real record: one seeded database, one case of Guangzhou and Chiang Mai, mails as the
 * mail worker would send them, and browsers that keep their cookies by hand (an HTTP client does not take a `Secure`
 * cookie over plain HTTP; a browser on loopback does, which the end-to-end tests show).
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import express from 'express';
import type { Pool } from 'pg';
import supertest, { type Response } from 'supertest';
import type { ReviewDeps } from '../../../api/review/deps';
import { createReviewRoutes } from '../../../api/review/routes';
import type { Step } from '../../../domain/procedure/schema';
import type { Submit } from '../../../domain/proposal/commands';
import { type Case, isCase } from '../../../domain/proposal/state';
import { canonicalize, sha256 } from '../../../store/canonical';
import { createCases } from '../../../store/cases';
import { type Catalogue, createCatalogue } from '../../../store/catalogue';
import { createDeliveries } from '../../../store/deliveries';
import { createEvents } from '../../../store/events';
import { uuidv7 } from '../../../store/identifiers';
import { load } from '../../../store/load';
import { createPool } from '../../../store/pool';
import { createPrisma } from '../../../store/prisma';
import { type Attempt, createRecord, type Record_ } from '../../../store/record';
import { createSecrets, type ReviewSecrets } from '../../../store/review-secrets';
import { type FreshDatabase, freshDatabase } from '../../parts/database';
import { wholeDatabase } from '../../parts/whole-database';

/** A Monday morning in Guangzhou, where offices are open. */
export const T0 = '2026-06-08T03:00:00.000Z';

export const CONTENT = {
  title: { en: 'Sister cities Guangzhou and Chiang Mai', zh: '广州与清迈友好城市' },
  summary: { en: 'Five years of exchange.', zh: '五年交流。' },
  sections: [
    { key: 'aims', text: { en: 'They become sister cities.', zh: '结为友好城市。' } },
    { key: 'term', text: { en: 'It holds for five years.', zh: '有效期五年。' } },
  ],
  data: {},
};

/** A mail as it lies in somebody's mailbox. */
export type Mail = Readonly<{
  id: string;
  ref: string;
  person: string;
  kind: string;
  path: string;
  token: string;
  code: string;
}>;

type MailParts = Readonly<{ pool: Pool; owner: Pool; secrets: ReviewSecrets }>;

/** The mails of a database, as they lie in people's mailboxes. */
export class Mailboxes {
  constructor(private readonly parts: MailParts) {}

  /** Sends what is queued, as the mail worker does, and gives the mails that hold a link, the newest last. */
  async sendMails(id: string): Promise<readonly Mail[]> {
    const deliveries = createDeliveries({ pool: this.parts.pool });
    for (const due of await deliveries.due(100)) {
      const claimed = await deliveries.claim(due);
      if (claimed) await deliveries.sent(claimed, `<${due}@accord.example>`);
    }
    const { rows } = await this.parts.owner.query<{ id: string; ref: string; person_id: string; kind: string }>(
      `SELECT id, ref, person_id, kind FROM deliveries
        WHERE proposal_id = $1 AND ref IS NOT NULL AND state = 'sent' ORDER BY created_at, id`,
      [id],
    );
    return rows.map((row) => this.mail(row));
  }

  private mail({ id, ref, person_id, kind }: { id: string; ref: string; person_id: string; kind: string }): Mail {
    const { secrets } = this.parts;
    const [token, code] = [secrets.tokenFor(id), secrets.codeFor(id)];
    return { id, ref, kind, person: person_id, path: `/review/${ref}`, token, code };
  }

  /** The newest mail to somebody about an open question of a case. */
  async mailTo(id: string, person: string): Promise<Mail> {
    const mails = (await this.sendMails(id)).filter((m) => m.person === person);
    const newest = mails.at(-1);
    if (!newest) throw new Error(`No mail to ${person}`);
    return newest;
  }
}

/** Lets the one open ballot of a case offer whatever a test needs, beyond what the catalogue says today. */
export async function letStepBe(
  { pool, owner }: Pick<MailParts, 'pool' | 'owner'>,
  id: string,
  changes: Partial<Step>,
): Promise<void> {
  const { state } = await load(pool, id, null);
  if (!isCase(state)) throw new Error(`No case ${id}`);
  const ballot = Object.values(state.ballots).find((b) => b.status === 'open');
  const track = state.tracks[ballot?.track ?? ''];
  if (!ballot || !track) throw new Error(`Nothing is open in ${id}`);
  const steps = track.steps.map((s) => ('key' in s && s.key === ballot.step ? { ...s, ...changes } : s));
  const changed = {
    ...state,
    ballots: { ...state.ballots, [ballot.id]: { ...ballot, offers: changes.offers ?? ballot.offers } },
    tracks: { ...state.tracks, [track.id]: { ...track, steps } },
  };
  await owner.query('UPDATE proposals SET version = version + 1, state = $2 WHERE id = $1', [
    id,
    JSON.stringify(changed),
  ]);
}

export class House {
  readonly secrets: ReviewSecrets = createSecrets(randomBytes(32).toString('hex'));
  readonly record: Record_;
  readonly catalogue: Catalogue;
  /** Listens once: a server for each request would be most of the time of a test. */
  readonly app: Server;

  private constructor(
    readonly database: FreshDatabase,
    readonly pool: Pool,
    readonly owner: Pool,
  ) {
    this.catalogue = createCatalogue(pool);
    this.record = createRecord({ pool, catalogue: this.catalogue, moves: 'commit', refFor: this.secrets.refFor });
    this.app = createServer(express().use('/review', createReviewRoutes(this.deps()))).listen(0, '127.0.0.1');
  }

  static async open(): Promise<House> {
    const database = await freshDatabase();
    await database.stopClock(T0);
    const house = new House(database, createPool(database.appUrl), createPool(database.ownerUrl, { max: 2 }));
    await once(house.app, 'listening');
    return house;
  }

  async close(): Promise<void> {
    this.app.closeAllConnections();
    await new Promise((resolve) => this.app.close(resolve));
    await this.pool.end();
    await this.owner.end();
    await this.database.drop();
  }

  deps(): ReviewDeps {
    return {
      pool: this.pool,
      catalogue: this.catalogue,
      record: this.record,
      cases: createCases({ pool: this.pool, catalogue: this.catalogue }),
      events: createEvents(createPrisma(this.pool)),
      secrets: this.secrets,
      instance: 'test',
      baseUrl: 'http://accord.example',
      assetsUrl: '/assets',
      postsPerMinute: 100_000,
      onError: (error) => {
        throw error;
      },
    };
  }

  /** Guangzhou submits; its foreign affairs office is asked in the same commit. */
  async submit(): Promise<string> {
    const id = uuidv7();
    const hash = sha256(canonicalize(CONTENT));
    const snapshot = await this.catalogue.current();
    const found = snapshot.procedureFor('sister-city-agreement', 'sister-city-agreement');
    if (!found) throw new Error('The catalogue has no procedure for sister-city agreements');
    const { key, version } = found.definition;
    const submit = (at: string): Submit => ({
      type: 'submit',
      at,
      actor: { person: 'cn-guangzhou-desk', organization: 'cn-guangzhou', side: 'CN', channel: 'api' },
      number: `LMC-2026-${randomUUID().slice(0, 5)}`,
      procedure: { key, version, hash: found.hash },
      instrument: 'sister-city-agreement',
      participants: ['cn-guangzhou', 'th-chiang-mai'],
      sides: null,
      submittedBy: 'cn-guangzhou-desk',
      drafters: ['cn-guangzhou-desk'],
      areas: [],
      neededBy: null,
      revision: {
        number: 1,
        hash,
        languages: ['en', 'zh'],
        sections: CONTENT.sections.map(({ key: section, text }) => ({
          key: section,
          hashes: Object.fromEntries(Object.entries(text).map(([language, body]) => [language, sha256(body)])),
        })),
      },
    });
    const { refusal } = await this.record.apply({
      ...plainAttempt(id),
      content: { hash, ownerSide: 'CN', content: CONTENT },
      command: ({ now }) => submit(now),
    });
    if (refusal) throw new Error(`Refused: ${JSON.stringify(refusal)}`);
    return id;
  }

  async state(id: string): Promise<Case> {
    const { state } = await load(this.pool, id, null);
    if (!isCase(state)) throw new Error(`No case ${id}`);
    return state;
  }

  sendMails(id: string): Promise<readonly Mail[]> {
    return new Mailboxes(this).sendMails(id);
  }

  /** The newest mail to somebody about an open question of a case. */
  mailTo(id: string, person: string): Promise<Mail> {
    return new Mailboxes(this).mailTo(id, person);
  }

  browser(): Browser {
    return new Browser(this.app);
  }

  /** An office answers, without any page. */
  async agree(id: string, organization: string, person: string): Promise<void> {
    const { refusal } = await this.record.apply({
      ...plainAttempt(id),
      person,
      command: ({ now, state }) => {
        if (!isCase(state)) return { refusal: { code: 'NotFound' } };
        const asked = Object.values(state.ballots)
          .filter((b) => b.status === 'open')
          .flatMap((ballot) => ballot.seats.map((seat) => ({ ballot, seat })))
          .find(({ seat }) => seat.organization === organization && seat.reply === null);
        if (!asked) throw new Error(`Nobody asks ${organization}`);
        const shown = {
          revision: state.revision.hash,
          language: 'en',
          procedure: state.procedure.hash,
          standing: null,
        };
        const actor = { person, organization, side: asked.seat.side, channel: 'mail' as const };
        const { ballot, seat } = asked;
        const texts = { inside: null, statement: null };
        return { type: 'reply', at: now, actor, ballot: ballot.id, seat: seat.key, kind: 'agree', ...texts, shown };
      },
    });
    if (refusal) throw new Error(`Refused: ${JSON.stringify(refusal)}`);
  }

  /** Every row of every table that anything could have changed, as text. */
  async everything(): Promise<string> {
    return wholeDatabase(this.owner);
  }

  async count(table: 'events' | 'deliveries' | 'reading_sessions', where = 'true'): Promise<number> {
    const { rows } = await this.owner.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table} WHERE ${where}`);
    return rows[0]?.n ?? 0;
  }
}

const plainAttempt = (proposal: string): Omit<Attempt, 'command'> => ({
  proposal,
  credential: 'test',
  person: null,
  route: 'POST /test',
  idempotency: null,
  respond: () => ({ status: 200, headers: {}, body: {} }),
  respondRefusal: ({ code }) => ({ status: 409, headers: {}, body: { code } }),
});

export type Form = Readonly<{ action: string; fields: Record<string, string> }>;

/** A browser without scripts, with one cookie jar. */
export class Browser {
  private readonly cookies = new Map<string, string>();
  /** What the last response said. */
  last: Response | null = null;

  constructor(private readonly app: Server) {}

  copy(): Browser {
    const other = new Browser(this.app);
    for (const [name, value] of this.cookies) other.cookies.set(name, value);
    return other;
  }

  async get(path: string): Promise<Response> {
    return this.keep(await this.dressed(supertest(this.app).get(path)));
  }

  /** Sends a form and follows to the page that it leads to. */
  async post(path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
    return this.follow(await this.postOnly(path, fields, headers));
  }

  async postOnly(
    path: string,
    fields: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const request = supertest(this.app).post(path).type('form').set(headers);
    return this.keep(await this.dressed(request).send(fields));
  }

  /** Fills in the form of the last page whose action ends with `name`. */
  async submit(name: string, typed: Record<string, string> = {}): Promise<Response> {
    const { action, fields } = this.form(name);
    return this.post(action, { ...fields, ...typed });
  }

  form(name: string): Form {
    const found = formsOf(this.last?.text ?? '').find((f) => f.action.split('?')[0]?.endsWith(name));
    if (!found) throw new Error(`No form ${name} on the page (status ${this.last?.status})`);
    return found;
  }

  /** Opens the link of a mail as the page's script does. */
  async open({ path, token }: Mail): Promise<Response> {
    await this.get(path);
    return this.post(`${path}/session`, { token });
  }

  private async follow(response: Response): Promise<Response> {
    if (response.status !== 303) return response;
    return this.get((response.headers.location ?? '').split('#')[0] ?? '');
  }

  private dressed(request: supertest.Test): supertest.Test {
    const cookies = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    return cookies === '' ? request : request.set('Cookie', cookies);
  }

  private keep(response: Response): Response {
    for (const line of (response.headers['set-cookie'] ?? []) as unknown as string[]) {
      const [pair = ''] = line.split(';');
      const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
      if (line.includes('Max-Age=0')) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    this.last = response;
    return response;
  }
}

/** The forms of a page with what stands in their fields. */
export function formsOf(html: string): readonly Form[] {
  return [...html.matchAll(/<form\b[^>]*>[\s\S]*?<\/form>/g)].map(([form]) => ({
    action: attribute(form, 'action'),
    fields: Object.fromEntries([
      ...[...form.matchAll(/<input\b[^>]*>/g)]
        .map(([tag]) => tag)
        .filter((tag) => !['radio', 'checkbox'].includes(attribute(tag, 'type')) || / checked/.test(tag))
        .map((tag) => [attribute(tag, 'name'), attribute(tag, 'value')] as const),
      ...[...form.matchAll(/<textarea\b[^>]*\bname="([^"]*)"[^>]*>\n?([\s\S]*?)<\/textarea>/g)].map(
        ([, name = '', text = '']) => [name, decoded(text)] as const,
      ),
    ]),
  }));
}

const attribute = (tag: string, name: string): string =>
  decoded(new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '');

const decoded = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
