CREATE TABLE instruments_texts (
  region TEXT NOT NULL, hash TEXT NOT NULL, source TEXT NOT NULL, PRIMARY KEY (region, hash));
CREATE TABLE instruments_assessments (
  region TEXT NOT NULL, id TEXT NOT NULL, instrument TEXT NOT NULL, hash TEXT NOT NULL, year BIGINT NOT NULL,
  stage TEXT NOT NULL, sealing_key TEXT NOT NULL, started_at BIGINT NOT NULL, version BIGINT NOT NULL,
  indicators BIGINT NOT NULL, claimed BIGINT NOT NULL, accepted BIGINT NOT NULL, own_index TEXT, judged_index TEXT,
  PRIMARY KEY (region, id));
CREATE UNIQUE INDEX instruments_assessments_year ON instruments_assessments (region, instrument, year);
CREATE INDEX instruments_assessments_started ON instruments_assessments (region, started_at, id);
CREATE TABLE instruments_items (
  region TEXT NOT NULL, assessment TEXT NOT NULL, indicator TEXT NOT NULL, position BIGINT NOT NULL,
  unit TEXT, item TEXT NOT NULL, PRIMARY KEY (region, assessment, indicator));
CREATE INDEX instruments_items_unit ON instruments_items (region, unit, assessment);
CREATE TABLE instruments_assessors (
  region TEXT NOT NULL, assessment TEXT NOT NULL, officer TEXT NOT NULL, PRIMARY KEY (region, assessment, officer));
CREATE INDEX instruments_assessors_officer ON instruments_assessors (region, officer, assessment);
CREATE TABLE instruments_acts (
  region TEXT NOT NULL, assessment TEXT NOT NULL, version BIGINT NOT NULL, at BIGINT NOT NULL, officer TEXT NOT NULL,
  unit TEXT NOT NULL, indicator TEXT, what TEXT NOT NULL, text_ref TEXT, details TEXT NOT NULL,
  PRIMARY KEY (region, assessment, version));
CREATE INDEX instruments_acts_indicator ON instruments_acts (region, assessment, indicator, version);
CREATE TABLE instruments_published (
  region TEXT NOT NULL, instrument TEXT NOT NULL, year BIGINT NOT NULL, value TEXT NOT NULL, source_ref TEXT NOT NULL,
  at BIGINT NOT NULL, PRIMARY KEY (region, instrument, year));
