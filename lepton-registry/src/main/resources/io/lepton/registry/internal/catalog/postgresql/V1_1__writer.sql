-- The last transaction of each open catalogue: if a connection is lost in a COMMIT, this says
-- whether it happened.

CREATE TABLE writer (
  id ${bytes} PRIMARY KEY,
  transactions ${integer} NOT NULL,
  used_second ${integer} NOT NULL
);
