CREATE TABLE identity_agencies (
  region TEXT NOT NULL, unit TEXT NOT NULL, name TEXT NOT NULL, short TEXT NOT NULL, kind TEXT NOT NULL,
  position BIGINT NOT NULL, titles TEXT NOT NULL, outside TEXT NOT NULL, PRIMARY KEY (region, unit));
CREATE TABLE identity_officers (
  region TEXT NOT NULL, id TEXT NOT NULL, sign_in TEXT NOT NULL, name TEXT NOT NULL, search TEXT NOT NULL,
  person TEXT NOT NULL, contact TEXT, password TEXT, active BIGINT NOT NULL, version BIGINT NOT NULL,
  added_at BIGINT NOT NULL, PRIMARY KEY (region, id));
CREATE UNIQUE INDEX identity_officers_sign_in ON identity_officers (region, sign_in);
CREATE TABLE identity_grants (
  region TEXT NOT NULL, officer TEXT NOT NULL, role TEXT NOT NULL, unit TEXT NOT NULL,
  PRIMARY KEY (region, officer, role, unit));
CREATE INDEX identity_grants_unit ON identity_grants (region, unit, role);
CREATE TABLE identity_sessions (
  region TEXT NOT NULL, hash TEXT NOT NULL, officer TEXT NOT NULL, secret BYTEA NOT NULL, began_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL, device TEXT NOT NULL, PRIMARY KEY (region, hash));
CREATE INDEX identity_sessions_officer ON identity_sessions (region, officer);
CREATE TABLE identity_links (
  region TEXT NOT NULL, hash TEXT NOT NULL, officer TEXT NOT NULL, until_at BIGINT NOT NULL,
  PRIMARY KEY (region, hash));
CREATE INDEX identity_links_officer ON identity_links (region, officer);
