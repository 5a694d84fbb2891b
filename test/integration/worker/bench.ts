/**
 * The worker's parts over real servers: a fresh database with the seeded catalogue and a prefix in Redis of its own.
 *
 * Test files run side by side, and the queues of Temporal are the same for all: only one file may start the part
 * `temporal` (cases.test.ts). A namespace for each would part them, but a new one is known to all of a server only
 * after half a minute.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import type { Pool } from 'pg';
import { pino } from 'pino';
import type { Procedure } from '../../../domain/procedure/schema';
import type { Moves } from '../../../domain/proposal/carry';
import type { Command, Reply } from '../../../domain/proposal/commands';
import { eligibleFor } from '../../../domain/proposal/eligibility';
import { type Case, isCase, isOpen, type ProposalState } from '../../../domain/proposal/state';
import { type Catalogue, createCatalogue, type Snapshot } from '../../../store/catalogue';
import { createHints, type Hints } from '../../../store/hints';
import { uuidv7 } from '../../../store/identifiers';
import { load } from '../../../store/load';
import { createPool } from '../../../store/pool';
import { createRecord, type Record_ } from '../../../store/record';
import { createSecrets, type ReviewSecrets } from '../../../store/review-secrets';
import { seed } from '../../../store/seed';
import { readConfig, type WorkerConfig } from '../../../worker/config';
import { PART_NAMES, type PartName, startWorker } from '../../../worker/run';
import { type FreshDatabase, freshDatabase } from '../../parts/database';
import { testParts } from '../../parts/parts';

export const SECRET = 'a secret of the tests, longer than it must be';
export const BASE_URL = 'http://accord.test:3000';
const DRAFTER = 'cn-guangzhou-desk';

type Opened = Readonly<{ moves?: Moves; procedures?: readonly Procedure[]; hints?: boolean }>;
type Submitted = Readonly<{ participants?: readonly string[]; procedure?: string; instrument?: string }>;

export type DeliveryRow = Readonly<{
  id: string;
  kind: string;
  state: string;
  attempts: number;
  person_id: string;
  result: string | null;
  message_id: string | null;
}>;

export class WorkerBench {
  readonly instance = `t${randomBytes(5).toString('hex')}`;
  readonly pool: Pool;
  readonly owner: Pool;
  readonly catalogue: Catalogue;
  readonly record: Record_;
  readonly secrets: ReviewSecrets = createSecrets(SECRET);
  readonly client: Client;
  private readonly hints: Hints;
  private readonly running: { stop(): Promise<void> }[] = [];

  private constructor(
    readonly database: FreshDatabase,
    private readonly connection: Connection,
    private readonly moves: Moves,
  ) {
    this.pool = createPool(database.appUrl);
    this.owner = createPool(database.ownerUrl, { max: 2 });
    this.catalogue = createCatalogue(this.pool);
    this.hints = createHints(testParts().redisUrl, this.instance);
    this.client = new Client({ connection });
    this.record = this.recordDriven(moves);
  }

  static async open({ moves = 'commit', procedures = [] }: Opened = {}): Promise<WorkerBench> {
    const database = await freshDatabase();
    await seed({ ownerUrl: database.ownerUrl, procedures });
    const connection = await Connection.connect({ address: testParts().temporal });
    return new WorkerBench(database, connection, moves);
  }

  async close(): Promise<void> {
    for (const { stop } of [...this.running]) await stop();
    this.hints.close();
    await this.connection.close();
    await this.pool.end();
    await this.owner.end();
    await this.database.drop();
  }

  private recordDriven(moves: Moves): Record_ {
    const { pool, catalogue, secrets, hints } = this;
    return createRecord({ pool, catalogue, moves, refFor: secrets.refFor, onCommitted: hints.tell });
  }

  config(changes: Readonly<Record<string, string>> = {}): WorkerConfig {
    const { redisUrl, temporal, smtpUrl } = testParts();
    return readConfig({
      NODE_ENV: 'test',
      DATABASE_URL: this.database.appUrl,
      REDIS_URL: redisUrl,
      TEMPORAL_ADDRESS: temporal,
      SMTP_URL: smtpUrl,
      ACCORD_SECRET: SECRET,
      ACCORD_BASE_URL: BASE_URL,
      ACCORD_INSTANCE: this.instance,
      ACCORD_MOVES: this.moves,
      ACCORD_TRACK_QUEUES: 'accord-cn,accord-th',
      ...changes,
    });
  }

  /** Starts some of the worker's parts; they end with the bench, or before. */
  async start(
    names: readonly PartName[] = PART_NAMES,
    changes: Readonly<Record<string, string>> = {},
  ): Promise<{ stop(): Promise<void> }> {
    const worker = await startWorker(
      this.config(changes),
      names,
      pino({ level: process.env.ACCORD_LOG_LEVEL ?? 'silent' }),
    );
    const started = {
      stop: async () => {
        this.running.splice(this.running.indexOf(started), 1);
        await worker.stop();
      },
    };
    this.running.push(started);
    return started;
  }

  async submit({ participants, procedure, instrument = 'sister-city-agreement' }: Submitted = {}): Promise<string> {
    const proposal = uuidv7();
    const content = {
      title: { en: `Case ${proposal.slice(-6)}`, zh: '缔结友好城市', th: 'ความตกลงเมืองพี่เมืองน้อง' },
      summary: { en: 'Two cities become sister cities.', zh: '两市结为友好城市。' },
      sections: [],
      data: {},
    };
    const revision = {
      number: 1,
      hash: `hash-of-${proposal}`,
      languages: ['en'],
      sections: [{ key: 'aim', hashes: { en: 'h' } }],
    };
    await this.apply(
      proposal,
      (_state, snapshot) => {
        const published = snapshot.procedureFor(procedure ?? null, instrument);
        if (!published) throw new Error('No procedure');
        return {
          type: 'submit',
          at: '',
          actor: { person: DRAFTER, organization: 'cn-guangzhou', side: 'CN', channel: 'api' },
          number: `AC-${randomBytes(4).toString('hex').toUpperCase()}`,
          procedure: { key: published.definition.key, version: published.definition.version, hash: published.hash },
          instrument,
          participants: participants ?? ['cn-guangzhou', 'th-chiang-mai'],
          sides: null,
          submittedBy: DRAFTER,
          drafters: [DRAFTER],
          areas: [],
          neededBy: null,
          revision,
        };
      },
      { hash: revision.hash, ownerSide: 'CN', content },
    );
    return proposal;
  }

  /** One seat that is asked now answers, by somebody who may; which one, or null where nobody is asked. */
  async answerOne(proposal: string, kind: Reply['kind'] = 'agree'): Promise<string | null> {
    const state = await this.state(proposal);
    const asked = openSeats(state)[0];
    if (!asked) return null;
    await this.apply(proposal, (now, snapshot) => replyTo(now, snapshot, asked.seat, kind));
    return asked.seat;
  }

  /** Everybody agrees, as soon as asked, until the case has ended. */
  async carry(proposal: string, timeoutMs = 30_000): Promise<Case> {
    for (const end = Date.now() + timeoutMs; ; ) {
      const state = await this.state(proposal);
      if (!isOpen(state)) return state;
      if ((await this.answerOne(proposal)) === null) await pause(25);
      if (Date.now() > end) throw new Error(`The case did not end: ${JSON.stringify(state.tracks)}`);
    }
  }

  /** Every obligation of an agreed case is met today, by the unit of its side, the signatures first. */
  async meetObligations(proposal: string): Promise<Case> {
    const signed = async (sign: boolean) => {
      for (const { kind, side } of (await this.state(proposal)).obligations.filter(
        (o) => (o.kind === 'sign') === sign,
      )) {
        await this.apply(proposal, (_state, snapshot) => ({
          type: 'recordAct',
          at: '',
          actor: unitOf(snapshot, side),
          kind,
          dated: new Date().toISOString().slice(0, 10),
          number: 'N 1',
          mode: kind === 'sign' ? 'inPerson' : null,
        }));
      }
    };
    await signed(true);
    await signed(false);
    return this.state(proposal);
  }

  async withdraw(proposal: string): Promise<void> {
    const actor = { person: DRAFTER, organization: 'cn-guangzhou', side: 'CN', channel: 'api' as const };
    await this.apply(proposal, () => ({ type: 'withdraw', at: '', actor, reason: null }));
  }

  private async apply(
    proposal: string,
    act: (state: ProposalState, snapshot: Snapshot) => Command,
    content?: NonNullable<Parameters<Record_['apply']>[0]['content']>,
  ): Promise<void> {
    const applied = await this.record.apply({
      proposal,
      credential: 'tests',
      person: null,
      route: 'POST /test',
      idempotency: { key: randomBytes(8).toString('hex'), bodyHash: 'body' },
      ...(content ? { content } : {}),
      command: ({ state, snapshot, now }) => ({ ...act(state, snapshot), at: now }),
      respond: () => ({ status: 201, headers: {}, body: {} }),
      respondRefusal: ({ code }) => ({ status: 409, headers: {}, body: { code } }),
    });
    if (applied.refusal) throw new Error(`Refused: ${JSON.stringify(applied.refusal)}`);
  }

  async state(proposal: string): Promise<Case> {
    const { state } = await load(this.pool, proposal, null);
    if (!isCase(state)) throw new Error(`No case ${proposal}`);
    return state;
  }

  async deliveries(proposal: string): Promise<readonly DeliveryRow[]> {
    const text = `SELECT id, kind, state, attempts, person_id, result, message_id FROM deliveries
                   WHERE proposal_id = $1 ORDER BY created_at, id`;
    return (await this.pool.query<DeliveryRow>(text, [proposal])).rows;
  }

  /** The types of events in the order in which they happened on each chain. */
  async chains(proposal: string): Promise<Record<string, readonly string[]>> {
    const text = 'SELECT chain, type FROM events WHERE proposal_id = $1 ORDER BY chain, seq';
    const { rows } = await this.owner.query<{ chain: string; type: string }>(text, [proposal]);
    return Object.fromEntries(
      [...new Set(rows.map((r) => r.chain))].map((c) => [c, rows.filter((r) => r.chain === c).map((r) => r.type)]),
    );
  }
}

