/**
 * The one statement of a commit. The row of the proposal is the only lock: where its version has moved, or the
 * submission exists already, `moved` is empty, and everything else is fed by `moved`.
 *
 * PostgreSQL runs every data-modifying part of a statement to its end, whether or not something reads it, and all of
 * them or none.
 */
import type { Pool } from 'pg';
import { type Case, isOpen, STATE_VERSION } from '../domain/proposal/state';
import type { Instant } from '../domain/time/instant';
import type { Heads, StoredEvent } from './chain';
import type { DeliveryRow, RefRow } from './effects';
import type { KeptAnswer, KeyOfAnswer } from './load';
import { prepared } from './prepared';
import type { BallotRow, ReaderRow, SeatRow, TrackRow } from './projections';

/** Texts that the events refer to by salted hash. */
export type TextToKeep = Readonly<{
  hash: string;
  salt: string;
  ownerSide: string | null;
  kind: string;
  language: string | null;
  body: string;
}>;

/** The content of a revision. */
export type ContentToKeep = Readonly<{ number: number; hash: string; ownerSide: string; content: unknown }>;

export type Commit = Readonly<{
  /** The version that was loaded; 0 for a submission. */
  from: number;
  state: Case;
  heads: Heads;
  now: Instant;
  /** When the proposal's workflow has to act next. */
  nextDue: Instant | null;
  wakes: boolean;
  events: readonly StoredEvent[];
  texts: readonly TextToKeep[];
  content: ContentToKeep | null;
  tracks: readonly (TrackRow & { nudge_wanted: number })[];
  ballots: readonly BallotRow[];
  seats: readonly SeatRow[];
  readers: readonly ReaderRow[];
  deliveries: readonly DeliveryRow[];
  refs: readonly RefRow[];
  answer: (KeyOfAnswer & KeptAnswer) | null;
}>;

/** A state that grew beyond what a row may hold: content and comments live apart, so this is a bug or an abuse. */
export class StateTooLarge extends Error {
  constructor(proposal: string, bytes: number) {
    super(`The state of case ${proposal} has ${bytes} bytes; at most ${STATE_BYTES_AT_MOST} are allowed`);
    this.name = 'StateTooLarge';
  }
}
export const STATE_BYTES_AT_MOST = 65_536;

const SUBMITTED = `
  INSERT INTO proposals (id, version, state_version, state, heads, number, status, procedure_key, procedure_version,
                         proposing_side, is_open, nudge_wanted, next_due)
  VALUES (@id::uuid, @version::int, @stateVersion::int, @state::json, @heads::jsonb, @number, @status, @procedure,
          @procedureVersion::int, @proposing, @isOpen, CASE WHEN @wakes THEN @version::int ELSE 0 END,
          @nextDue::timestamptz)
      ON CONFLICT DO NOTHING
  RETURNING id`;

const MOVED = `
  UPDATE proposals
     SET version = @version::int, state_version = @stateVersion::int, state = @state::json, heads = @heads::jsonb,
         status = @status, is_open = @isOpen, next_due = @nextDue::timestamptz,
         nudge_wanted = CASE WHEN @wakes THEN @version::int ELSE nudge_wanted END
   WHERE id = @id::uuid AND version = @from::int
  RETURNING id`;

