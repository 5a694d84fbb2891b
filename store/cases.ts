/**
 * Reading cases: one by id, and the list of an organization. Raw states leave this file; whoever shows them asks
 * `domain/visibility` first. The list does so itself, because its filter and its pages have to be the viewer's.
 */
import type { Pool } from 'pg';
import type { LocalizedText } from '../domain/directory/directory';
import { type Case, OPEN_STATUSES, type Status } from '../domain/proposal/state';
import type { Instant } from '../domain/time/instant';
import { caseView } from '../domain/visibility/case-view';
import type { Catalogue, Snapshot } from './catalogue';
import { caseOf, type SnapshotRow } from './load';
import { Unreadable } from './upcast';

/** The content of a revision, as it was submitted. */
export type Content = Readonly<{
  title: LocalizedText;
  summary: LocalizedText;
  sections: readonly Readonly<{ key: string; text: LocalizedText }>[];
  data: Readonly<Record<string, unknown>>;
}>;

export type KeptText = Readonly<{ body: string; language: string | null; kind: string; ownerSide: string | null }>;

export type ListedCase = Readonly<{
  state: Case;
  /** When the case became this organization's to read. */
  since: Instant;
  /** The title of the present revision; null once it was destroyed. */
  title: LocalizedText | null;
}>;
export type PageOfCases = Readonly<{ items: readonly ListedCase[]; next: string | null }>;
export type ListQuery = Readonly<{ cursor: string | null; limit: number; status?: Status }>;

export type Cases = Readonly<{
  find(id: string): Promise<Readonly<{ state: Case; version: number }> | null>;
  /** What an organization may read, the newest for it first. Throws InvalidCursor. */
  list(organization: string, query: ListQuery): Promise<PageOfCases>;
  /** The content of a revision by its hash, or null where there is none or it was destroyed. */
  content(id: string, revision: string): Promise<Content | null>;
  /** Texts of a case by hash; what was destroyed is missing. */
  texts(id: string, hashes: readonly string[]): Promise<ReadonlyMap<string, KeptText>>;
  /** The case to which a ballot belongs. */
  byBallot(ballot: string): Promise<string | null>;
}>;

/** A cursor that this program did not make. */
export class InvalidCursor extends Error {
  constructor() {
    super('The cursor is not one that a list has given');
    this.name = 'InvalidCursor';
  }
}

export type CasesParts = Readonly<{
  pool: Pool;
  catalogue: Catalogue;
  /** Told of each case that a list had to leave out. */
  onUnreadable?: (proposal: string, error: Unreadable) => void;
}>;

/** The reads of cases behind a pool. */
export function createCases(parts: CasesParts): Cases {
  const { pool } = parts;
  return {
    find: (id) => find(pool, id),
    list: (organization, query) => list(parts, organization, query),
    async content(id, revision) {
      const values = [id, revision];
      const { rows } = await pool.query<{ content: Content | null }>({ name: 'case-content', text: CONTENT, values });
      return rows[0]?.content ?? null;
    },
    async texts(id, hashes) {
      if (hashes.length === 0) return new Map();
      const values = [id, hashes];
      const { rows } = await pool.query<TextRow>({ name: 'case-texts', text: TEXTS, values });
      return new Map(rows.map(({ hash, owner_side: ownerSide, ...text }) => [hash, { ...text, ownerSide }]));
    },
    async byBallot(ballot) {
      const { rows } = await pool.query<{ proposal_id: string }>({
        name: 'case-of-ballot',
        text: OF_BALLOT,
        values: [ballot],
      });
      return rows[0]?.proposal_id ?? null;
    },
  };
}

const FIND = 'SELECT version, state_version, state FROM proposals WHERE id = $1';
const CONTENT = 'SELECT content FROM revisions WHERE proposal_id = $1 AND hash = $2';
const TEXTS = `
SELECT hash, owner_side, kind, language, body FROM texts
 WHERE proposal_id = $1 AND hash = ANY ($2) AND body IS NOT NULL`;
const OF_BALLOT = 'SELECT proposal_id FROM ballots WHERE id = $1';

