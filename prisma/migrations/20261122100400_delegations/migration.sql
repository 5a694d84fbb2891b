-- A holder may have named somebody who speaks for them: always, or for what the limits say.
ALTER TABLE holders DROP CONSTRAINT holders_kind_check;
ALTER TABLE holders
  ADD COLUMN by_person text REFERENCES people (id),
  -- {instruments?, areas?}; null for everything.
  ADD COLUMN limits jsonb,
  ADD CONSTRAINT holders_kind CHECK (kind IN ('principal', 'alternate', 'delegate', 'proxy')),
  ADD CONSTRAINT holders_by CHECK ((kind IN ('delegate', 'proxy')) = (by_person IS NOT NULL));
