/**
 * One act that concerns many cases: a hold, its lifting, a calendar, the holders of a seat.
 *
 * 1. The act itself is one transaction (`catalogue-changes.ts`), and in it stands a row for every case that it has
 *    yet to be carried to. Whoever dies after that loses nothing: the rows are there.
 * 2. Each row is applied by `record.apply` under an idempotency key of its own, so that carrying it twice is once.
 * 3. Rows are claimed under a lease, at most one of a case at a time and in their order: no case is lifted before it
 *    was held.
 * 4. A case that is busy or broken keeps its row, which comes again later and later; a case that has ended meanwhile,
 *    or to which the act says nothing any more, makes its row *overtaken*.
 * 5. A command that had loaded the catalogue before the act may commit after it, in a case that the act did not find.
 *    A second look, half a minute later, finds it: no command is tried that long.
 */
import type { ClientBase, Pool } from 'pg';
import { canonicalize, sha256 } from './canonical';
import { type CarriedAct, commandOf } from './carried-act';
import { casesConcerned } from './cases-concerned';
import { type Record_, StoreBusy } from './record';

export type Carrying = Readonly<{ claimed: number; applied: number; overtaken: number; left: number }>;

export type CarriedActs = Readonly<{
  /** Carries what waits, at most so many rows; with `change` only those of one act. */
  carry(asked: Readonly<{ limit: number; change?: string }>): Promise<Carrying>;
}>;

export type CarriedActsParts = Readonly<{
  pool: Pool;
  record: Pick<Record_, 'apply'>;
  /** Told of each row that could not be carried for now, and why. */
  onLeft?: (left: Readonly<{ row: string; proposal: string | null; error: unknown }>) => void;
  commandOf?: typeof commandOf;
}>;

type Row = Readonly<{ id: string; change: string; proposal: string | null; act: CarriedAct }>;

/** Cases that are carried to at the same time: the hot path goes on beside them. */
const AT_ONCE = 4;
const LEASE = "clock_timestamp() + interval '60 seconds'";
/** Longer than a command is tried, with the statement that it may then be waiting for. */
const SECOND_LOOK = "clock_timestamp() + interval '30 seconds'";

const INSERT = (act: CarriedAct) => `
INSERT INTO carried_acts (change_id, proposal_id, act, created_at)
SELECT $1::bigint, found.id, $2::jsonb, accord_now() FROM (${casesConcerned(act).sql}) AS found
    ON CONFLICT DO NOTHING`;

/** Writes down, in the transaction of the act, to which cases it has to be carried. Gives how many there are. */
export async function keepForCarrying(client: ClientBase | Pool, change: string, act: CarriedAct): Promise<number> {
  const { rowCount } = await client.query(INSERT(act), [change, act, ...casesConcerned(act).values]);
  return rowCount ?? 0;
}

/** Writes down that somebody has to look again. */
export async function keepSecondLook(client: ClientBase, change: string, act: CarriedAct): Promise<void> {
  await client.query(
    `INSERT INTO carried_acts (change_id, act, created_at, leased_until) VALUES ($1, $2, accord_now(), ${SECOND_LOOK})`,
    [change, act],
  );
}

/** Carries acts to their cases. */
export function createCarriedActs(parts: CarriedActsParts): CarriedActs {
  return {
    async carry({ limit, change = null }: { limit: number; change?: string | null }) {
      const rows = await claim(parts.pool, limit, change);
      const counts = { claimed: rows.length, applied: 0, overtaken: 0, left: 0 };
      const waiting = rows.values();
      const lane = async () => {
        for (const row of waiting) counts[await carryOne(parts, row)] += 1;
      };
      await Promise.all(Array.from({ length: AT_ONCE }, lane));
      return counts;
    },
  };
}

/** The rows are chosen apart and once: within the condition of the update PostgreSQL may choose again, and more. */
const CLAIM = `
WITH free AS MATERIALIZED (
  SELECT c.id FROM carried_acts AS c
   WHERE c.done_at IS NULL AND (c.leased_until IS NULL OR c.leased_until <= clock_timestamp())
     AND ($2::bigint IS NULL OR c.change_id = $2)
     AND NOT EXISTS (SELECT 1 FROM carried_acts AS earlier
                      WHERE earlier.proposal_id = c.proposal_id AND earlier.id < c.id AND earlier.done_at IS NULL)
   ORDER BY c.id LIMIT $1 FOR UPDATE SKIP LOCKED)
UPDATE carried_acts AS act SET leased_until = ${LEASE}, tries = tries + 1
  FROM free WHERE act.id = free.id
RETURNING act.id::text, change_id::text AS change, proposal_id AS proposal, act.act`;

async function claim(pool: Pool, limit: number, change: string | null): Promise<readonly Row[]> {
  const { rows } = await pool.query<Row>({ name: 'claim-carried', text: CLAIM, values: [limit, change] });
  return rows.toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
}

async function carryOne(parts: CarriedActsParts, row: Row): Promise<'applied' | 'overtaken' | 'left'> {
  try {
    const result = await carried(parts, row);
    await parts.pool.query({ name: 'carried', text: DONE, values: [row.id, result] });
    return result;
  } catch (error) {
    await parts.pool.query({ name: 'carry-later', text: LATER, values: [row.id] }).catch(() => undefined);
    if (!(error instanceof StoreBusy)) parts.onLeft?.({ row: row.id, proposal: row.proposal, error });
    return 'left';
  }
}

const DONE = 'UPDATE carried_acts SET done_at = accord_now(), result = $2 WHERE id = $1 AND done_at IS NULL';
/** Two seconds, then twice as long each time, up to an hour. */
const LATER = `
UPDATE carried_acts SET leased_until = clock_timestamp() + least(2 ^ least(tries, 12), 3600) * interval '1 second'
 WHERE id = $1 AND done_at IS NULL`;

/** The credential under which the answers to carried acts are kept. */
const ENGINE = 'engine';

async function carried(parts: CarriedActsParts, row: Row): Promise<'applied' | 'overtaken'> {
  const { id, change, proposal, act } = row;
  if (proposal === null) {
    await keepForCarrying(parts.pool, change, act);
    return 'applied';
  }
  const { status } = await parts.record.apply({
    proposal,
    credential: ENGINE,
    person: act.actor.person,
    route: 'CARRY',
    idempotency: { key: `carried:${id}`, bodyHash: sha256(canonicalize(act)) },
    command: (loaded) => (parts.commandOf ?? commandOf)(act, loaded),
    // A repetition is given the first answer again: its status alone says which it was.
    respond: () => ({ status: 200, headers: {}, body: null }),
    respondRefusal: ({ code }) => ({ status: 409, headers: {}, body: { code } }),
  });
  return status === 200 ? 'applied' : 'overtaken';
}
