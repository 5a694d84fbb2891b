/**
 * The SQL of a commit: its first part takes the version of the proposal's row, every other part is fed by it.
 *
 * Only the parts that have something to write stand in the statement: a reply that settles nothing writes three tables,
 * and starting the insertion into eleven costs more than the insertion. Each combination is prepared once per connection.
 */
import type { QueryConfig } from 'pg';
import { prepared } from './prepared';

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

/** What feeds on `moved`, by what it writes. Rows come as JSON and take the types of their table. */
const PARTS = {
  events: `
  INSERT INTO events (proposal_id, chain, seq, prev, hash, type, schema_version, at, payload_hash, payload, salt,
                      owner_side, proposal_version, n)
  SELECT moved.id, e.chain, e.seq, e.prev, e.hash, e.type, e.schema_version, e.at, e.payload_hash, e.payload, e.salt,
         e.owner_side, @version::int, e.n
    FROM moved, json_populate_recordset(NULL::events, @events::json) AS e`,
  texts: `
  INSERT INTO texts (proposal_id, hash, salt, owner_side, kind, language, body)
  SELECT moved.id, t.hash, t.salt, t.owner_side, t.kind, t.language, t.body
    FROM moved, json_populate_recordset(NULL::texts, @texts::json) AS t`,
  content: `
  INSERT INTO revisions (proposal_id, hash, owner_side, content)
  SELECT moved.id, r.hash, r.owner_side, r.content
    FROM moved, json_populate_recordset(NULL::revisions, @content::json) AS r
      ON CONFLICT DO NOTHING`,
  attachments: `
  INSERT INTO case_attachments AS old (proposal_id, owner_side, sha256, name, audience, attached_at)
  SELECT moved.id, a.owner_side, a.sha256, coalesce(u.name, a.sha256), a.audience, @now::timestamptz
    FROM moved, json_to_recordset(@attachments::json)
                AS a (owner_side text, organization_id text, sha256 text, audience text)
    LEFT JOIN attachment_uploads AS u ON u.organization_id = a.organization_id AND u.sha256 = a.sha256
      ON CONFLICT (proposal_id, owner_side, sha256) DO UPDATE SET audience = EXCLUDED.audience
   WHERE old.audience = 'inside'`,
  tracks: `
  INSERT INTO tracks AS old (proposal_id, id, side, own_workflow, settled, nudge_wanted, next_due)
  SELECT moved.id, t.id, t.side, t.own_workflow, t.settled, t.nudge_wanted, t.next_due
    FROM moved, json_populate_recordset(NULL::tracks, @tracks::json) AS t
      ON CONFLICT (proposal_id, id) DO UPDATE
     SET own_workflow = EXCLUDED.own_workflow, settled = EXCLUDED.settled, next_due = EXCLUDED.next_due,
         nudge_wanted = greatest(old.nudge_wanted, EXCLUDED.nudge_wanted)`,
  ballots: `
  INSERT INTO ballots (id, proposal_id, track_id, step, is_open, opened_at, due)
  SELECT b.id, moved.id, b.track_id, b.step, b.is_open, b.opened_at, b.due
    FROM moved, json_populate_recordset(NULL::ballots, @ballots::json) AS b
      ON CONFLICT (id) DO UPDATE SET is_open = EXCLUDED.is_open, due = EXCLUDED.due`,
  seats: `
  INSERT INTO seats_asked (ballot_id, seat_key, side, office, due, answered)
  SELECT s.ballot_id, s.seat_key, s.side, s.office, s.due, s.answered
    FROM moved, json_populate_recordset(NULL::seats_asked, @seats::json) AS s
      ON CONFLICT (ballot_id, seat_key) DO UPDATE
     SET office = EXCLUDED.office, due = EXCLUDED.due, answered = EXCLUDED.answered`,
  readers: `
  INSERT INTO case_readers (proposal_id, organization_id, side, since)
  SELECT moved.id, r.organization_id, r.side, r.since
    FROM moved, json_populate_recordset(NULL::case_readers, @readers::json) AS r
      ON CONFLICT DO NOTHING`,
  deliveries: `
  INSERT INTO deliveries (id, proposal_id, kind, side, ballot_id, seat_key, office, reply_id, person_id, ref, thing,
                          next_try, created_at)
  SELECT d.id, moved.id, d.kind, d.side, d.ballot_id, d.seat_key, d.office, d.reply_id, d.person_id,
         -- A person's later mails about one seat lead to the same place.
         CASE WHEN d.ref IS NULL THEN NULL ELSE coalesce(
           (SELECT r.ref FROM review_refs AS r
             WHERE r.ballot_id = d.ballot_id AND r.seat_key = d.seat_key AND r.person_id = d.person_id), d.ref) END,
         d.thing, @now::timestamptz, @now::timestamptz
    FROM moved, json_populate_recordset(NULL::deliveries, @deliveries::json) AS d`,
  refs: `
  INSERT INTO review_refs (ref, proposal_id, ballot_id, seat_key, office, person_id, side)
  SELECT r.ref, moved.id, r.ballot_id, r.seat_key, r.office, r.person_id, r.side
    FROM moved, json_populate_recordset(NULL::review_refs, @refs::json) AS r
      ON CONFLICT (ballot_id, seat_key, person_id) DO NOTHING`,
  answer: `
  INSERT INTO idempotency_keys (credential, route, key, body_hash, status, headers, body, created_at)
  SELECT @credential, @route, @key, @bodyHash, @answerStatus::int, @answerHeaders::json, @answerBody::json,
         @now::timestamptz
    FROM moved`,
} as const;

export type Part = keyof typeof PARTS;
const ALL_PARTS = Object.keys(PARTS) as readonly Part[];

type Statement = (values: Readonly<Record<string, unknown>>) => QueryConfig;
const statements = new Map<string, Statement>();

/** The statement that writes these parts. */
export function commitStatement(first: 'submission' | 'move', needed: ReadonlySet<Part>): Statement {
  const parts = ALL_PARTS.filter((part) => needed.has(part));
  const name = `${first}-${ALL_PARTS.map((part) => Number(needed.has(part))).join('')}`;
  const known = statements.get(name);
  if (known) return known;
  const made = prepared(
    name,
    `
WITH moved AS (${first === 'submission' ? SUBMITTED : MOVED}
)${parts.map((part) => `, kept_${part} AS (${PARTS[part]}\n)`).join('')}
SELECT count(*)::int AS moved FROM moved`,
  );
  statements.set(name, made);
  return made;
}
