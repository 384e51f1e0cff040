CREATE TABLE programme_texts (
  region TEXT NOT NULL, id TEXT NOT NULL, salt TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (region, id));
CREATE TABLE programme_plans (
  region TEXT NOT NULL, id TEXT NOT NULL, title TEXT NOT NULL, start BIGINT NOT NULL, edits BIGINT NOT NULL,
  created_at BIGINT NOT NULL, PRIMARY KEY (region, id));
CREATE TABLE programme_versions (
  region TEXT NOT NULL, plan TEXT NOT NULL, number BIGINT NOT NULL, state TEXT NOT NULL,
  submitted_by TEXT, approved_by TEXT, decree_kind TEXT, decree_number BIGINT, decree_day BIGINT,
  returned TEXT NOT NULL, changed_at BIGINT NOT NULL, PRIMARY KEY (region, plan, number));
CREATE TABLE programme_promises (
  region TEXT NOT NULL, plan TEXT NOT NULL, version BIGINT NOT NULL, id TEXT NOT NULL, revision BIGINT NOT NULL,
  name TEXT NOT NULL, pillar TEXT NOT NULL, sub TEXT NOT NULL, owner TEXT NOT NULL, districts TEXT NOT NULL, start BIGINT NOT NULL,
  ends BIGINT NOT NULL, quick BIGINT, direction TEXT NOT NULL, budget BIGINT NOT NULL, targets BIGINT NOT NULL,
  facts TEXT NOT NULL, sheet TEXT NOT NULL, written_by TEXT NOT NULL, written_at BIGINT NOT NULL,
  PRIMARY KEY (region, plan, version, id));
CREATE INDEX programme_promises_name ON programme_promises (region, plan, version, name, id);
CREATE INDEX programme_promises_id ON programme_promises (region, id, version);
CREATE TABLE programme_targets (
  region TEXT NOT NULL, plan TEXT NOT NULL, version BIGINT NOT NULL, promise TEXT NOT NULL, year BIGINT NOT NULL,
  value TEXT NOT NULL, PRIMARY KEY (region, plan, version, promise, year));
CREATE INDEX programme_targets_promise ON programme_targets (region, promise, year, version);
CREATE TABLE programme_changes (
  region TEXT NOT NULL, plan TEXT NOT NULL, version BIGINT NOT NULL, promise TEXT NOT NULL, year BIGINT NOT NULL,
  reason TEXT NOT NULL, changed_by TEXT NOT NULL, changed_at BIGINT NOT NULL,
  PRIMARY KEY (region, plan, version, promise, year));
CREATE INDEX programme_changes_promise ON programme_changes (region, promise, year, version);
CREATE TABLE programme_results (
  region TEXT NOT NULL, promise TEXT NOT NULL, year BIGINT NOT NULL, number BIGINT NOT NULL, value TEXT NOT NULL,
  day BIGINT, evidence TEXT NOT NULL, reported_by TEXT NOT NULL, reported_at BIGINT NOT NULL, latest BIGINT NOT NULL,
  PRIMARY KEY (region, promise, year, number));
CREATE INDEX programme_results_latest ON programme_results (region, promise, year) WHERE latest = 1;
CREATE TABLE programme_entries (
  region TEXT NOT NULL, id TEXT NOT NULL, version BIGINT NOT NULL, kind TEXT NOT NULL, plan TEXT NOT NULL,
  about TEXT NOT NULL, pillar TEXT NOT NULL, unit TEXT NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL,
  origin TEXT NOT NULL, revision BIGINT NOT NULL, written_by TEXT NOT NULL, written_at BIGINT NOT NULL,
  PRIMARY KEY (region, id, version));
CREATE INDEX programme_entries_kind ON programme_entries (region, plan, version, kind, about, written_at, id);
CREATE TABLE programme_proposals (
  region TEXT NOT NULL, id TEXT NOT NULL, pillar TEXT NOT NULL, district TEXT NOT NULL, person TEXT NOT NULL,
  text_ref TEXT NOT NULL, name_ref TEXT, contact_ref TEXT, state TEXT NOT NULL, answer TEXT NOT NULL,
  promise TEXT, sent_at BIGINT NOT NULL, decided_at BIGINT, decided_by TEXT, seen BIGINT NOT NULL,
  PRIMARY KEY (region, id));
CREATE INDEX programme_proposals_state ON programme_proposals (region, state, sent_at, id);
