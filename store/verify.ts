/**
 * Checks the record as a sceptic would: every link of every chain, every payload, text and revision against its hash.
 *
 * 1. Links: `seq` counts from 1 without a gap, `prev` is the hash before, `hash` is that of the link itself.
 * 2. Payloads: the bytes that stand give `payloadHash`. A destroyed one is counted, and its chain still stands.
 * 3. Ends: the last link is the head that the case knows, so that nothing was cut off at the end.
 * 4. Texts and revisions give the hash that stands beside them.
 * 5. Every text and every revision that an event names has its row, a revision with the hash that the event names: a
 *    body is destroyed by emptying its row, never by taking it away.
 */
import type { Pool } from 'pg';
import type { EventType } from '../domain/proposal/events';
import { canonicalize, saltedHash, sha256 } from './canonical';
import { FIRST_PREV, hashOfLink, type StoredEvent } from './chain';
import { revisionOf, textsOf } from './mentions';

export type Verified = Readonly<{
  events: number;
  chains: number;
  texts: number;
  revisions: number;
  /** Payloads, texts and revisions that were lawfully destroyed. */
  destroyed: number;
  /** The first row that is not what it was, by name and with what is wrong; null where all is well. */
  broken: string | null;
}>;

type Row = Omit<StoredEvent, 'at'> & Readonly<{ at: Date; proposalVersion: number; n: number }>;
type Count = { events: number; chains: number; texts: number; revisions: number; destroyed: number };

const ROWS_AT_ONCE = 1_000;

/** Walks the whole record and stops at the first broken row. */
export async function verify(pool: Pool): Promise<Verified> {
  const count: Count = { events: 0, chains: 0, texts: 0, revisions: 0, destroyed: 0 };
  const checks = [checkChains, checkHeads, checkMentions, checkTexts, checkRevisions];
  for (const check of checks) {
    const broken = await check(pool, count);
    if (broken !== null) return { ...count, broken };
  }
  return { ...count, broken: null };
}

const EVENTS = `
SELECT proposal_id AS "proposalId", chain, seq, prev, hash, type, schema_version AS "schemaVersion", at,
       payload_hash AS "payloadHash", payload, salt, owner_side AS "ownerSide",
       proposal_version AS "proposalVersion", n
  FROM events WHERE (proposal_id, chain, seq) > ($1::uuid, $2::text, $3::int)
 ORDER BY proposal_id, chain, seq LIMIT ${ROWS_AT_ONCE}`;

async function checkChains(pool: Pool, count: Count): Promise<string | null> {
  let last: Row | null = null;
  for (;;) {
    const after: unknown[] = last
      ? [last.proposalId, last.chain, last.seq]
      : ['00000000-0000-0000-0000-000000000000', '', 0];
    const { rows } = await pool.query<Row>(EVENTS, after);
    for (const row of rows) {
      const before: Row | null = last?.proposalId === row.proposalId && last.chain === row.chain ? last : null;
      const wrong = wrongWith(row, before);
      if (wrong !== null) return `${nameOf(row)}: ${wrong}`;
      count.events += 1;
      count.chains += before === null ? 1 : 0;
      count.destroyed += row.payload === null ? 1 : 0;
      last = row;
    }
    if (rows.length < ROWS_AT_ONCE) return null;
  }
}

const nameOf = ({ seq, chain, proposalId, type }: Pick<Row, 'seq' | 'chain' | 'proposalId' | 'type'>): string =>
  `event ${seq} (${type as EventType}) of chain ${chain} of case ${proposalId}`;

/** What is wrong with one link, given the one before it; null where nothing is. Pure. */
function wrongWith(row: Row, before: Row | null): string | null {
  const expected = before === null ? 1 : before.seq + 1;
  if (row.seq !== expected) return `event ${expected} is missing before it`;
  if (row.prev !== (before?.hash ?? FIRST_PREV)) return 'it does not follow the event before it';
  if (hashOfLink({ ...row, at: row.at.toISOString() }) !== row.hash) return 'its hash is not that of its link';
  if (row.ownerSide !== (row.chain === 'case' ? null : row.chain)) return 'its owner is not that of its chain';
  if (before !== null && !follows(row, before)) return 'it stands in another order than its chain';
  if (row.payload === null || row.salt === null) return null;
  return saltedHash(row.salt, row.payload) === row.payloadHash ? null : 'its payload is not the one that was recorded';
}

const follows = (row: Row, before: Row): boolean =>
  row.proposalVersion > before.proposalVersion || (row.proposalVersion === before.proposalVersion && row.n > before.n);

const HEADS = `
SELECT coalesce(e.proposal_id, h.id) AS id, coalesce(e.chain, h.chain) AS chain, e.seq AS found, h.seq AS known
  FROM (SELECT DISTINCT ON (proposal_id, chain) proposal_id, chain, seq, hash
          FROM events ORDER BY proposal_id, chain, seq DESC) AS e
  FULL JOIN (SELECT p.id, head.key AS chain, (head.value->>'seq')::int AS seq, head.value->>'hash' AS hash
               FROM proposals AS p, jsonb_each(p.heads) AS head) AS h ON h.id = e.proposal_id AND h.chain = e.chain
 WHERE e.hash IS DISTINCT FROM h.hash
 ORDER BY 1, 2 LIMIT 1`;

