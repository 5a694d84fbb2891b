-- The catalogue is edited at run time, and one act may be carried to many cases.

-- What a person has edited is left alone by every later seeding.
ALTER TABLE countries ADD COLUMN calendar_origin text NOT NULL DEFAULT 'seed'
  CHECK (calendar_origin IN ('seed', 'edited'));
ALTER TABLE people ADD COLUMN origin text NOT NULL DEFAULT 'seed' CHECK (origin IN ('seed', 'edited'));
-- A seat's channels and the list of its holders are edited as one.
ALTER TABLE seats ADD COLUMN origin text NOT NULL DEFAULT 'seed' CHECK (origin IN ('seed', 'edited'));

-- Who changed what, when and why, and what stood before. Append-only: the application neither updates nor deletes.
CREATE TABLE catalogue_changes (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at              timestamptz NOT NULL,
  kind            text NOT NULL CHECK (kind IN ('calendar', 'seat', 'person', 'hold', 'lift')),
  -- Country, seat, person or hold.
  key             text NOT NULL,
  side            text NOT NULL REFERENCES countries (iso),
  organization_id text NOT NULL,
  person_id       text NOT NULL,
  credential      text NOT NULL,
  reason          text,
  -- null for what was not there.
  before          jsonb,
  after           jsonb NOT NULL,
  -- The version of the catalogue that the change made.
  version         bigint NOT NULL
);
CREATE INDEX catalogue_changes_of ON catalogue_changes (side, id);

-- A side's pause of all its cases with another one.
CREATE TABLE holds (
  id                  uuid PRIMARY KEY,
  by_side             text NOT NULL REFERENCES countries (iso),
  with_side           text NOT NULL REFERENCES countries (iso),
  since               timestamptz NOT NULL,
  lifted_at           timestamptz,
  CHECK (by_side <> with_side)
);
CREATE UNIQUE INDEX holds_standing ON holds (by_side, with_side) WHERE lifted_at IS NULL;

-- One act that concerns many cases is one change, and one row for each case to which it has yet to be carried.
CREATE TABLE carried_acts (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  change_id    bigint NOT NULL REFERENCES catalogue_changes (id),
  -- null for the second look: a command that had loaded the catalogue before the change may commit after it.
  proposal_id  uuid,
  act          jsonb NOT NULL,
  created_at   timestamptz NOT NULL,
  -- Not before this; a claim is a lease.
  leased_until timestamptz,
  tries        integer NOT NULL DEFAULT 0,
  done_at      timestamptz,
  result       text CHECK (result IN ('applied', 'overtaken')),
  CHECK ((done_at IS NULL) = (result IS NULL)),
  UNIQUE (change_id, proposal_id, act)
);
-- Acts on one case are carried in their order.
CREATE INDEX carried_acts_waiting ON carried_acts (proposal_id, id) WHERE done_at IS NULL;

-- Which cases an act concerns is asked of what is open, and of nothing else.
CREATE INDEX ballots_open ON ballots (proposal_id) WHERE is_open;
