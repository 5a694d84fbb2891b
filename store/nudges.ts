/**
 * Nudges that cannot be lost: a commit raises `nudge_wanted` to its version, the dispatcher signals and then raises
 * `nudge_sent`. Pending means wanted > sent; who dies in between signals once more, which a workflow does not mind.
 */
import type { Pool } from 'pg';
import type { Instant } from '../domain/time/instant';
import { queueOf } from './queues';

export type Nudge = Readonly<{
  proposal: string;
  /** The track with a workflow of its own; null for the proposal's. */
  track: string | null;
  v: number;
  wakeAt: Instant | null;
  queue: string;
}>;

export interface Nudges {
  /** Nudges that were wanted and not sent, at most so many. */
  pending(limit: number): Promise<readonly Nudge[]>;
  /** Open cases and tracks whose next move was due so long ago and was not made, those after `after` in their order. */
  overdue(limit: number, after?: Nudge | null, olderThanMs?: number): Promise<readonly Nudge[]>;
  /** Version `v` of a nudge was sent; later ones stay pending. */
  sent(proposal: string, track: string | null, v: number): Promise<void>;
}

type Row = { proposal: string; track: string | null; side: string | null; v: number; wake_at: Date | null };

const PENDING = `
SELECT * FROM (
  (SELECT id AS proposal, NULL AS track, NULL AS side, nudge_wanted AS v, next_due AS wake_at
     FROM proposals WHERE nudge_wanted > nudge_sent ORDER BY id LIMIT $1)
   UNION ALL
  (SELECT proposal_id, id, side, nudge_wanted, next_due
     FROM tracks WHERE nudge_wanted > nudge_sent ORDER BY proposal_id, id LIMIT $1)
) AS wanted LIMIT $1`;

const OVERDUE = `
SELECT * FROM (
  (SELECT id AS proposal, NULL AS track, NULL AS side, nudge_wanted AS v, next_due AS wake_at
     FROM proposals WHERE next_due < accord_now() - $2 * interval '1 millisecond'
      AND (next_due, id, '') > ($3::timestamptz, $4::uuid, $5)
    ORDER BY next_due, id LIMIT $1)
   UNION ALL
  (SELECT proposal_id, id, side, nudge_wanted, next_due
     FROM tracks WHERE NOT settled AND next_due < accord_now() - $2 * interval '1 millisecond'
      AND (next_due, proposal_id, id) > ($3::timestamptz, $4::uuid, $5)
    ORDER BY next_due, proposal_id, id LIMIT $1)
) AS late ORDER BY wake_at, proposal, coalesce(track, '') LIMIT $1`;

const SENT_TO_PROPOSAL = 'UPDATE proposals SET nudge_sent = greatest(nudge_sent, $2) WHERE id = $1';
const SENT_TO_TRACK = 'UPDATE tracks SET nudge_sent = greatest(nudge_sent, $2) WHERE proposal_id = $1 AND id = $3';

/** Reads and ticks off nudges. */
export function createNudges(pool: Pool): Nudges {
  const read = async (name: string, text: string, values: unknown[]) =>
    (await pool.query<Row>({ name, text, values })).rows.map(nudge);
  return {
    pending: (limit) => read('nudges-pending', PENDING, [limit]),
    overdue: (limit, after = null, olderThanMs = 30_000) =>
      read('nudges-overdue', OVERDUE, [limit, olderThanMs, ...placeOf(after)]),
    async sent(proposal, track, v) {
      await (track === null
        ? pool.query({ name: 'nudge-sent', text: SENT_TO_PROPOSAL, values: [proposal, v] })
        : pool.query({ name: 'nudge-sent-track', text: SENT_TO_TRACK, values: [proposal, v, track] }));
    },
  };
}

const placeOf = (after: Nudge | null): readonly unknown[] =>
  after === null
    ? ['-infinity', '00000000-0000-0000-0000-000000000000', '']
    : [after.wakeAt, after.proposal, after.track ?? ''];

const nudge = ({ proposal, track, side, v, wake_at: wakeAt }: Row): Nudge => ({
  proposal,
  track,
  v,
  wakeAt: wakeAt?.toISOString() ?? null,
  queue: track === null ? queueOf(null) : queueOf(side),
});
