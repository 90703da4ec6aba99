-- The catalogue's first tables. A released script is never edited; a change is a new script.
-- Times are ISO-8601 text, since an Instant is finer than any time or number a database knows; ids
-- and digests are the 32 raw bytes. The words in braces are replaced by each database's own.

CREATE TABLE version (
  sequence ${key},
  id ${bytes} NOT NULL UNIQUE,
  model ${text} NOT NULL,
  number ${integer} NOT NULL,
  saved_at ${text} NOT NULL,
  author ${text} NOT NULL,
  message ${text} NOT NULL,
  retired_at ${text},
  retired_by ${text},
  retired_because ${text},
  UNIQUE (model, number)
)${strict};

CREATE TABLE parent (
  version ${bytes} NOT NULL REFERENCES version (id),
  position ${integer} NOT NULL,
  parent ${bytes} NOT NULL REFERENCES version (id),
  PRIMARY KEY (version, position)
)${clustered};

CREATE TABLE ref (
  model ${text} NOT NULL,
  kind ${text} NOT NULL,
  name ${text} NOT NULL,
  version ${bytes} NOT NULL REFERENCES version (id),
  PRIMARY KEY (model, kind, name)
)${clustered};

CREATE INDEX ref_by_version ON ref (version);

CREATE TABLE ref_move (
  sequence ${serial},
  model ${text} NOT NULL,
  kind ${text} NOT NULL,
  name ${text} NOT NULL,
  moved_from ${bytes},
  moved_to ${bytes},
  moved_at ${text} NOT NULL,
  author ${text} NOT NULL,
  reason ${text} NOT NULL
)${strict};

CREATE INDEX ref_move_by_ref ON ref_move (model, kind, name, sequence);

CREATE TABLE pack (
  sequence ${serial},
  name ${text} NOT NULL UNIQUE
)${strict};

CREATE TABLE chunk (
  digest ${bytes} PRIMARY KEY,
  pack ${integer} NOT NULL REFERENCES pack (sequence),
  position ${integer} NOT NULL,
  stored_length ${integer} NOT NULL,
  raw_length ${integer} NOT NULL,
  codec ${integer} NOT NULL
)${clustered};

CREATE INDEX chunk_by_pack ON chunk (pack, position);

CREATE TABLE evaluation (
  sequence ${serial},
  version ${bytes} NOT NULL REFERENCES version (id),
  document ${text} NOT NULL,
  attached_at ${text} NOT NULL,
  author ${text} NOT NULL
)${strict};

CREATE INDEX evaluation_by_version ON evaluation (version, sequence);

CREATE TABLE event (
  sequence ${serial},
  stream ${text} NOT NULL,
  id ${text} NOT NULL,
  happened_at ${text} NOT NULL,
  payload ${text} NOT NULL,
  UNIQUE (stream, id)
)${strict};

CREATE INDEX event_by_stream ON event (stream, sequence);
