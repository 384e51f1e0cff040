-- A feed as it stands: when it is read next, who reads it now (a lease), what was told last, the key of its personal values.
CREATE TABLE feeds_feeds (
  region TEXT NOT NULL, id TEXT NOT NULL, paused BIGINT NOT NULL, asked BIGINT NOT NULL, waive BIGINT NOT NULL, state TEXT NOT NULL, note TEXT NOT NULL,
  runs BIGINT NOT NULL, changes BIGINT NOT NULL, next_at BIGINT NOT NULL, looked_at BIGINT, good_at BIGINT, since BIGINT NOT NULL,
  lease_by TEXT NOT NULL, lease_until BIGINT NOT NULL, told TEXT NOT NULL, person TEXT, PRIMARY KEY (region, id));
CREATE TABLE feeds_runs (
  region TEXT NOT NULL, feed TEXT NOT NULL, run BIGINT NOT NULL, trigger_word TEXT NOT NULL, outcome TEXT NOT NULL,
  file TEXT NOT NULL, note TEXT NOT NULL, started_at BIGINT NOT NULL, ended_at BIGINT NOT NULL, rows_read BIGINT NOT NULL,
  inserted BIGINT NOT NULL, changed BIGINT NOT NULL, vanished BIGINT NOT NULL, unchanged BIGINT NOT NULL,
  repaired BIGINT NOT NULL, rejected BIGINT NOT NULL, PRIMARY KEY (region, feed, run));
CREATE TABLE feeds_rejects (
  region TEXT NOT NULL, feed TEXT NOT NULL, run BIGINT NOT NULL, place BIGINT NOT NULL, source_row BIGINT NOT NULL,
  column_id TEXT NOT NULL, code TEXT NOT NULL, shown TEXT NOT NULL, PRIMARY KEY (region, feed, run, place));
-- Files by the hash of their bytes: each is read once, under whatever name it comes.
CREATE TABLE feeds_files (
  region TEXT NOT NULL, feed TEXT NOT NULL, hash TEXT NOT NULL, name TEXT NOT NULL, outcome TEXT NOT NULL, at BIGINT NOT NULL,
  PRIMARY KEY (region, feed, hash));
-- Rows: `id` is a keyed hash of the key, `row_key` the key itself or, where that is personal, the id again. Personal values are
-- sealed with the key of the feed; `find1` to `find4` hold the columns that lists can be filtered by.
CREATE TABLE feeds_rows (
  region TEXT NOT NULL, feed TEXT NOT NULL, id TEXT NOT NULL, row_key TEXT NOT NULL, hash TEXT NOT NULL, open_values TEXT NOT NULL,
  sealed TEXT, change BIGINT NOT NULL, gone_at BIGINT, find1 TEXT, find2 TEXT, find3 TEXT, find4 TEXT,
  PRIMARY KEY (region, feed, id));
CREATE INDEX feeds_rows_key ON feeds_rows (region, feed, row_key, id);
CREATE INDEX feeds_rows_change ON feeds_rows (region, feed, change);
CREATE INDEX feeds_rows_find1 ON feeds_rows (region, feed, find1, row_key);
CREATE INDEX feeds_rows_find2 ON feeds_rows (region, feed, find2, row_key);
CREATE INDEX feeds_rows_find3 ON feeds_rows (region, feed, find3, row_key);
CREATE INDEX feeds_rows_find4 ON feeds_rows (region, feed, find4, row_key);
