-- A text is known by its hash: two houses may each be writing a next revision, and only the released ones are numbered
-- for all.
ALTER TABLE revisions DROP CONSTRAINT revisions_pkey;
ALTER TABLE revisions ADD PRIMARY KEY (proposal_id, hash);
ALTER TABLE revisions DROP COLUMN number;

-- An agreed case is closed, but what it obliges to still falls due.
DROP INDEX proposals_next_due;
CREATE INDEX proposals_next_due ON proposals (next_due) WHERE next_due IS NOT NULL;
