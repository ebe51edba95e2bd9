-- Version 1. Explained in results/SCHEMA.md. Never edited: a change of the schema is a new file.

CREATE TABLE run (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  study TEXT NOT NULL,
  host TEXT NOT NULL,
  subjects TEXT NOT NULL,
  seed TEXT NOT NULL,
  started REAL,
  finished REAL,
  state TEXT NOT NULL
) STRICT;
CREATE INDEX run_by_fingerprint ON run (fingerprint, state);

CREATE TABLE cell (
  id TEXT NOT NULL PRIMARY KEY,
  workload TEXT NOT NULL,
  parameters TEXT NOT NULL,
  configuration TEXT NOT NULL
) STRICT;

CREATE TABLE run_cell (
  run TEXT NOT NULL REFERENCES run (id),
  cell TEXT NOT NULL REFERENCES cell (id),
  place INTEGER NOT NULL,
  group_name TEXT NOT NULL,
  baseline INTEGER NOT NULL,
  emulated INTEGER NOT NULL,
  PRIMARY KEY (run, cell)
) STRICT, WITHOUT ROWID;

CREATE TABLE group_note (
  run TEXT NOT NULL REFERENCES run (id),
  group_name TEXT NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY (run, group_name)
) STRICT, WITHOUT ROWID;

CREATE TABLE bout (
  id INTEGER PRIMARY KEY,
  run TEXT NOT NULL REFERENCES run (id),
  group_name TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  mode TEXT NOT NULL,
  seed TEXT NOT NULL,
  started REAL,
  seconds REAL,
  load_1min REAL,
  steal_seconds REAL,
  cpus TEXT NOT NULL,
  iterations INTEGER NOT NULL,
  turn_slices INTEGER NOT NULL,
  calibration TEXT,
  outcome TEXT NOT NULL,
  detail TEXT NOT NULL,
  UNIQUE (run, group_name, mode, attempt)
) STRICT;

CREATE TABLE fact (
  id TEXT NOT NULL PRIMARY KEY,
  facts TEXT NOT NULL
) STRICT;

CREATE TABLE process (
  id INTEGER PRIMARY KEY,
  bout INTEGER NOT NULL REFERENCES bout (id),
  member INTEGER NOT NULL,
  cell TEXT NOT NULL REFERENCES cell (id),
  outcome TEXT NOT NULL,
  detail TEXT NOT NULL,
  pid INTEGER NOT NULL,
  start_position INTEGER NOT NULL,
  started REAL,
  ready_seconds REAL,
  exit_status INTEGER,
  signal INTEGER,
  user_seconds REAL,
  system_seconds REAL,
  max_rss_bytes INTEGER NOT NULL,
  executed TEXT,
  slices INTEGER NOT NULL,
  steady_slices INTEGER NOT NULL,
  wall REAL,
  cpu REAL,
  voluntary_switches INTEGER NOT NULL,
  involuntary_switches INTEGER NOT NULL,
  fact TEXT NOT NULL REFERENCES fact (id),
  result TEXT NOT NULL,
  stderr_tail TEXT NOT NULL,
  UNIQUE (bout, member)
) STRICT;
CREATE INDEX process_by_cell ON process (cell);

CREATE TABLE slice_array (
  quantity TEXT NOT NULL,
  process INTEGER NOT NULL REFERENCES process (id),
  numbers TEXT NOT NULL,
  PRIMARY KEY (quantity, process)
) STRICT, WITHOUT ROWID;
