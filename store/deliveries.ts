/**
 * Mails as rows: queued by the commit that calls for them, claimed under a lease, ended as sent, overtaken or dead.
 *
 *   queued ──claim──▶ queued, leased ──▶ sent · overtaken · dead
 *     ▲                     │
 *     └── retry, postpone, or the lease runs out
 *
 * 1. A lease belongs to the claim that took it: whoever comes back after it ran out changes nothing any more.
 * 2. Leases run by the machine's clock, tries by the clock of the record: a test that moves the record's clock does
 *    not make two workers send one mail.
 * 3. A mail that was claimed once keeps the end of its last lease: the relay may have taken it although nobody heard
 *    so, and what stands in it has to go on working (`review-access.ts`).
 * 4. A claim gives everything that a mail is made of, read in the same statement; people and addresses are looked up
 *    in the directory as it stands then.
 */
import type { Pool } from 'pg';
import type { LocalizedText } from '../domain/directory/directory';
import type { EventData } from '../domain/proposal/events';
import { replyId } from '../domain/proposal/evolve';
import type { Case } from '../domain/proposal/state';
import type { Instant } from '../domain/time/instant';
import type { DeliveryRow } from './effects';
import { caseOf } from './load';
import { readEvent } from './upcast';

export const LEASE_MS = 60_000;

/** Of a case; a fresh link is asked for at the page and not called for by a commit. */
export type DeliveryKind = DeliveryRow['kind'] | 'fresh';

/** What a mail quotes of the case's content. */
export type QuotedContent = Readonly<{ title: LocalizedText; summary: LocalizedText }>;

export type Claimed = Readonly<{
  id: string;
  proposal: string;
  kind: DeliveryKind;
  side: string;
  ballot: string | null;
  seat: string | null;
  office: string | null;
  reply: string | null;
  person: string;
  ref: string | null;
  /** What a notice is about, by the name under which the case knows it. */
  thing: string | null;
  attempts: number;
  /** Names this claim. */
  lease: string;
  now: Instant;
  /** The version of the catalogue that the mail has to be made from. */
  catalogue: string;
  state: Case;
  content: QuotedContent;
}>;

export type Rechecked = Pick<Claimed, 'state' | 'now' | 'catalogue' | 'lease'>;

/** The parts of a claim that name it. */
export type Claim = Pick<Claimed, 'id' | 'lease'>;

/** A reply as it stands in the record, for its receipt. */
export type RecordedReply = Readonly<{
  at: Instant;
  hash: string;
  given: EventData<'ReplyGiven'>;
  signed: EventData<'ReplySigned'>['signed'] | null;
}>;

export type KeptText = Readonly<{ body: string; language: string | null }>;

export type Deliveries = Readonly<{
  /** Those that may be sent now and that nobody holds, the longest waiting first. */
  due(limit: number): Promise<readonly string[]>;
  /** Takes one for a minute; null where it is not due, is held, or has ended. */
  claim(id: string): Promise<Claimed | null>;
  /** The state of the case at this moment, with the lease made new; null where the lease was lost. */
  recheck(claim: Claim): Promise<Rechecked | null>;
  sent(claim: Claim, messageId: string): Promise<void>;
  /** Gives it back after a failure that counts. */
  retry(claim: Claim, afterMs: number, reason: string): Promise<void>;
  /** Gives it back after something that was not the mail's fault. */
  postpone(claim: Claim, afterMs: number): Promise<void>;
  dead(claim: Claim, reason: string): Promise<void>;
  overtaken(claim: Claim, reason: string): Promise<void>;
  recordedReply(proposal: string, reply: string): Promise<RecordedReply | null>;
  /** When the case was last stopped. */
  stoppedAt(proposal: string): Promise<Instant | null>;
  /** The hash of a comment's text, where a side may read it: its own, or one that has crossed. */
  comment(proposal: string, side: string, comment: string): Promise<string | null>;
  /** Texts by their hashes; an erased one is missing. */
  texts(proposal: string, hashes: readonly string[]): Promise<ReadonlyMap<string, KeptText>>;
}>;

/** What a row is that may be claimed now. */
export const FREE = `state = 'queued' AND next_try <= accord_now()
  AND (leased_until IS NULL OR leased_until <= clock_timestamp())`;

