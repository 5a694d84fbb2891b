/** What a side has changed in its part of the catalogue: who, when, why, and what stood before. */
import type { Pool } from 'pg';
import type { Instant } from '../domain/time/instant';
import type { Change } from './catalogue-changes';

export type PastChange = Readonly<{
  /** Counts the changes of this side alone. */
  change: number;
  at: Instant;
  kind: Change['kind'];
  key: string;
  person: string;
  reason: string | null;
  before: unknown;
  after: unknown;
}>;
export type HistoryQuery = Readonly<{ before: number | null; limit: number; kind: string | null; key: string | null }>;
export type PageOfChanges = Readonly<{ items: readonly PastChange[]; next: number | null }>;

export type CatalogueHistory = Readonly<{
  /** Changes of a side, the newest first; with `before` those that came before that one. */
  list(side: string, query: HistoryQuery): Promise<PageOfChanges>;
}>;

const LIST = `
SELECT * FROM (
  SELECT row_number() OVER (ORDER BY id)::int AS change, at, kind, key, person_id AS person, reason, before, after
    FROM catalogue_changes WHERE side = $1) AS own
 WHERE ($2::int IS NULL OR change < $2) AND ($3::text IS NULL OR kind = $3) AND ($4::text IS NULL OR key = $4)
 ORDER BY change DESC LIMIT $5`;

type Row = Omit<PastChange, 'at'> & { at: Date };

/** The history behind a pool. */
export const createCatalogueHistory = (pool: Pool): CatalogueHistory => ({
  async list(side, { before, limit, kind, key }) {
    // One more than asked for shows whether there is a next page.
    const values = [side, before, kind, key, limit + 1];
    const { rows } = await pool.query<Row>({ name: 'catalogue-history', text: LIST, values });
    const items = rows.slice(0, limit).map(({ at, ...row }) => ({ ...row, at: at.toISOString() }));
    return { items, next: rows.length > limit ? (items.at(-1)?.change ?? null) : null };
  },
});
