/**
 * Makes snapshots and projections anew from events, case by case, as the owner.
 *
 * 1. Nothing but events and the catalogue is read, so that what stood before does not matter; of the nudges, which are
 *    no part of the record, those that stand are kept, and a driver without any is woken once.
 * 2. Each case is one transaction that holds its row: commits go on beside a rebuild and wait for their own case only.
 * 3. A case with a destroyed payload cannot be folded any more: it is left as it stands and named.
 */
import type { Pool, PoolClient } from 'pg';
import type { ProposalEvent } from '../domain/proposal/events';
import { evolveAll } from '../domain/proposal/evolve';
import { nextDue } from '../domain/proposal/moves';
import { type Case, isCase, isOpen, NONE, STATE_VERSION } from '../domain/proposal/state';
import type { Catalogue, Snapshot } from './catalogue';
import { clock, eventsInOrder } from './load';
import { prepared } from './prepared';
import { newReaders, projectionsOf } from './projections';
import { pack } from './snapshot';

export type Rebuilt = Readonly<{ cases: number; left: readonly Readonly<{ proposal: string; reason: string }>[] }>;

/** Rebuilds every case that has events. The pool has to be the owner's. */
export async function rebuild(pool: Pool, catalogue: Pick<Catalogue, 'current'>): Promise<Rebuilt> {
  const snapshot = await catalogue.current();
  const { rows } = await pool.query<{ id: string }>('SELECT DISTINCT proposal_id AS id FROM events ORDER BY 1');
  const left: { proposal: string; reason: string }[] = [];
  for (const { id } of rows) {
    const reason = await rebuildCase(pool, snapshot, id);
    if (reason !== null) left.push({ proposal: id, reason });
  }
  return { cases: rows.length - left.length, left };
}

async function rebuildCase(pool: Pool, snapshot: Snapshot, id: string): Promise<string | null> {
  const now = await clock(pool);
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('SELECT 1 FROM proposals WHERE id = $1 FOR UPDATE', [id]);
    const gone = 'SELECT 1 FROM events WHERE proposal_id = $1 AND payload IS NULL LIMIT 1';
    const destroyed = (await client.query(gone, [id])).rowCount !== 0;
    if (!destroyed) await write(client, id, await eventsInOrder(client, id), snapshot, now);
    await client.query('COMMIT');
    return destroyed ? 'a payload was destroyed' : null;
  } catch (error) {
    await client.query('ROLLBACK');
    throw new Error(`Case ${id} could not be rebuilt; it stands as before`, { cause: error });
  } finally {
    client.release();
  }
}

async function write(
  client: PoolClient,
  id: string,
  events: readonly ProposalEvent[],
  snapshot: Snapshot,
  now: string,
): Promise<void> {
  const state = evolveAll(NONE, id, events);
  if (!isCase(state)) throw new Error(`Case ${id} has no event`);
  const { procedure } = snapshot.worldFor(state.procedure);
  const { tracks, ballots, seats } = projectionsOf(state, procedure, now);
  await client.query(SNAPSHOT({ ...snapshotValues(state), nextDue: nextDue(state, procedure, 'proposal', now) }));
  await client.query(TRACKS({ id, rows: JSON.stringify(tracks) }));
  await client.query('DELETE FROM seats_asked WHERE ballot_id IN (SELECT id FROM ballots WHERE proposal_id = $1)', [
    id,
  ]);
  await client.query('DELETE FROM ballots WHERE proposal_id = $1', [id]);
  await client.query('DELETE FROM case_readers WHERE proposal_id = $1', [id]);
  await client.query(BALLOTS({ id, rows: JSON.stringify(ballots) }));
  await client.query(SEATS({ rows: JSON.stringify(seats) }));
  await client.query(READERS({ id, rows: JSON.stringify(newReaders(NONE, id, events)) }));
}

const snapshotValues = (state: Case) => ({
  id: state.id,
  stateVersion: STATE_VERSION,
  state: JSON.stringify(pack(state)),
  number: state.number,
  status: state.status,
  procedure: state.procedure.key,
  procedureVersion: state.procedure.version,
  proposing: state.proposing,
  isOpen: isOpen(state),
});

const SNAPSHOT = prepared(
  'rebuild-snapshot',
  `
WITH last AS (
  SELECT max(proposal_version) AS version FROM events WHERE proposal_id = @id::uuid
), ends AS (
  SELECT DISTINCT ON (chain) chain, seq, hash FROM events WHERE proposal_id = @id::uuid ORDER BY chain, seq DESC
)
INSERT INTO proposals AS old (id, version, state_version, state, heads, number, status, procedure_key,
                              procedure_version, proposing_side, is_open, next_due, nudge_wanted)
SELECT @id::uuid, last.version, @stateVersion::int, @state::json,
       (SELECT jsonb_object_agg(chain, jsonb_build_object('seq', seq, 'hash', hash)) FROM ends),
       @number, @status, @procedure, @procedureVersion::int, @proposing, @isOpen::boolean, @nextDue::timestamptz,
       last.version
  FROM last
    ON CONFLICT (id) DO UPDATE
   SET version = EXCLUDED.version, state_version = EXCLUDED.state_version, state = EXCLUDED.state,
       heads = EXCLUDED.heads, number = EXCLUDED.number, status = EXCLUDED.status,
       procedure_key = EXCLUDED.procedure_key, procedure_version = EXCLUDED.procedure_version,
       proposing_side = EXCLUDED.proposing_side, is_open = EXCLUDED.is_open, next_due = EXCLUDED.next_due`,
);

const TRACKS = prepared(
  'rebuild-tracks',
  `
WITH given AS (
  SELECT * FROM json_populate_recordset(NULL::tracks, @rows::json)
), gone AS (
  DELETE FROM tracks WHERE proposal_id = @id::uuid AND id NOT IN (SELECT id FROM given)
)
INSERT INTO tracks (proposal_id, id, side, own_workflow, settled, next_due, nudge_wanted)
SELECT p.id, given.id, given.side, given.own_workflow, given.settled, given.next_due,
       CASE WHEN given.own_workflow AND NOT given.settled THEN p.version ELSE 0 END
  FROM given, proposals AS p WHERE p.id = @id::uuid
    ON CONFLICT (proposal_id, id) DO UPDATE
   SET side = EXCLUDED.side, own_workflow = EXCLUDED.own_workflow, settled = EXCLUDED.settled,
       next_due = EXCLUDED.next_due`,
);

const BALLOTS = prepared(
  'rebuild-ballots',
  `
INSERT INTO ballots (id, proposal_id, track_id, step, is_open, opened_at, due)
SELECT id, @id::uuid, track_id, step, is_open, opened_at, due
  FROM json_populate_recordset(NULL::ballots, @rows::json)`,
);

const SEATS = prepared(
  'rebuild-seats',
  'INSERT INTO seats_asked SELECT * FROM json_populate_recordset(NULL::seats_asked, @rows::json)',
);

const READERS = prepared(
  'rebuild-readers',
  `
INSERT INTO case_readers (proposal_id, organization_id, side, since)
SELECT @id::uuid, organization_id, side, since FROM json_populate_recordset(NULL::case_readers, @rows::json)`,
);
