/** Which open cases an act concerns, as SQL that gives their ids; `$1` and `$2` are the caller's. */
import type { ClientBase, Pool } from 'pg';
import type { CarriedAct } from './carried-act';

type Query = Readonly<{ sql: string; values: readonly unknown[] }>;

/** A side reads a case from its release on, and the proposing one from the start: where both do, it was released. */
const BOTH_READ = `
SELECT p.id FROM proposals AS p
 WHERE p.is_open
   AND EXISTS (SELECT 1 FROM case_readers AS r WHERE r.proposal_id = p.id AND r.side = $3)
   AND EXISTS (SELECT 1 FROM case_readers AS r WHERE r.proposal_id = p.id AND r.side = $4)`;

const HELD = 'EXISTS (SELECT 1 FROM holds WHERE by_side = $3 AND with_side = $4 AND lifted_at IS NULL)';

const ASKED = `
SELECT DISTINCT b.proposal_id AS id FROM ballots AS b
  JOIN seats_asked AS s ON s.ballot_id = b.id
  JOIN proposals AS p ON p.id = b.proposal_id
 WHERE p.is_open`;

/** Cases of a side that stand still for want of somebody: any change of its people may set them going. */
const STOPPED = `
SELECT p.id FROM proposals AS p
 WHERE p.is_open AND json_array_length(p.state -> 'stops') > 0
   AND EXISTS (SELECT 1 FROM json_array_elements(p.state -> 'stops') AS s WHERE s ->> 'side' = $3)`;

/** What finds the cases. Pure. */
export function casesConcerned(act: CarriedAct): Query {
  const { side } = act.actor;
  switch (act.type) {
    case 'hold':
      return { sql: `${BOTH_READ} AND ${HELD}`, values: [side, act.with] };
    case 'lift':
      return { sql: `${BOTH_READ} AND NOT ${HELD}`, values: [side, act.with] };
    case 'recount':
      return { sql: `${ASKED} AND b.is_open AND s.side = $3`, values: [side] };
    case 'reseat':
      // Also where it was asked in an earlier round: its reply may be carried in a ballot that is open now.
      return { sql: `${ASKED} AND s.side = $3 AND s.office = $4 UNION ${STOPPED}`, values: [side, act.office] };
  }
}

/** The ids of the cases, in the order of their ids. */
export async function findConcerned(db: ClientBase | Pool, act: CarriedAct): Promise<readonly string[]> {
  const { sql, values } = casesConcerned(act);
  const { rows } = await db.query<{ id: string }>(
    `SELECT found.id FROM (${sql}) AS found WHERE $1::bigint IS NULL AND $2::jsonb IS NULL ORDER BY found.id`,
    [null, null, ...values],
  );
  return rows.map(({ id }) => id);
}