const DUE = `SELECT id FROM deliveries WHERE ${FREE} ORDER BY next_try LIMIT $1`;

/** Until when a claim holds. */
export const LEASE = `clock_timestamp() + interval '${LEASE_MS} milliseconds'`;

const CLAIM = `
WITH claimed AS (
  UPDATE deliveries SET leased_until = ${LEASE} WHERE id = $1 AND proposal_id IS NOT NULL AND ${FREE}
  RETURNING id, proposal_id, kind, side, ballot_id, seat_key, office, reply_id, person_id, ref, thing, attempts,
            leased_until::text AS lease
)
SELECT claimed.*, accord_now() AS now, (SELECT version::text FROM catalogue_version) AS catalogue, p.state,
       p.state_version, r.content -> 'title' AS title, r.content -> 'summary' AS summary
  FROM claimed
  JOIN proposals AS p ON p.id = claimed.proposal_id
  LEFT JOIN revisions AS r ON r.proposal_id = p.id AND r.hash = p.state -> 'revision' ->> 'hash'`;

const RECHECK = `
WITH held AS (
  UPDATE deliveries SET leased_until = ${LEASE}
   WHERE id = $1 AND state = 'queued' AND leased_until = $2::timestamptz
  RETURNING proposal_id, leased_until::text AS lease
)
SELECT accord_now() AS now, (SELECT version::text FROM catalogue_version) AS catalogue, p.state,
       p.state_version, p.id AS proposal_id, held.lease
  FROM held JOIN proposals AS p ON p.id = held.proposal_id`;

const SETTLE = `
UPDATE deliveries
   SET state = $3, leased_until = clock_timestamp(), result = $4, message_id = coalesce($5, message_id),
       sent_at = CASE WHEN $3 = 'sent' THEN accord_now() ELSE sent_at END
 WHERE id = $1 AND state = 'queued' AND leased_until = $2::timestamptz`;

const GIVE_BACK = `
UPDATE deliveries
   SET leased_until = clock_timestamp(), next_try = accord_now() + $3 * interval '1 millisecond', attempts = attempts + $4,
       result = coalesce($5, result)
 WHERE id = $1 AND state = 'queued' AND leased_until = $2::timestamptz`;

type Row = {
  id: string;
  proposal_id: string;
  kind: DeliveryKind;
  side: string;
  ballot_id: string | null;
  seat_key: string | null;
  office: string | null;
  reply_id: string | null;
  person_id: string;
  ref: string | null;
  thing: string | null;
  attempts: number;
  lease: string;
  now: Date;
  catalogue: string;
  state: Case;
  state_version: number;
  title: LocalizedText | null;
  summary: LocalizedText | null;
};

type StateRow = Pick<Row, 'proposal_id' | 'state' | 'state_version'>;
type RecheckRow = StateRow & Pick<Row, 'now' | 'catalogue' | 'lease'>;

/** The rows of mails to send. Only the mail worker claims them. */
export function createDeliveries({ pool }: Readonly<{ pool: Pool }>): Deliveries {
  const settle = async (claim: Claim, state: string, result: string | null, messageId: string | null) => {
    const values = [claim.id, claim.lease, state, result, messageId];
    await pool.query({ name: 'delivery-settle', text: SETTLE, values });
  };
  const giveBack = async (claim: Claim, afterMs: number, counts: boolean, reason: string | null) => {
    const values = [claim.id, claim.lease, afterMs, counts ? 1 : 0, reason];
    await pool.query({ name: 'delivery-give-back', text: GIVE_BACK, values });
  };
  return {
    due: async (limit) => {
      const { rows } = await pool.query<{ id: string }>({ name: 'delivery-due', text: DUE, values: [limit] });
      return rows.map((row) => row.id);
    },
    claim: async (id) => {
      const { rows } = await pool.query<Row>({ name: 'delivery-claim', text: CLAIM, values: [id] });
      return rows[0] ? claimedFrom(rows[0], await caseOf(pool, rows[0].proposal_id, rows[0])) : null;
    },
    recheck: async (claim) => {
      const values = [claim.id, claim.lease];
      const { rows } = await pool.query<RecheckRow>({ name: 'delivery-recheck', text: RECHECK, values });
      const [row] = rows;
      if (!row) return null;
      const { now, catalogue, lease } = row;
      return { state: await caseOf(pool, row.proposal_id, row), now: now.toISOString(), catalogue, lease };
    },
    sent: (claim, messageId) => settle(claim, 'sent', null, messageId),
    retry: (claim, afterMs, reason) => giveBack(claim, afterMs, true, reason),
    postpone: (claim, afterMs) => giveBack(claim, afterMs, false, null),
    dead: (claim, reason) => settle(claim, 'dead', reason, null),
    overtaken: (claim, reason) => settle(claim, 'overtaken', reason, null),
    recordedReply: (proposal, reply) => recordedReply(pool, proposal, reply),
    stoppedAt: (proposal) => stoppedAt(pool, proposal),
    comment: (proposal, side, comment) => commentText(pool, [proposal, side, comment]),
    texts: (proposal, hashes) => texts(pool, proposal, hashes),
  };
}

