/** A side's pause of all its cases with another one: one act, and its lifting. */
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { Refusal } from '../domain/proposal/refusals';
import type { Instant } from '../domain/time/instant';
import type { Viewer } from '../domain/visibility/visible-to';
import {
  actorOf,
  type CatalogueAttempt,
  type CatalogueChanges,
  type Change,
  type Changed,
  isOfUnit,
  type Made,
  type Standing,
} from './catalogue-changes';
import type { Response } from './record';

export type Hold = Readonly<{
  id: string;
  with: string;
  since: Instant;
  liftedAt: Instant | null;
  /** Who placed it, and why. */
  person: string;
  reason: string | null;
}>;

type Done = Made & Readonly<{ hold: Hold }>;

export interface Holds {
  /** Those of a side, the newest first. */
  list(side: string): Promise<readonly Hold[]>;
  place(
    attempt: CatalogueAttempt,
    asked: Readonly<{ with: string; reason: string | null; respond: Respond }>,
  ): Promise<Changed>;
  lift(
    attempt: CatalogueAttempt,
    asked: Readonly<{ id: string; reason: string | null; respond: Respond }>,
  ): Promise<Changed>;
}
type Respond = (done: Done) => Response;

/** Holds over one pool. */
export function createHolds({ pool, changes }: Readonly<{ pool: Pool; changes: CatalogueChanges }>): Holds {
  return {
    async list(side) {
      const { rows } = await pool.query<Row>({
        name: 'holds',
        text: `${HOLDS} ORDER BY h.since DESC, h.id`,
        values: [side],
      });
      return rows.map(holdOf);
    },
    place: (attempt, asked) => changes.make(attempt, (standing) => judgePlacing(attempt.by, asked, standing)),
    lift: (attempt, asked) => changes.make(attempt, (standing) => judgeLifting(attempt.by, asked, standing)),
  };
}

const HOLDS = `
SELECT h.id, h.with_side, h.since, h.lifted_at, c.person_id, c.reason
  FROM holds AS h JOIN catalogue_changes AS c ON c.kind = 'hold' AND c.key = h.id::text AND c.side = h.by_side
 WHERE h.by_side = $1`;

type Row = {
  id: string;
  with_side: string;
  since: Date;
  lifted_at: Date | null;
  person_id: string;
  reason: string | null;
};

const holdOf = (row: Row): Hold => ({
  id: row.id,
  with: row.with_side,
  since: row.since.toISOString(),
  liftedAt: row.lifted_at?.toISOString() ?? null,
  person: row.person_id,
  reason: row.reason,
});

type Placing = Parameters<Holds['place']>[1];

async function judgePlacing(
  by: Viewer,
  { with: other, reason, respond }: Placing,
  { now, snapshot, client }: Standing,
): Promise<Change | { refusal: Refusal }> {
  if (!isOfUnit(by, snapshot)) return { refusal: { code: 'HoldNotAllowed' } };
  const isOther = Object.hasOwn(snapshot.countries, other) && other !== by.side;
  if (!isOther) return { refusal: { code: 'UnknownCountry', pointer: '/with', facts: { given: other } } };
  if (snapshot.holds.some((h) => h.by === by.side && h.with === other)) {
    return { refusal: { code: 'HoldStands', pointer: '/with', facts: { given: other } } };
  }
  const hold = { id: randomUUID(), with: other, since: now, liftedAt: null, person: by.person, reason };
  return {
    kind: 'hold',
    key: hold.id,
    reason,
    before: null,
    after: { with: other, since: now },
    write: () =>
      client.query('INSERT INTO holds (id, by_side, with_side, since) VALUES ($1, $2, $3, $4)', [
        hold.id,
        by.side,
        other,
        now,
      ]),
    acts: [{ type: 'hold', actor: actorOf(by), with: other }],
    respond: (made) => respond({ ...made, hold }),
  };
}

type Lifting = Parameters<Holds['lift']>[1];

async function judgeLifting(
  by: Viewer,
  { id, reason, respond }: Lifting,
  { now, snapshot, client }: Standing,
): Promise<Change | { refusal: Refusal }> {
  if (!isOfUnit(by, snapshot)) return { refusal: { code: 'HoldNotAllowed' } };
  const [row] = (await client.query<Row>(`${HOLDS} AND h.id = $2`, [by.side, id])).rows;
  // A hold of another side is there for nobody else.
  if (!row) return { refusal: { code: 'NotFound' } };
  const hold = holdOf(row);
  if (hold.liftedAt !== null) return { refusal: { code: 'HoldLifted' } };
  return {
    kind: 'lift',
    key: id,
    reason,
    before: { with: hold.with, since: hold.since },
    after: { with: hold.with, since: hold.since, liftedAt: now },
    write: () => client.query('UPDATE holds SET lifted_at = $2 WHERE id = $1', [id, now]),
    acts: [{ type: 'lift', actor: actorOf(by), with: hold.with }],
    respond: (made) => respond({ ...made, hold: { ...hold, liftedAt: now } }),
  };
}
