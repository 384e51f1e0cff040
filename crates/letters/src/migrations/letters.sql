CREATE TABLE letters_ended (
  region TEXT NOT NULL, case_id TEXT NOT NULL, ended_at BIGINT NOT NULL, next_at BIGINT NOT NULL,
  attempts BIGINT NOT NULL, PRIMARY KEY (region, case_id));
CREATE INDEX letters_ended_next ON letters_ended (region, next_at, case_id);
CREATE TABLE letters_templates (
  region TEXT NOT NULL, hash TEXT NOT NULL, source TEXT NOT NULL, PRIMARY KEY (region, hash));
CREATE TABLE letters_letters (
  region TEXT NOT NULL, id TEXT NOT NULL, stream TEXT NOT NULL, case_id TEXT NOT NULL, case_number TEXT NOT NULL,
  service TEXT NOT NULL, service_name TEXT NOT NULL, kind TEXT NOT NULL, round BIGINT NOT NULL, unit TEXT NOT NULL,
  issuer TEXT NOT NULL, title TEXT NOT NULL, officer TEXT, number TEXT NOT NULL, token TEXT NOT NULL,
  person TEXT NOT NULL, sheet_ref TEXT NOT NULL, shown TEXT NOT NULL, template TEXT NOT NULL, pattern TEXT NOT NULL,
  prepared_at BIGINT NOT NULL, dated BIGINT NOT NULL, valid_until BIGINT, reminders TEXT NOT NULL,
  announcement TEXT, issued_at BIGINT, way TEXT, blob TEXT, media TEXT, file_hash TEXT, revoked_at BIGINT,
  reason_ref TEXT, replaces TEXT, replaced_by TEXT, version BIGINT NOT NULL, PRIMARY KEY (region, id));
CREATE UNIQUE INDEX letters_letters_stream ON letters_letters (region, stream);
CREATE UNIQUE INDEX letters_letters_token ON letters_letters (region, token);
CREATE INDEX letters_letters_number ON letters_letters (region, number);
CREATE INDEX letters_letters_case ON letters_letters (region, case_id, prepared_at);
CREATE INDEX letters_letters_unit ON letters_letters (region, unit, prepared_at, id);
CREATE INDEX letters_letters_all ON letters_letters (region, prepared_at, id);
CREATE INDEX letters_letters_until ON letters_letters (region, unit, valid_until, id);
CREATE TABLE letters_tellings (
  region TEXT NOT NULL, letter TEXT NOT NULL, what TEXT NOT NULL, due_at BIGINT NOT NULL,
  PRIMARY KEY (region, letter, what));
CREATE INDEX letters_tellings_due ON letters_tellings (region, due_at, letter);
