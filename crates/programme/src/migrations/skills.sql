-- Skills that an agency needs, of its own or for a promise, and how many people it says hold them.
CREATE TABLE programme_skill_needs (
  region TEXT NOT NULL, unit TEXT NOT NULL, skill TEXT NOT NULL, promise TEXT NOT NULL, people BIGINT NOT NULL,
  revision BIGINT NOT NULL, written_by TEXT NOT NULL, written_at BIGINT NOT NULL,
  PRIMARY KEY (region, unit, skill, promise));
CREATE TABLE programme_skill_counts (
  region TEXT NOT NULL, unit TEXT NOT NULL, skill TEXT NOT NULL, people BIGINT NOT NULL,
  revision BIGINT NOT NULL, written_by TEXT NOT NULL, written_at BIGINT NOT NULL,
  PRIMARY KEY (region, unit, skill));

-- What an officer says about himself: a skill, or an application that he can run. Counts only once the head agrees.
CREATE TABLE programme_skill_claims (
  region TEXT NOT NULL, id TEXT NOT NULL, officer TEXT NOT NULL, unit TEXT NOT NULL, kind TEXT NOT NULL,
  what TEXT NOT NULL, state TEXT NOT NULL, claimed_at BIGINT NOT NULL, decided_by TEXT, decided_at BIGINT,
  PRIMARY KEY (region, id));
CREATE INDEX programme_skill_claims_unit ON programme_skill_claims (region, unit, kind, what);
CREATE UNIQUE INDEX programme_skill_claims_once ON programme_skill_claims (region, officer, unit, kind, what);

CREATE TABLE programme_trainings (
  region TEXT NOT NULL, id TEXT NOT NULL, unit TEXT NOT NULL, skill TEXT NOT NULL, title TEXT NOT NULL, day BIGINT NOT NULL,
  planned BIGINT NOT NULL, people BIGINT, cost BIGINT NOT NULL, evidence TEXT NOT NULL, state TEXT NOT NULL,
  revision BIGINT NOT NULL, written_by TEXT NOT NULL, written_at BIGINT NOT NULL, PRIMARY KEY (region, id));
CREATE INDEX programme_trainings_unit ON programme_trainings (region, unit, day, id);
