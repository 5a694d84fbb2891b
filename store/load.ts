/** The one read before a decision, and the ways to fold a case from its events. */
import type { Pool } from 'pg';
import type { ProposalEvent } from '../domain/proposal/events';
import { evolveAll } from '../domain/proposal/evolve';
import { type Case, isCase, NONE, type ProposalState, STATE_VERSION } from '../domain/proposal/state';
import type { Instant } from '../domain/time/instant';
import type { Heads } from './chain';
import { unpack } from './snapshot';
import { readEvent, Unreadable } from './upcast';

/** Where the first answer to a command is kept. */
export type KeyOfAnswer = Readonly<{ credential: string; route: string; key: string }>;
export type KeptAnswer = Readonly<{
  bodyHash: string;
  status: number;
  headers: Record<string, string>;
  body: unknown;
}>;

export type Loaded = Readonly<{
  /** `accord_now()`: the database's clock. */
  now: Instant;
  /** The version of the catalogue that a decision has to look at. */
  catalogue: string;
  /** 0 where there is no such proposal. */
  version: number;
  state: ProposalState;
  heads: Heads;
  /** The first answer under this key, if there is one. */
  answer: KeptAnswer | null;
}>;

type Row = {
  now: Date;
  catalogue: string;
  version: number | null;
  state_version: number;
  state: ProposalState;
  heads: Heads;
  body_hash: string | null;
  status: number;
  headers: Record<string, string>;
  body: unknown;
};

const LOAD = `
SELECT accord_now() AS now, (SELECT version::text FROM catalogue_version) AS catalogue,
       p.version, p.state_version, p.state, p.heads, k.body_hash, k.status, k.headers, k.body
  FROM (SELECT $1::uuid AS id) AS asked
  LEFT JOIN proposals AS p ON p.id = asked.id
  LEFT JOIN idempotency_keys AS k ON k.credential = $2 AND k.route = $3 AND k.key = $4`;

/** Everything that a decision needs, in one round trip. */
export async function load(pool: Pool, proposal: string, kept: KeyOfAnswer | null): Promise<Loaded> {
  const values = [proposal, kept?.credential ?? null, kept?.route ?? null, kept?.key ?? null];
  const [row] = (await pool.query<Row>({ name: 'load', text: LOAD, values })).rows;
  if (!row) throw new Error('accord_now() gave no row');
  const { body_hash: bodyHash, status, headers, body } = row;
  return {
    now: row.now.toISOString(),
    catalogue: row.catalogue,
    version: row.version ?? 0,
    state: row.version === null ? NONE : await stateOf(pool, proposal, row),
    heads: row.heads ?? {},
    answer: bodyHash === null ? null : { bodyHash, status, headers, body },
  };
}

/** A case's snapshot, as the columns are named and as `pack` left it. */
export type SnapshotRow = Readonly<{ state_version: number; state: ProposalState }>;

/** A snapshot of another shape is not trusted: the state is folded from the events. */
async function stateOf(pool: Pool, proposal: string, row: SnapshotRow): Promise<ProposalState> {
  if (row.state_version === STATE_VERSION) return unpack(row.state);
  // A commit between the load and this read makes a later state; its version check then fails and all is read again.
  return evolveAll(NONE, proposal, await eventsInOrder(pool, proposal));
}

/** The case whose row was read. Throws Unreadable where it cannot be folded any more. */
export async function caseOf(pool: Pool, proposal: string, row: SnapshotRow): Promise<Case> {
  const state = await stateOf(pool, proposal, row);
  if (!isCase(state)) throw new Unreadable(`Case ${proposal} has a row and no event`);
  return state;
}

type EventRow = {
  chain: string;
  type: string;
  schema_version: number;
  at: Date;
  payload: string | null;
};

const IN_ORDER = `
SELECT chain, type, schema_version, at, payload FROM events
 WHERE proposal_id = $1 ORDER BY proposal_version, n`;

/** The events of a case as `evolve` reads them, of all chains: it never leaves the store. */
export async function eventsInOrder(db: Pick<Pool, 'query'>, proposal: string): Promise<readonly ProposalEvent[]> {
  const { rows } = await db.query<EventRow>(IN_ORDER, [proposal]);
  return rows.map(({ schema_version: schemaVersion, at, ...row }) =>
    readEvent({ ...row, schemaVersion, at: at.toISOString() }),
  );
}

/** The clock alone, for a command that has to wait for its turn. */
export async function clock(pool: Pool): Promise<Instant> {
  const [row] = (await pool.query<{ now: Date }>({ name: 'clock', text: 'SELECT accord_now() AS now' })).rows;
  if (!row) throw new Error('accord_now() gave no row');
  return row.now.toISOString();
}
