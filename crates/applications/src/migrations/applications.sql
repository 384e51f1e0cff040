-- Grows with each change: a node that sees another number reads the inventory anew.
CREATE TABLE applications_versions (region TEXT NOT NULL, version BIGINT NOT NULL, PRIMARY KEY (region));

CREATE TABLE applications_applications (
  region TEXT NOT NULL, slug TEXT NOT NULL, cells TEXT NOT NULL, stage TEXT NOT NULL, since BIGINT NOT NULL,
  successor TEXT NOT NULL, revision BIGINT NOT NULL, written_by TEXT NOT NULL, written_at BIGINT NOT NULL,
  PRIMARY KEY (region, slug));

-- What changed, as it is shown; the event holds the salted hash of the text.
CREATE TABLE applications_changes (
  region TEXT NOT NULL, slug TEXT NOT NULL, revision BIGINT NOT NULL, kind TEXT NOT NULL, salt TEXT NOT NULL,
  text TEXT NOT NULL, written_by TEXT NOT NULL, written_at BIGINT NOT NULL, PRIMARY KEY (region, slug, revision));

CREATE TABLE applications_links (
  region TEXT NOT NULL, from_app TEXT NOT NULL, to_app TEXT NOT NULL, rung TEXT NOT NULL, what TEXT NOT NULL,
  written_by TEXT NOT NULL, written_at BIGINT NOT NULL, PRIMARY KEY (region, from_app, to_app, rung));
CREATE INDEX applications_links_to ON applications_links (region, to_app);

-- Proposals that were made a case, and what became of it.
CREATE TABLE applications_proposals (
  region TEXT NOT NULL, case_id TEXT NOT NULL, number TEXT NOT NULL, slug TEXT NOT NULL, proposal TEXT NOT NULL,
  asked_by TEXT NOT NULL, asked_at BIGINT NOT NULL, outcome TEXT NOT NULL, reason TEXT NOT NULL, decided_at BIGINT,
  PRIMARY KEY (region, case_id));
CREATE INDEX applications_proposals_slug ON applications_proposals (region, slug, asked_at);
CREATE TABLE applications_ended (
  region TEXT NOT NULL, case_id TEXT NOT NULL, next_at BIGINT NOT NULL, attempts BIGINT NOT NULL,
  PRIMARY KEY (region, case_id));
CREATE INDEX applications_ended_due ON applications_ended (region, next_at);

-- Whether the address opens. The history holds changes, not every look.
CREATE TABLE applications_health (
  region TEXT NOT NULL, slug TEXT NOT NULL, state TEXT NOT NULL, code BIGINT NOT NULL, since BIGINT NOT NULL,
  checked_at BIGINT NOT NULL, next_at BIGINT NOT NULL, PRIMARY KEY (region, slug));
CREATE INDEX applications_health_due ON applications_health (region, next_at);
CREATE TABLE applications_health_changes (
  region TEXT NOT NULL, slug TEXT NOT NULL, at BIGINT NOT NULL, state TEXT NOT NULL, code BIGINT NOT NULL,
  PRIMARY KEY (region, slug, at));

-- The ladder of each agency as it stood at the end of a quarter.
CREATE TABLE applications_quarters (
  region TEXT NOT NULL, quarter TEXT NOT NULL, unit TEXT NOT NULL, ladder TEXT NOT NULL, kept_at BIGINT NOT NULL,
  PRIMARY KEY (region, quarter, unit));

-- Tables that people bring, from the preview to the report; and names of agencies that were mapped by hand.
CREATE TABLE applications_imports (
  region TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, table_text TEXT NOT NULL, mapping TEXT NOT NULL,
  report TEXT NOT NULL, written_by TEXT NOT NULL, written_at BIGINT NOT NULL, done_at BIGINT, PRIMARY KEY (region, id));
CREATE TABLE applications_names (
  region TEXT NOT NULL, name TEXT NOT NULL, unit TEXT NOT NULL, written_by TEXT NOT NULL, written_at BIGINT NOT NULL,
  PRIMARY KEY (region, name));
