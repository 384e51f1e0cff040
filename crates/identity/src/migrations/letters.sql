-- Surat tugas: who stands in for whom, from which day to which, both included (semantics R46). Days as YYYY-MM-DD;
-- replaced: the person, empty where the letter replaces whoever holds the role; reason: id of the sealed text.
CREATE TABLE identity_letters (
  region TEXT NOT NULL, id TEXT NOT NULL, number TEXT NOT NULL, officer TEXT NOT NULL, role TEXT NOT NULL,
  unit TEXT NOT NULL, replaced TEXT NOT NULL, first_day TEXT NOT NULL, last_day TEXT NOT NULL, reason TEXT NOT NULL,
  revoked BIGINT NOT NULL, PRIMARY KEY (region, id));
CREATE INDEX identity_letters_officer ON identity_letters (region, officer, last_day);
CREATE INDEX identity_letters_unit ON identity_letters (region, unit, last_day);