function unitOf(snapshot: Snapshot, side: string): Command['actor'] {
  const organization = snapshot.countries[side]?.unit ?? '';
  return { person: `${organization}-desk`, organization, side, channel: 'api' };
}

export const openSeats = (state: Case): readonly Readonly<{ ballot: string; seat: string }>[] =>
  Object.values(state.ballots)
    .filter((b) => b.status === 'open')
    .flatMap((b) => b.seats.filter((s) => s.reply === null && s.office).map((s) => ({ ballot: b.id, seat: s.key })));

function replyTo(state: ProposalState, snapshot: Snapshot, key: string, kind: Reply['kind']): Command {
  if (!isCase(state)) throw new Error('No case');
  const ballot = Object.values(state.ballots).find((b) => b.status === 'open' && b.seats.some((s) => s.key === key));
  const seat = ballot?.seats.find((s) => s.key === key);
  if (!ballot || !seat?.office) throw new Error(`Nobody asks ${key}`);
  const answered = new Set(Object.values(state.ballots).flatMap((b) => b.seats.map((s) => s.reply?.person)));
  const able = eligibleFor(snapshot.directory, state, seat.office, new Date().toISOString());
  const person = able.find((p) => !answered.has(p)) ?? able[0];
  if (person === undefined) throw new Error(`Nobody may answer for ${key}`);
  const organization = snapshot.directory.people[person]?.organization ?? '';
  return {
    type: 'reply',
    at: '',
    actor: { person, organization, side: seat.side, channel: 'mail' },
    ballot: ballot.id,
    seat: key,
    kind,
    inside: null,
    statement: null,
    shown: { revision: state.revision.hash, language: 'en', procedure: state.procedure.hash, standing: null },
  };
}

/** Waits until something holds; fails with what was waited for. */
export async function until(what: string, holds: () => Promise<boolean> | boolean, timeoutMs = 60_000): Promise<void> {
  for (const end = Date.now() + timeoutMs; !(await holds()); await pause(25)) {
    if (Date.now() > end) throw new Error(`Not within ${timeoutMs} ms: ${what}`);
  }
}
