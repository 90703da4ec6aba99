-- What a search looks up: the time of saving as numbers (as text it has no order), and the last
-- measure of each metric. What was recorded before is filled in by Backfill.

ALTER TABLE version ADD COLUMN saved_second ${integer} NOT NULL DEFAULT 0;

ALTER TABLE version ADD COLUMN saved_nano ${integer} NOT NULL DEFAULT 0;

CREATE INDEX version_by_time ON version (model, saved_second, saved_nano, number);

CREATE INDEX version_by_author ON version (model, author, saved_second, saved_nano, number);

-- One metric of a model, on the data called '=name', or, with data '', on whatever was last.
-- The direction is in the key so that a range of values is a range of ranks.
CREATE TABLE series (
  sequence ${serial},
  model ${text} NOT NULL,
  metric ${text} NOT NULL,
  data ${text} NOT NULL,
  direction ${text} NOT NULL,
  UNIQUE (model, metric, data, direction)
)${strict};

-- rank is the value, negated where higher is better: ascending is best first.
CREATE TABLE measure (
  version ${integer} NOT NULL REFERENCES version (sequence),
  series ${integer} NOT NULL REFERENCES series (sequence),
  rank ${real} NOT NULL,
  PRIMARY KEY (version, series)
)${clustered};

CREATE INDEX measure_by_rank ON measure (series, rank, version DESC);
