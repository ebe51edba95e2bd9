-- Version 2: nightly series. Explained in results/SCHEMA.md. Never edited: a change of the schema is a new file.

CREATE TABLE night_value (
  run TEXT NOT NULL REFERENCES run (id),
  cell TEXT NOT NULL REFERENCES cell (id),
  value REAL,
  se REAL,
  bouts INTEGER NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY (run, cell)
) STRICT, WITHOUT ROWID;

CREATE TABLE night_event (
  id INTEGER PRIMARY KEY,
  change TEXT NOT NULL,
  state TEXT NOT NULL,
  at REAL NOT NULL,
  run TEXT REFERENCES run (id),
  note TEXT NOT NULL,
  UNIQUE (change, state)
) STRICT;
