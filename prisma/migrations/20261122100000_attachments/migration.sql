-- Attachments: files by the SHA-256 of their content, once for each side.
--
-- A side has its own copy even where another one holds the same bytes: no upload can find out what is in another
-- house, and destroying a file in one house takes nothing from another.
CREATE TABLE attachments (
  side        text NOT NULL,
  sha256      text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  -- Found by content, never by what the sender said.
  type        text NOT NULL,
  bytes       integer NOT NULL CHECK (bytes > 0),
  -- The last time that anybody of the side sent it; what no case names is kept for thirty days from then on.
  uploaded_at timestamptz NOT NULL,
  PRIMARY KEY (side, sha256)
);
CREATE INDEX attachments_age ON attachments (uploaded_at);

-- The content in pieces, so that no process ever holds a whole file.
CREATE TABLE attachment_chunks (
  side    text NOT NULL,
  sha256  text NOT NULL,
  n       integer NOT NULL,
  content bytea NOT NULL,
  PRIMARY KEY (side, sha256, n),
  FOREIGN KEY (side, sha256) REFERENCES attachments (side, sha256) ON DELETE CASCADE
);
-- Files of these kinds are packed already: packing them again costs time and saves nothing.
ALTER TABLE attachment_chunks ALTER COLUMN content SET STORAGE EXTERNAL;

-- Who sent it, and under which name. An organization that sends it again under another name renames it for itself.
CREATE TABLE attachment_uploads (
  organization_id text NOT NULL,
  sha256          text NOT NULL,
  side            text NOT NULL,
  person_id       text NOT NULL,
  name            text NOT NULL,
  uploaded_at     timestamptz NOT NULL,
  PRIMARY KEY (organization_id, sha256),
  FOREIGN KEY (side, sha256) REFERENCES attachments (side, sha256) ON DELETE CASCADE
);
CREATE INDEX attachment_uploads_file ON attachment_uploads (side, sha256);

-- What a case names, with the name under which it was attached. Written by the commit of the case. No file can be
-- taken away that stands here.
CREATE TABLE case_attachments (
  proposal_id uuid NOT NULL,
  owner_side  text NOT NULL,
  sha256      text NOT NULL,
  name        text NOT NULL,
  -- `inside`: the owner's side alone; `released`: every side of the case.
  audience    text NOT NULL CHECK (audience IN ('inside', 'released')),
  attached_at timestamptz NOT NULL,
  PRIMARY KEY (proposal_id, owner_side, sha256),
  FOREIGN KEY (owner_side, sha256) REFERENCES attachments (side, sha256)
);
CREATE INDEX case_attachments_file ON case_attachments (sha256);
