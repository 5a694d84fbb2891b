/** What was sent, to whom and with which result: for the side that it concerns. */
import type { Pool } from 'pg';
import type { Instant } from '../domain/time/instant';
import { type Viewer, visibleTo } from '../domain/visibility/visible-to';
import { InvalidCursor, readable } from './cases';
import type { SnapshotRow } from './load';

export type LoggedDelivery = Readonly<{
  id: string;
  proposal: string;
  kind: string;
  ballot: string | null;
  seat: string | null;
  office: string | null;
  person: string;
  state: 'queued' | 'sent' | 'overtaken' | 'dead';
  attempts: number;
  createdAt: Instant;
  sentAt: Instant | null;
  result: string | null;
}>;

export type LogQuery = Readonly<{ cursor: string | null; limit: number; proposal: string | null }>;
export type PageOfDeliveries = Readonly<{ items: readonly LoggedDelivery[]; next: string | null }>;

export interface DeliveryLog {
  /** Deliveries to the viewer's own side in the cases of its organization, the newest first. Throws InvalidCursor. */
  list(viewer: Viewer, query: LogQuery): Promise<PageOfDeliveries>;
}

/** Ids are ordered by time, so that they are the order of the list and its cursor. */
const LIST = `
SELECT d.id, d.proposal_id AS proposal, d.kind, d.ballot_id AS ballot, d.seat_key AS seat, d.office,
       d.person_id AS person, d.state, d.attempts, d.created_at, d.sent_at, d.result
  FROM case_readers AS r JOIN deliveries AS d ON d.proposal_id = r.proposal_id
 WHERE r.organization_id = $1 AND d.side = $2 AND d.id < $3::uuid AND ($4::uuid IS NULL OR d.proposal_id = $4)
 ORDER BY d.id DESC LIMIT $5`;

type Row = Omit<LoggedDelivery, 'createdAt' | 'sentAt'> & { created_at: Date; sent_at: Date | null };

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const NEWEST = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

const STATES = 'SELECT id, state_version, state FROM proposals WHERE id = ANY ($1)';

/** The log behind a pool. */
export function createDeliveryLog({ pool }: Readonly<{ pool: Pool }>): DeliveryLog {
  return {
    async list(viewer, { cursor, limit, proposal }) {
      if (cursor !== null && !UUID.test(cursor)) throw new InvalidCursor();
      const found: Row[] = [];
      let place = cursor ?? NEWEST;
      // One more than asked for shows whether there is a next page.
      for (let isMoreLeft = true; isMoreLeft && found.length <= limit; ) {
        const values = [viewer.organization, viewer.side, place, proposal, limit + 1];
        const { rows } = await pool.query<Row>({ name: 'list-deliveries', text: LIST, values });
        const visible = await visibleAmong(pool, viewer, rows);
        found.push(...rows.filter((row) => visible.has(row.proposal)));
        place = rows.at(-1)?.id ?? place;
        isMoreLeft = rows.length > limit;
      }
      const items = found.slice(0, limit).map(logged);
      return { items, next: found.length > limit ? (items.at(-1)?.id ?? null) : null };
    },
  };
}

/** The cases of some deliveries that a viewer may see: the table of readers finds them, and `visibleTo` decides. */
async function visibleAmong(pool: Pool, viewer: Viewer, rows: readonly Row[]): Promise<ReadonlySet<string>> {
  const values = [[...new Set(rows.map((row) => row.proposal))]];
  type StateRow = SnapshotRow & Readonly<{ id: string }>;
  const states = await pool.query<StateRow>({ name: 'states-of-deliveries', text: STATES, values });
  const read = await Promise.all(states.rows.map((row) => readable({ pool }, row)));
  return new Set(read.flatMap((state) => (state && visibleTo(viewer, { kind: 'case', state }) ? [state.id] : [])));
}

const logged = ({ created_at, sent_at, ...row }: Row): LoggedDelivery => ({
  ...row,
  createdAt: created_at.toISOString(),
  sentAt: sent_at?.toISOString() ?? null,
});
