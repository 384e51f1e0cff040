CREATE TABLE programme_bodies (
  region TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, mandate TEXT NOT NULL,
  decree_kind TEXT NOT NULL, decree_number BIGINT, decree_day BIGINT, months BIGINT NOT NULL, revision BIGINT NOT NULL,
  set_up BIGINT NOT NULL, PRIMARY KEY (region, id));
CREATE TABLE programme_members (
  region TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, officer TEXT, name TEXT NOT NULL, institution TEXT NOT NULL,
  duty TEXT NOT NULL, element TEXT NOT NULL, joined BIGINT NOT NULL, ended BIGINT, PRIMARY KEY (region, id));
CREATE INDEX programme_members_body ON programme_members (region, body, joined, id);
CREATE INDEX programme_members_officer ON programme_members (region, officer);
CREATE TABLE programme_meetings (
  region TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, day BIGINT NOT NULL, hour TEXT NOT NULL, place TEXT NOT NULL,
  link TEXT NOT NULL, state TEXT NOT NULL, minutes TEXT NOT NULL, ordering TEXT NOT NULL, reason TEXT NOT NULL,
  revision BIGINT NOT NULL, ended_at BIGINT, ended_by TEXT, PRIMARY KEY (region, id));
CREATE INDEX programme_meetings_day ON programme_meetings (region, day, id);
CREATE INDEX programme_meetings_body ON programme_meetings (region, body, state, day, id);
CREATE TABLE programme_invited (
  region TEXT NOT NULL, meeting TEXT NOT NULL, who TEXT NOT NULL, unit TEXT NOT NULL, officer TEXT NOT NULL,
  attended TEXT NOT NULL, PRIMARY KEY (region, meeting, who));
CREATE TABLE programme_agenda (
  region TEXT NOT NULL, meeting TEXT NOT NULL, item TEXT NOT NULL, place BIGINT NOT NULL, title TEXT NOT NULL,
  unit TEXT NOT NULL, causes TEXT NOT NULL, dropped TEXT NOT NULL, PRIMARY KEY (region, meeting, item));
CREATE TABLE programme_addenda (
  region TEXT NOT NULL, meeting TEXT NOT NULL, number BIGINT NOT NULL, text TEXT NOT NULL, written_by TEXT NOT NULL,
  written_at BIGINT NOT NULL, PRIMARY KEY (region, meeting, number));
CREATE TABLE programme_decisions (
  region TEXT NOT NULL, id TEXT NOT NULL, meeting TEXT NOT NULL, body TEXT NOT NULL, held BIGINT NOT NULL, item TEXT NOT NULL,
  promise TEXT NOT NULL, text TEXT NOT NULL, unit TEXT NOT NULL, person TEXT NOT NULL, due BIGINT NOT NULL,
  first_due BIGINT NOT NULL, asked BIGINT, state TEXT NOT NULL, open BIGINT NOT NULL, public BIGINT NOT NULL,
  reported_by TEXT NOT NULL, steps BIGINT NOT NULL, decided_by TEXT NOT NULL, decided_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL, look BIGINT, reminded BIGINT NOT NULL, PRIMARY KEY (region, id));
CREATE INDEX programme_decisions_open ON programme_decisions (region, open, due, id);
CREATE INDEX programme_decisions_body ON programme_decisions (region, body, open, due, id);
CREATE INDEX programme_decisions_meeting ON programme_decisions (region, meeting, decided_at, id);
CREATE INDEX programme_decisions_promise ON programme_decisions (region, promise, held, id);
CREATE INDEX programme_decisions_look ON programme_decisions (region, look, id);
CREATE TABLE programme_steps (
  region TEXT NOT NULL, decision TEXT NOT NULL, number BIGINT NOT NULL, act TEXT NOT NULL, text TEXT NOT NULL,
  evidence TEXT NOT NULL, due_before BIGINT NOT NULL, due_after BIGINT NOT NULL, asked BIGINT, written_by TEXT NOT NULL,
  written_at BIGINT NOT NULL, PRIMARY KEY (region, decision, number));
CREATE INDEX programme_decisions_public ON programme_decisions (region, public, held, id);
