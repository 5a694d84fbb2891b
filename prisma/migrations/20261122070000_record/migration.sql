-- The record: what happened, what stands, what has to be sent.
--
-- `proposals` is the only lock. Everything a commit writes is fed by the one UPDATE (or INSERT) of its row.
-- `tracks`, `ballots`, `seats_asked` and `case_readers` are projections that `rebuild` can drop and make anew.

-- The one clock. Only test databases and demo instances define it with an offset.
CREATE FUNCTION accord_now() RETURNS timestamptz LANGUAGE sql STABLE AS 'SELECT clock_timestamp()';

CREATE TABLE proposals (
  id             uuid PRIMARY KEY,
  version        integer NOT NULL,
  state_version  integer NOT NULL,
  -- domain/proposal/state.ts, plain JSON; made from events and never the other way round. `json` keeps the order of
  -- tracks and ballots as `evolve` made it, which `jsonb` does not.
  state          json NOT NULL CHECK (octet_length(state::text) <= 65536),
  -- {chain: {seq, hash}} of the last event of each chain.
  heads          jsonb NOT NULL,
  number         text NOT NULL UNIQUE,
  status         text NOT NULL,
  procedure_key  text NOT NULL,
  procedure_version integer NOT NULL,
  proposing_side text NOT NULL,
  is_open        boolean NOT NULL,
  -- Nudges of the proposal's workflow: pending while wanted > sent.
  nudge_wanted   integer NOT NULL DEFAULT 0,
  nudge_sent     integer NOT NULL DEFAULT 0,
  next_due       timestamptz
);
CREATE INDEX proposals_nudge_pending ON proposals (id) WHERE nudge_wanted > nudge_sent;
CREATE INDEX proposals_next_due ON proposals (next_due) WHERE is_open AND next_due IS NOT NULL;

CREATE TABLE tracks (
  proposal_id  uuid NOT NULL,
  id           text NOT NULL,
  side         text,
  -- True where the track has a workflow of its own (a stage of several tracks).
  own_workflow boolean NOT NULL,
  settled      boolean NOT NULL,
  nudge_wanted integer NOT NULL DEFAULT 0,
  nudge_sent   integer NOT NULL DEFAULT 0,
  next_due     timestamptz,
  PRIMARY KEY (proposal_id, id)
);
CREATE INDEX tracks_nudge_pending ON tracks (proposal_id, id) WHERE nudge_wanted > nudge_sent;
CREATE INDEX tracks_next_due ON tracks (next_due) WHERE NOT settled AND next_due IS NOT NULL;

CREATE TABLE ballots (
  id          text PRIMARY KEY,
  proposal_id uuid NOT NULL,
  track_id    text NOT NULL,
  step        text NOT NULL,
  is_open     boolean NOT NULL,
  opened_at   timestamptz NOT NULL,
  due         timestamptz
);
CREATE INDEX ballots_proposal ON ballots (proposal_id);

CREATE TABLE seats_asked (
  ballot_id text NOT NULL,
  seat_key  text NOT NULL,
  side      text NOT NULL,
  office    text NOT NULL,
  due       timestamptz,
  answered  boolean NOT NULL,
  PRIMARY KEY (ballot_id, seat_key)
);
CREATE INDEX seats_asked_office ON seats_asked (office) WHERE NOT answered;

-- Who may read a case, and since when it is theirs to read: the order of every list.
CREATE TABLE case_readers (
  proposal_id     uuid NOT NULL,
  organization_id text NOT NULL,
  side            text NOT NULL,
  since           timestamptz NOT NULL,
  PRIMARY KEY (organization_id, proposal_id)
);
CREATE INDEX case_readers_list ON case_readers (organization_id, since DESC, proposal_id DESC);
CREATE INDEX case_readers_proposal ON case_readers (proposal_id);

