-- Sign-in by a mailed code: who asked, which codes were mailed, who is signed in. A code is derived from its mail's id
-- and never stored; of what a cookie holds only the SHA-256 is kept. Nothing of all this belongs to a case.

-- Every mail belongs to a case, but the one that carries a code.
ALTER TABLE deliveries ALTER COLUMN proposal_id DROP NOT NULL;
ALTER TABLE deliveries ADD CONSTRAINT deliveries_of_a_case CHECK (proposal_id IS NOT NULL OR kind = 'signIn') NOT VALID;
ALTER TABLE deliveries VALIDATE CONSTRAINT deliveries_of_a_case;

-- What is counted for each person, so that guessing is answered whoever guesses.
CREATE TABLE sign_in_people (
  person_id   text PRIMARY KEY,
  mailed_at   timestamptz NOT NULL,
  -- The newest code while nobody used it: whoever asks a moment later shares it.
  open_code   uuid,
  wrong_codes integer NOT NULL DEFAULT 0,
  wrong_since timestamptz
);

-- Its id is that of the delivery.
CREATE TABLE sign_in_codes (
  id         uuid PRIMARY KEY,
  person_id  text NOT NULL,
  digits     integer NOT NULL CHECK (digits IN (8, 16)),
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at    timestamptz
);
CREATE INDEX sign_in_codes_person ON sign_in_codes (person_id, created_at);
CREATE INDEX sign_in_codes_age ON sign_in_codes (expires_at);

-- A browser that asked for a code. One for an unknown address looks the same, and leads nowhere.
CREATE TABLE sign_in_attempts (
  id_hash      text PRIMARY KEY,
  person_id    text,
  address_hash text,
  created_at   timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL,
  wrong_codes  integer NOT NULL DEFAULT 0
);
CREATE INDEX sign_in_attempts_age ON sign_in_attempts (expires_at);

CREATE TABLE sessions (
  id_hash      text PRIMARY KEY,
  person_id    text NOT NULL,
  -- Of the address to which the code was mailed: when another one is registered, the session has ended.
  address_hash text NOT NULL,
  created_at   timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL,
  idle_until   timestamptz NOT NULL
);
CREATE INDEX sessions_person ON sessions (person_id);
CREATE INDEX sessions_age ON sessions (expires_at);