function claimedFrom(row: Row, state: Case): Claimed {
  return {
    id: row.id,
    proposal: row.proposal_id,
    kind: row.kind,
    side: row.side,
    ballot: row.ballot_id,
    seat: row.seat_key,
    office: row.office,
    reply: row.reply_id,
    person: row.person_id,
    ref: row.ref,
    thing: row.thing,
    attempts: row.attempts,
    lease: row.lease,
    now: row.now.toISOString(),
    catalogue: row.catalogue,
    state,
    content: { title: row.title ?? {}, summary: row.summary ?? {} },
  };
}

const REPLIES = `
SELECT chain, type, schema_version, at, payload, hash FROM events
 WHERE proposal_id = $1 AND type IN ('ReplyGiven', 'ReplySigned') AND payload IS NOT NULL
 ORDER BY proposal_version, n`;

type EventRow = { chain: string; type: string; schema_version: number; at: Date; payload: string | null; hash: string };

async function recordedReply(pool: Pool, proposal: string, reply: string): Promise<RecordedReply | null> {
  const { rows } = await pool.query<EventRow>(REPLIES, [proposal]);
  const events = rows.map(({ schema_version: schemaVersion, at, hash, ...row }) => ({
    hash,
    event: readEvent({ ...row, schemaVersion, at: at.toISOString() }),
  }));
  const names = (data: Readonly<{ ballot: string; seat: string; n: number }>) =>
    replyId(data.ballot, data.seat, data.n) === reply;
  const given = events.flatMap(({ event, hash }) =>
    event.type === 'ReplyGiven' && names(event.data) ? [{ at: event.at, hash, data: event.data }] : [],
  )[0];
  if (!given) return null;
  const signed = events.flatMap(({ event }) =>
    event.type === 'ReplySigned' && names(event.data) ? [event.data.signed] : [],
  )[0];
  return { at: given.at, hash: given.hash, given: given.data, signed: given.data.signed ?? signed ?? null };
}

async function stoppedAt(pool: Pool, proposal: string): Promise<Instant | null> {
  const text = `SELECT max(at) AS at FROM events WHERE proposal_id = $1 AND type = 'Stopped'`;
  const { rows } = await pool.query<{ at: Date | null }>(text, [proposal]);
  return rows[0]?.at?.toISOString() ?? null;
}

async function texts(pool: Pool, proposal: string, hashes: readonly string[]): Promise<ReadonlyMap<string, KeptText>> {
  if (hashes.length === 0) return new Map();
  const text = 'SELECT hash, body, language FROM texts WHERE proposal_id = $1 AND hash = ANY ($2) AND body IS NOT NULL';
  const { rows } = await pool.query<{ hash: string; body: string; language: string | null }>(text, [proposal, hashes]);
  return new Map(rows.map(({ hash, body, language }) => [hash, { body, language }]));
}

const COMMENT = `
SELECT payload::jsonb -> 'text' ->> 'hash' AS hash FROM events
 WHERE proposal_id = $1 AND type IN ('Commented', 'CommentReleased') AND chain IN ('case', $2) AND payload IS NOT NULL
   AND payload::jsonb ->> 'comment' = $3 LIMIT 1`;

async function commentText(pool: Pool, values: readonly [proposal: string, side: string, comment: string]) {
  const { rows } = await pool.query<{ hash: string }>({ name: 'delivery-comment', text: COMMENT, values: [...values] });
  return rows[0]?.hash ?? null;
}