async function checkHeads(pool: Pool): Promise<string | null> {
  type Head = { id: string; chain: string; found: number | null; known: number | null };
  const [row] = (await pool.query<Head>(HEADS)).rows;
  if (!row) return null;
  const { id, chain, found, known } = row;
  return `chain ${chain} of case ${id}: it ends with event ${found ?? 'none'}, the case knows event ${known ?? 'none'}`;
}

async function checkTexts(pool: Pool, count: Count): Promise<string | null> {
  type Text = { proposal_id: string; hash: string; salt: string; body: string | null };
  return page<Text>(pool, 'texts', 'hash', 'salt, body', ({ proposal_id, hash, salt, body }) => {
    count.texts += 1;
    count.destroyed += body === null ? 1 : 0;
    const stands = body === null || saltedHash(salt, canonicalize(body)) === hash;
    return stands ? null : `text ${hash} of case ${proposal_id}: it is not the one that was recorded`;
  });
}

async function checkRevisions(pool: Pool, count: Count): Promise<string | null> {
  type Revision = { proposal_id: string; hash: string; content: unknown };
  return page<Revision>(pool, 'revisions', 'hash', 'content', ({ proposal_id, hash, content }) => {
    count.revisions += 1;
    count.destroyed += content === null ? 1 : 0;
    const stands = content === null || sha256(canonicalize(content)) === hash;
    return stands ? null : `revision ${hash} of case ${proposal_id}: its content is not the one that was recorded`;
  });
}

const MENTIONS = `
SELECT proposal_id AS "proposalId", chain, seq, type, payload
  FROM events WHERE (proposal_id, chain, seq) > ($1::uuid, $2::text, $3::int) AND payload IS NOT NULL
 ORDER BY proposal_id, chain, seq LIMIT ${ROWS_AT_ONCE}`;

type Mentioning = Pick<Row, 'proposalId' | 'chain' | 'seq' | 'type'> & Readonly<{ payload: string }>;
type Lost = Readonly<{ n: number }>;

/** Of those asked for, the first that has no row with that hash. */
const LOST_TEXT = `
SELECT asked.n FROM ROWS FROM (unnest($1::int[]), unnest($2::uuid[]), unnest($3::text[])) AS asked (n, proposal, hash)
 WHERE NOT EXISTS (SELECT 1 FROM texts AS t WHERE t.proposal_id = asked.proposal AND t.hash = asked.hash)
 ORDER BY asked.n LIMIT 1`;
const LOST_REVISION = `
SELECT asked.n FROM ROWS FROM (unnest($1::int[]), unnest($2::uuid[]), unnest($3::text[]))
                 AS asked (n, proposal, hash)
 WHERE NOT EXISTS (SELECT 1 FROM revisions AS r
                    WHERE r.proposal_id = asked.proposal AND r.hash = asked.hash)
 ORDER BY asked.n LIMIT 1`;

async function checkMentions(pool: Pool): Promise<string | null> {
  for (let after: unknown[] = ['00000000-0000-0000-0000-000000000000', '', 0]; ; ) {
    const { rows }: { rows: Mentioning[] } = await pool.query<Mentioning>(MENTIONS, after);
    const wrong = (await lostText(pool, rows)) ?? (await lostRevision(pool, rows));
    if (wrong !== null) return wrong;
    const last = rows.at(-1);
    if (!last || rows.length < ROWS_AT_ONCE) return null;
    after = [last.proposalId, last.chain, last.seq];
  }
}

async function lostText(pool: Pool, rows: readonly Mentioning[]): Promise<string | null> {
  const named = rows.flatMap((row) => textsOf(JSON.parse(row.payload)).map((hash) => ({ row, hash })));
  const values = [[...named.keys()], named.map(({ row }) => row.proposalId), named.map(({ hash }) => hash)];
  const [lost] = (await pool.query<Lost>(LOST_TEXT, values)).rows;
  const found = lost && named[lost.n];
  return found ? `${nameOf(found.row)}: the text ${found.hash} that it names is missing` : null;
}

async function lostRevision(pool: Pool, rows: readonly Mentioning[]): Promise<string | null> {
  const named = rows.flatMap((row) => {
    const revision = revisionOf(JSON.parse(row.payload));
    return revision ? [{ row, revision }] : [];
  });
  const cases = named.map(({ row }) => row.proposalId);
  const values = [[...named.keys()], cases, named.map((n) => n.revision.hash)];
  const [lost] = (await pool.query<Lost>(LOST_REVISION, values)).rows;
  const found = lost && named[lost.n];
  return found ? `${nameOf(found.row)}: revision ${found.revision.number} is missing or not the one it names` : null;
}

/** Reads a table by its key, so many rows at once, until one is wrong. */
async function page<Row extends { proposal_id: string }>(
  pool: Pool,
  table: string,
  key: keyof Row & string,
  columns: string,
  wrongIn: (row: Row) => string | null,
): Promise<string | null> {
  let last: Row | null = null;
  for (;;) {
    const from: string = last === null ? 'true' : `(proposal_id, ${key}) > ($1, $2)`;
    const { rows }: { rows: Row[] } = await pool.query<Row>(
      `SELECT proposal_id, ${key}, ${columns} FROM ${table} WHERE ${from} ORDER BY proposal_id, ${key} LIMIT ${ROWS_AT_ONCE}`,
      last === null ? [] : [last.proposal_id, last[key]],
    );
    for (const row of rows) {
      const wrong = wrongIn(row);
      if (wrong !== null) return wrong;
      last = row;
    }
    if (rows.length < ROWS_AT_ONCE) return null;
  }
}