const statement = (first: string): string => `
WITH moved AS (${first}
), kept_events AS (
  INSERT INTO events (proposal_id, chain, seq, prev, hash, type, schema_version, at, payload_hash, payload, salt,
                      owner_side, proposal_version, n)
  SELECT moved.id, e.chain, e.seq, e.prev, e.hash, e.type, e.schema_version, e.at, e.payload_hash, e.payload, e.salt,
         e.owner_side, @version::int, e.n
    FROM moved, json_populate_recordset(NULL::events, @events::json) AS e
), kept_texts AS (
  INSERT INTO texts (proposal_id, hash, salt, owner_side, kind, language, body)
  SELECT moved.id, t.hash, t.salt, t.owner_side, t.kind, t.language, t.body
    FROM moved, json_populate_recordset(NULL::texts, @texts::json) AS t
), kept_content AS (
  INSERT INTO revisions (proposal_id, number, hash, owner_side, content)
  SELECT moved.id, r.number, r.hash, r.owner_side, r.content
    FROM moved, json_populate_recordset(NULL::revisions, @content::json) AS r
), kept_tracks AS (
  INSERT INTO tracks AS old (proposal_id, id, side, own_workflow, settled, nudge_wanted, next_due)
  SELECT moved.id, t.id, t.side, t.own_workflow, t.settled, t.nudge_wanted, t.next_due
    FROM moved, json_populate_recordset(NULL::tracks, @tracks::json) AS t
      ON CONFLICT (proposal_id, id) DO UPDATE
     SET own_workflow = EXCLUDED.own_workflow, settled = EXCLUDED.settled, next_due = EXCLUDED.next_due,
         nudge_wanted = greatest(old.nudge_wanted, EXCLUDED.nudge_wanted)
), kept_ballots AS (
  INSERT INTO ballots (id, proposal_id, track_id, step, is_open, opened_at, due)
  SELECT b.id, moved.id, b.track_id, b.step, b.is_open, b.opened_at, b.due
    FROM moved, json_populate_recordset(NULL::ballots, @ballots::json) AS b
      ON CONFLICT (id) DO UPDATE SET is_open = EXCLUDED.is_open, due = EXCLUDED.due
), kept_seats AS (
  INSERT INTO seats_asked (ballot_id, seat_key, side, office, due, answered)
  SELECT s.ballot_id, s.seat_key, s.side, s.office, s.due, s.answered
    FROM moved, json_populate_recordset(NULL::seats_asked, @seats::json) AS s
      ON CONFLICT (ballot_id, seat_key) DO UPDATE
     SET office = EXCLUDED.office, due = EXCLUDED.due, answered = EXCLUDED.answered
), kept_readers AS (
  INSERT INTO case_readers (proposal_id, organization_id, side, since)
  SELECT moved.id, r.organization_id, r.side, r.since
    FROM moved, json_populate_recordset(NULL::case_readers, @readers::json) AS r
      ON CONFLICT DO NOTHING
), kept_deliveries AS (
  INSERT INTO deliveries (id, proposal_id, kind, side, ballot_id, seat_key, office, reply_id, person_id, ref, next_try,
                          created_at)
  SELECT d.id, moved.id, d.kind, d.side, d.ballot_id, d.seat_key, d.office, d.reply_id, d.person_id,
         -- A person's later mails about one seat lead to the same place.
         CASE WHEN d.ref IS NULL THEN NULL ELSE coalesce(r.ref, d.ref) END, @now::timestamptz, @now::timestamptz
    FROM moved CROSS JOIN json_populate_recordset(NULL::deliveries, @deliveries::json) AS d
    LEFT JOIN review_refs AS r
           ON r.ballot_id = d.ballot_id AND r.seat_key = d.seat_key AND r.person_id = d.person_id
), kept_refs AS (
  INSERT INTO review_refs (ref, proposal_id, ballot_id, seat_key, office, person_id, side)
  SELECT r.ref, moved.id, r.ballot_id, r.seat_key, r.office, r.person_id, r.side
    FROM moved, json_populate_recordset(NULL::review_refs, @refs::json) AS r
      ON CONFLICT (ballot_id, seat_key, person_id) DO NOTHING
), kept_answer AS (
  INSERT INTO idempotency_keys (credential, route, key, body_hash, status, headers, body, created_at)
  SELECT @credential, @route, @key, @bodyHash, @answerStatus::int, @answerHeaders::json, @answerBody::json,
         @now::timestamptz
    FROM moved WHERE @key::text IS NOT NULL
)
SELECT count(*)::int AS moved FROM moved`;

const SUBMIT = prepared('commit-submission', statement(SUBMITTED));
const MOVE = prepared('commit', statement(MOVED));

/** Writes a commit. False where the version has moved, or the submission is there already: nothing was written. */
export async function commit(pool: Pool, made: Commit): Promise<boolean> {
  const query = made.from === 0 ? SUBMIT(submissionValues(made)) : MOVE({ ...values(made), from: made.from });
  const { rows } = await pool.query<{ moved: number }>(query);
  return rows[0]?.moved === 1;
}

const submissionValues = (made: Commit) => ({
  ...values(made),
  number: made.state.number,
  procedure: made.state.procedure.key,
  procedureVersion: made.state.procedure.version,
  proposing: made.state.proposing,
});

function values(made: Commit) {
  const { state, heads, now, nextDue, wakes, texts, content, answer } = made;
  return {
    id: state.id,
    version: made.from + 1,
    stateVersion: STATE_VERSION,
    state: stateText(state),
    heads: JSON.stringify(heads),
    status: state.status,
    isOpen: isOpen(state),
    nextDue,
    wakes,
    now,
    events: JSON.stringify(made.events.map(eventRow)),
    texts: JSON.stringify(texts.map(({ ownerSide, ...text }) => ({ ...text, owner_side: ownerSide }))),
    content: JSON.stringify(content === null ? [] : [{ ...content, owner_side: content.ownerSide }]),
    tracks: JSON.stringify(made.tracks),
    ballots: JSON.stringify(made.ballots),
    seats: JSON.stringify(made.seats),
    readers: JSON.stringify(made.readers),
    deliveries: JSON.stringify(made.deliveries),
    refs: JSON.stringify(made.refs),
    ...answerValues(answer),
  };
}

/** What is kept under an idempotency key; nulls where there is none. Pure. */
export const answerValues = (answer: (KeyOfAnswer & KeptAnswer) | null) => ({
  credential: answer?.credential ?? null,
  route: answer?.route ?? null,
  key: answer?.key ?? null,
  bodyHash: answer?.bodyHash ?? null,
  answerStatus: answer?.status ?? null,
  answerHeaders: JSON.stringify(answer?.headers ?? null),
  answerBody: JSON.stringify(answer?.body ?? null),
});

function stateText(state: Case): string {
  const text = JSON.stringify(state);
  const bytes = Buffer.byteLength(text);
  if (bytes > STATE_BYTES_AT_MOST) throw new StateTooLarge(state.id, bytes);
  return text;
}

const eventRow = (event: StoredEvent, n: number) => ({
  n,
  chain: event.chain,
  seq: event.seq,
  prev: event.prev,
  hash: event.hash,
  type: event.type,
  schema_version: event.schemaVersion,
  at: event.at,
  payload_hash: event.payloadHash,
  payload: event.payload,
  salt: event.salt,
  owner_side: event.ownerSide,
});