type TextRow = { hash: string; owner_side: string | null; kind: string; language: string | null; body: string };

async function find(pool: Pool, id: string) {
  const { rows } = await pool.query<SnapshotRow & { version: number }>({ name: 'find-case', text: FIND, values: [id] });
  const row = rows[0];
  return row ? { state: await caseOf(pool, id, row), version: row.version } : null;
}

type Place = Readonly<{ since: string; id: string }>;
type ListRow = SnapshotRow & Place & { title: LocalizedText | null };

/** Instants as text to the microsecond, as the column keeps them: a cursor must name its row exactly. */
const LIST = `
SELECT p.id, p.state_version, p.state, v.content -> 'title' AS title,
       to_char(r.since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS since
  FROM case_readers AS r
  JOIN proposals AS p ON p.id = r.proposal_id
  LEFT JOIN revisions AS v ON v.proposal_id = p.id AND v.hash = p.state -> 'revision' ->> 'hash'
 WHERE r.organization_id = $1 AND (r.since, r.proposal_id) < ($2::timestamptz, $3::uuid)
   AND ($4::text[] IS NULL OR p.status = ANY ($4))
 ORDER BY r.since DESC, r.proposal_id DESC LIMIT $5`;

const NEWEST: Place = { since: 'infinity', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };

async function list(parts: CasesParts, organization: string, query: ListQuery): Promise<PageOfCases> {
  const { pool, catalogue } = parts;
  const snapshot = await catalogue.current();
  const { limit, status } = query;
  const found: (ListedCase & { place: Place })[] = [];
  let place = query.cursor === null ? NEWEST : placeOf(query.cursor);
  // One more than asked for shows whether there is a next page.
  for (let more = true; more && found.length <= limit; ) {
    const values = [organization, place.since, place.id, status ? storedStatuses(status) : null, limit + 1];
    const { rows } = await pool.query<ListRow>({ name: 'list-cases', text: LIST, values });
    for (const row of rows) {
      const state = await readable(parts, row);
      if (state && isListed(state, snapshot, organization, status)) {
        const at = { since: row.since, id: row.id };
        found.push({ state, since: new Date(row.since).toISOString(), title: row.title, place: at });
      }
    }
    place = rows.at(-1) ?? place;
    more = rows.length > limit;
  }
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(({ place: _, ...item }) => item),
    next: found.length > limit && last ? cursorOf(last.place) : null,
  };
}

/** One case that cannot be read any more must not take all others from their readers. */
export async function readable(
  { pool, onUnreadable }: Pick<CasesParts, 'pool' | 'onUnreadable'>,
  row: SnapshotRow & Readonly<{ id: string }>,
): Promise<Case | null> {
  try {
    return await caseOf(pool, row.id, row);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    onUnreadable?.(row.id, error);
    return null;
  }
}

/** Stored statuses that a viewer may see as the one asked for: what is stopped or paused, `caseView` alone says. */
const storedStatuses = (status: Status): readonly Status[] =>
  status === 'stopped' || status === 'paused' ? OPEN_STATUSES : [status];

function isListed(state: Case, snapshot: Snapshot, organization: string, status: Status | undefined): boolean {
  const side = snapshot.directory.organizations[organization]?.country ?? '';
  const view = caseView(state, snapshot.worldFor(state.procedure).procedure, { organization, side, person: '' });
  return view !== null && (status === undefined || view.status === status);
}

/** Opaque to the caller, who must not build upon its parts. */
const cursorOf = ({ since, id }: Place): string => Buffer.from(`${since} ${id}`).toString('base64url');

const PLACE = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

function placeOf(cursor: string): Place {
  const [, since, id] = PLACE.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (since === undefined || id === undefined || !isRealInstant(since)) throw new InvalidCursor();
  return { since, id };
}

/** PostgreSQL refuses what JavaScript would roll over, like 31 February. */
const isRealInstant = (text: string): boolean => {
  const ms = Date.parse(text);
  return !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 19) === text.slice(0, 19);
};
