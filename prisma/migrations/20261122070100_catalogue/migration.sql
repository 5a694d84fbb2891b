-- The catalogue: countries, the directory of offices and people, procedures, keys. Seeded from `catalog/`.

-- Raised by every change of the catalogue, so that a process knows when its copy is old.
CREATE TABLE catalogue_version (
  single  boolean PRIMARY KEY DEFAULT true CHECK (single),
  version bigint NOT NULL
);
INSERT INTO catalogue_version (version) VALUES (1);

CREATE TABLE countries (
  iso        text PRIMARY KEY,
  sort_order integer NOT NULL,
  names      jsonb NOT NULL,
  unit       text NOT NULL,
  languages  jsonb NOT NULL,
  calendar   jsonb NOT NULL,
  profiles   jsonb NOT NULL
);

CREATE TABLE organizations (
  id         text PRIMARY KEY,
  country    text NOT NULL REFERENCES countries (iso),
  level      text NOT NULL,
  parent     text REFERENCES organizations (id),
  roles      jsonb NOT NULL,
  names      jsonb NOT NULL,
  valid_from  date,
  valid_until date
);

CREATE TABLE people (
  id              text PRIMARY KEY,
  organization_id text NOT NULL REFERENCES organizations (id),
  name            text NOT NULL,
  email           text NOT NULL,
  language        text NOT NULL,
  zone            text NOT NULL
);

CREATE TABLE seats (
  id              text PRIMARY KEY,
  organization_id text NOT NULL REFERENCES organizations (id),
  function        text NOT NULL,
  channels        jsonb NOT NULL
);

CREATE TABLE holders (
  seat_id     text NOT NULL REFERENCES seats (id),
  person_id   text NOT NULL REFERENCES people (id),
  kind        text NOT NULL CHECK (kind IN ('principal', 'alternate')),
  valid_from  date NOT NULL,
  valid_until date,
  PRIMARY KEY (seat_id, person_id, valid_from)
);

-- Versions are immutable: a running case stays on its own.
CREATE TABLE procedures (
  key        text NOT NULL,
  version    integer NOT NULL,
  hash       text NOT NULL UNIQUE,
  definition jsonb NOT NULL,
  PRIMARY KEY (key, version)
);

CREATE TABLE instruments (
  key   text PRIMARY KEY,
  names jsonb NOT NULL
);

CREATE TABLE areas (
  code      text PRIMARY KEY,
  names     jsonb NOT NULL,
  paragraph integer NOT NULL
);

-- A key belongs to an organization and names the person it acts for. Only the SHA-256 of the secret is kept.
CREATE TABLE api_keys (
  id              text PRIMARY KEY,
  secret_hash     text NOT NULL,
  organization_id text NOT NULL REFERENCES organizations (id),
  person_id       text NOT NULL REFERENCES people (id),
  scopes          jsonb NOT NULL,
  created_at      timestamptz NOT NULL,
  revoked_at      timestamptz
);
