CREATE TABLE movement_texts (
  region TEXT NOT NULL, id TEXT NOT NULL, salt TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (region, id));

-- A cohort by its year: its size and the total as they were published, never counted here.
CREATE TABLE movement_cohorts (
  region TEXT NOT NULL, year BIGINT NOT NULL, size BIGINT NOT NULL, total BIGINT, note TEXT NOT NULL, source TEXT NOT NULL,
  revision BIGINT NOT NULL, written_at BIGINT NOT NULL, PRIMARY KEY (region, year));
CREATE TABLE movement_members (
  region TEXT NOT NULL, cohort BIGINT NOT NULL, area TEXT NOT NULL, source TEXT NOT NULL, added_at BIGINT NOT NULL,
  PRIMARY KEY (region, cohort, area));
CREATE INDEX movement_members_area ON movement_members (region, area, cohort);

-- Where each region stands, so that a list of all of them opens nothing else.
CREATE TABLE movement_regions (
  region TEXT NOT NULL, area TEXT NOT NULL, selection TEXT, memorandum BIGINT, mentored BIGINT, planned BIGINT,
  evaluated BIGINT, result TEXT, summarised BIGINT, PRIMARY KEY (region, area));

-- Memoranda, mentoring sessions, milestones, practices, notes of regions; partners of the movement (area `-`).
CREATE TABLE movement_records (
  region TEXT NOT NULL, id TEXT NOT NULL, area TEXT NOT NULL, kind TEXT NOT NULL, day BIGINT, done BIGINT,
  cells TEXT NOT NULL, revision BIGINT NOT NULL, written_by TEXT NOT NULL, written_at BIGINT NOT NULL,
  PRIMARY KEY (region, id));
CREATE INDEX movement_records_area ON movement_records (region, area, kind, day);
CREATE INDEX movement_records_kind ON movement_records (region, kind, done, day);
CREATE TABLE movement_adoptions (
  region TEXT NOT NULL, practice TEXT NOT NULL, area TEXT NOT NULL, added_at BIGINT NOT NULL,
  PRIMARY KEY (region, practice, area));
CREATE INDEX movement_adoptions_area ON movement_adoptions (region, area, practice);

CREATE TABLE movement_selections (
  region TEXT NOT NULL, id TEXT NOT NULL, area TEXT NOT NULL, cohort BIGINT NOT NULL, instrument TEXT NOT NULL,
  state TEXT NOT NULL, reason TEXT NOT NULL, opened_at BIGINT NOT NULL, decided_at BIGINT, decided_by TEXT,
  PRIMARY KEY (region, id));
CREATE INDEX movement_selections_area ON movement_selections (region, area, opened_at);
CREATE INDEX movement_selections_state ON movement_selections (region, state, opened_at);
CREATE TABLE movement_assessors (
  region TEXT NOT NULL, selection TEXT NOT NULL, officer TEXT NOT NULL, scores TEXT NOT NULL, note TEXT NOT NULL,
  revision BIGINT NOT NULL, scored_at BIGINT, PRIMARY KEY (region, selection, officer));
CREATE INDEX movement_assessors_officer ON movement_assessors (region, officer, selection);

CREATE TABLE movement_evaluations (
  region TEXT NOT NULL, area TEXT NOT NULL, year BIGINT NOT NULL, instrument TEXT NOT NULL, levels TEXT NOT NULL,
  published TEXT, year_before TEXT, texts TEXT NOT NULL, revision BIGINT NOT NULL, written_by TEXT NOT NULL,
  written_at BIGINT NOT NULL, PRIMARY KEY (region, area, year));
CREATE INDEX movement_evaluations_year ON movement_evaluations (region, year, area);

-- Public keys of regions: one belongs to one region for good, so that a forgotten one still names its owner.
CREATE TABLE movement_keys (
  region TEXT NOT NULL, public_key TEXT NOT NULL, area TEXT NOT NULL, since BIGINT NOT NULL, PRIMARY KEY (region, public_key));
CREATE INDEX movement_keys_area ON movement_keys (region, area, since);
-- The region's own key; the secret half is sealed.
CREATE TABLE movement_own_keys (
  region TEXT NOT NULL, public_key TEXT NOT NULL, sealed TEXT NOT NULL, made_at BIGINT NOT NULL, PRIMARY KEY (region));
CREATE TABLE movement_summaries (
  region TEXT NOT NULL, area TEXT NOT NULL, digest TEXT NOT NULL, year BIGINT NOT NULL, made_at BIGINT NOT NULL,
  body TEXT NOT NULL, received_at BIGINT NOT NULL, PRIMARY KEY (region, area, digest));
CREATE INDEX movement_summaries_newest ON movement_summaries (region, area, made_at);
