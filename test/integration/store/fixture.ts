/** A record over a fresh database with the small world of two sides, and the acts of its people. */
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { World } from '../../../domain/procedure/world';
import type { Moves } from '../../../domain/proposal/carry';
import type { Command } from '../../../domain/proposal/commands';
import { type Case, isCase, type ProposalState } from '../../../domain/proposal/state';
import { commitText, sha256 } from '../../../store/canonical';
import type { Snapshot } from '../../../store/catalogue';
import { uuidv7 } from '../../../store/identifiers';
import { load } from '../../../store/load';
import { createPool } from '../../../store/pool';
import { type Applied, type Attempt, createRecord, type Record_, type RecordParts } from '../../../store/record';
import { type FreshDatabase, freshDatabase } from '../../parts/database';
import { personOf, replyOf, world as small, submission } from '../../unit/proposal/fixtures';

// Nothing here waits for a clock; a machine that is busy with other tests may still take long over its first query.
jest.setTimeout(30_000);

/** The Monday on which the small world's tests begin. */
export const T0 = '2026-06-08T03:00:00.000Z';

export const snapshotOf = (world: World): Snapshot => ({
  version: '1',
  countries: world.countries,
  directory: world.directory,
  procedures: [{ hash: 'procedure-hash', definition: world.procedure }],
  instruments: [],
  areas: [],
  holds: [],
  worldFor: () => world,
  procedureFor: () => ({ hash: 'procedure-hash', definition: world.procedure }),
});

type Made = Partial<Pick<RecordParts, 'at' | 'onCommitted' | 'patienceMs' | 'pool'>> & { moves?: Moves; world?: World };
type Act = (state: ProposalState) => Command;
type Asked = Partial<Omit<Attempt, 'command'>> & { bodyHash?: string; key?: string };

export class Bench {
  private constructor(
    readonly database: FreshDatabase,
    readonly pool: Pool,
    readonly owner: Pool,
  ) {}

  static async open(): Promise<Bench> {
    const database = await freshDatabase();
    await database.stopClock(T0);
    return new Bench(database, createPool(database.appUrl), createPool(database.ownerUrl, { max: 2 }));
  }

  async close(): Promise<void> {
    await this.pool.end();
    await this.owner.end();
    await this.database.drop();
  }

  record({ moves = 'commit', world = small, ...parts }: Made = {}): Record_ {
    const catalogue = { ensure: async () => snapshotOf(world) };
    return createRecord({ pool: this.pool, catalogue, moves, ...parts });
  }

  async state(proposal: string): Promise<Case> {
    const { state } = await load(this.pool, proposal, null);
    if (!isCase(state)) throw new Error(`No case ${proposal}`);
    return state;
  }

  /** How many rows each table of the record holds. */
  async counts(): Promise<Record<string, number>> {
    const tables = ['proposals', 'tracks', 'ballots', 'seats_asked', 'case_readers', 'events', 'texts', 'revisions'];
    const more = ['idempotency_keys', 'refusals', 'deliveries', 'review_refs'];
    const one = [...tables, ...more].map((t) => `(SELECT count(*)::int FROM ${t}) AS ${t}`);
    return (await this.owner.query(`SELECT ${one.join(', ')}`)).rows[0];
  }

  async rows<Row = Record<string, unknown>>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.owner.query(sql, values)).rows;
  }
}

/** An attempt with answers that tell what was done. */
export const attempt = (proposal: string, act: Act, { key, bodyHash, ...asked }: Asked = {}): Attempt => ({
  proposal,
  credential: 'key-1',
  person: 'somebody',
  route: 'POST /test',
  idempotency: key === undefined ? null : { key, bodyHash: bodyHash ?? sha256('body') },
  command: ({ state, now }) => ({ ...act(state), at: now }),
  respond: ({ state, events }) => ({
    status: 201,
    headers: { location: `/v1/proposals/${proposal}` },
    body: { status: state.status, events: events.map((e) => e.hash) },
  }),
  respondRefusal: ({ code }) => ({ status: 409, headers: {}, body: { code } }),
  ...asked,
});

export const submitting = (asked: Asked = {}, changed: Parameters<typeof submission>[0] = {}): Attempt =>
  attempt(asked.proposal ?? uuidv7(), () => submission({ number: `AC-${randomUUID()}`, ...changed }), asked);

export const replying = (
  proposal: string,
  office: string,
  kind: Parameters<typeof replyOf>[2] = 'agree',
  asked: Asked = {},
  changed: Parameters<typeof replyOf>[3] = {},
): Attempt => attempt(proposal, (state) => replyOf(state, office, kind, changed), asked);

/** A text as an attempt brings it along. */
export const text = (body: string, ownerSide = 'AA') => ({
  ...commitText(body),
  ownerSide,
  kind: 'comment',
  language: 'en',
  body,
});

/** A comment of the unit of a side: it moves the version and settles nothing. */
export function commenting(proposal: string, asked: Asked = {}, side = 'AA'): Attempt {
  const note = text('in between', side);
  const organization = `${side.toLowerCase()}-unit`;
  const actor = { person: personOf(organization), organization, side, channel: 'api' as const };
  const comment = { type: 'comment' as const, at: T0, actor, comment: note.hash, section: null };
  return attempt(proposal, () => ({ ...comment, text: { hash: note.hash } }), { texts: [note], ...asked });
}

/** Submits a case and gives its id. */
export async function submitted(record: Record_): Promise<string> {
  const made = submitting();
  await accepted(record.apply(made));
  return made.proposal;
}

export async function accepted(applying: Promise<Applied>): Promise<Applied & { state: Case }> {
  const applied = await applying;
  if (applied.refusal || applied.state === null) throw new Error(`Refused: ${JSON.stringify(applied.refusal)}`);
  return { ...applied, state: applied.state };
}

/** Everybody who has to agree to a whole case of the small world, in turn. */
export const WHOLE_CASE = [
  ...['aa-city-fao', 'aa-province-fao', 'aa-city-fao', 'bb-committee', 'bb-interior'],
  ...['aa-city', 'bb-province', 'aa-national', 'bb-interior'],
] as const;