-- Append-only and hash-chained; one chain per audience. Never updated by the application's role.
CREATE TABLE events (
  proposal_id      uuid NOT NULL,
  chain            text NOT NULL,
  seq              integer NOT NULL,
  prev             text NOT NULL,
  hash             text NOT NULL,
  type             text NOT NULL,
  schema_version   integer NOT NULL,
  at               timestamptz NOT NULL,
  payload_hash     text NOT NULL,
  -- Canonical bytes (RFC 8785) and their salt; the owner role may destroy both while the chain stands.
  payload          text,
  salt             text,
  -- The side that owns the payload; null on the `case` chain, which all sides own.
  owner_side       text,
  -- The order in which `evolve` reads; never leaves the store.
  proposal_version integer NOT NULL,
  n                integer NOT NULL,
  -- For the sequencer that gives followers one global order.
  xid              xid8 NOT NULL DEFAULT pg_current_xact_id(),
  PRIMARY KEY (proposal_id, chain, seq),
  UNIQUE (proposal_id, proposal_version, n)
);
CREATE INDEX events_xid ON events (xid);

-- Free text, referenced from events by its salted hash; erasable.
CREATE TABLE texts (
  proposal_id uuid NOT NULL,
  hash        text NOT NULL,
  salt        text NOT NULL,
  owner_side  text,
  kind        text NOT NULL,
  language    text,
  body        text,
  PRIMARY KEY (proposal_id, hash)
);

-- The content of each revision: title, summary, sections, data.
CREATE TABLE revisions (
  proposal_id uuid NOT NULL,
  number      integer NOT NULL,
  hash        text NOT NULL,
  owner_side  text NOT NULL,
  content     jsonb,
  PRIMARY KEY (proposal_id, number)
);

-- The first answer to each idempotency key, written by the command's own statement; kept 30 days.
CREATE TABLE idempotency_keys (
  credential  text NOT NULL,
  route       text NOT NULL,
  key         text NOT NULL,
  body_hash   text NOT NULL,
  status      integer NOT NULL,
  -- `json`, so that the first answer is given again byte for byte.
  headers     json NOT NULL,
  body        json NOT NULL,
  created_at  timestamptz NOT NULL,
  PRIMARY KEY (credential, route, key)
);
CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);

-- Refused commands of authenticated callers: outside the chain, capped.
CREATE TABLE refusals (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at          timestamptz NOT NULL,
  credential  text NOT NULL,
  person_id   text,
  route       text NOT NULL,
  proposal_id uuid,
  code        text NOT NULL,
  pointer     text
);

-- Mails to send: state, attempts, next try and dead letters are columns; a claim is a lease.
CREATE TABLE deliveries (
  id           uuid PRIMARY KEY,
  proposal_id  uuid NOT NULL,
  kind         text NOT NULL,
  side         text NOT NULL,
  ballot_id    text,
  seat_key     text,
  office       text,
  reply_id     text,
  person_id    text NOT NULL,
  -- The locator in links, one per ballot, seat and person; several deliveries share it.
  ref          text,
  state        text NOT NULL DEFAULT 'queued',
  attempts     integer NOT NULL DEFAULT 0,
  next_try     timestamptz NOT NULL,
  leased_until timestamptz,
  created_at   timestamptz NOT NULL,
  sent_at      timestamptz,
  message_id   text,
  result       text,
  CHECK (state IN ('queued', 'sent', 'overtaken', 'dead'))
);
CREATE INDEX deliveries_due ON deliveries (next_try) WHERE state = 'queued';
CREATE INDEX deliveries_proposal ON deliveries (proposal_id);
CREATE INDEX deliveries_ref ON deliveries (ref) WHERE ref IS NOT NULL;

-- What a link leads to. Token and code are derived from a delivery's id and never stored.
CREATE TABLE review_refs (
  ref           text PRIMARY KEY,
  proposal_id   uuid NOT NULL,
  ballot_id     text NOT NULL,
  seat_key      text NOT NULL,
  office        text NOT NULL,
  person_id     text NOT NULL,
  side          text NOT NULL,
  -- Wrong codes since the last retirement; twenty a day retire every code mailed before.
  wrong_codes   integer NOT NULL DEFAULT 0,
  wrong_since   timestamptz,
  retired_before timestamptz,
  fresh_at      timestamptz,
  UNIQUE (ballot_id, seat_key, person_id)
);

CREATE TABLE reading_sessions (
  id_hash     text PRIMARY KEY,
  ref         text NOT NULL,
  created_at  timestamptz NOT NULL,
  expires_at  timestamptz NOT NULL,
  code_proven boolean NOT NULL,
  wrong_codes integer NOT NULL DEFAULT 0,
  language    text,
  -- The answer chosen and not yet confirmed.
  draft       jsonb
);
CREATE INDEX reading_sessions_age ON reading_sessions (expires_at);
