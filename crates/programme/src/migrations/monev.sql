-- The action plan of an agency for a year: the newest edition, and the one in force (0: none yet).
CREATE TABLE programme_action_plans (
  region TEXT NOT NULL, unit TEXT NOT NULL, year BIGINT NOT NULL, edition BIGINT NOT NULL, locked BIGINT NOT NULL,
  state TEXT NOT NULL, edits BIGINT NOT NULL, submitted_by TEXT, approved_by TEXT, returned TEXT NOT NULL,
  reason TEXT NOT NULL, changed_at BIGINT NOT NULL, PRIMARY KEY (region, unit, year));
CREATE INDEX programme_action_plans_year ON programme_action_plans (region, year, unit);

-- Editions that were in force, for good.
CREATE TABLE programme_action_editions (
  region TEXT NOT NULL, unit TEXT NOT NULL, year BIGINT NOT NULL, edition BIGINT NOT NULL, reason TEXT NOT NULL,
  locked_by TEXT NOT NULL, locked_at BIGINT NOT NULL, PRIMARY KEY (region, unit, year, edition));

CREATE TABLE programme_actions (
  region TEXT NOT NULL, unit TEXT NOT NULL, year BIGINT NOT NULL, edition BIGINT NOT NULL, id TEXT NOT NULL,
  revision BIGINT NOT NULL, promise TEXT NOT NULL, name TEXT NOT NULL, first BIGINT NOT NULL, last BIGINT NOT NULL,
  weight BIGINT NOT NULL, person TEXT NOT NULL, source TEXT NOT NULL, budget TEXT NOT NULL, proof TEXT NOT NULL,
  PRIMARY KEY (region, unit, year, edition, id));
CREATE INDEX programme_actions_year ON programme_actions (region, year, unit, edition);

-- What was reported for a month: every version stays, the last one counts.
CREATE TABLE programme_action_months (
  region TEXT NOT NULL, unit TEXT NOT NULL, year BIGINT NOT NULL, step TEXT NOT NULL, month BIGINT NOT NULL,
  version BIGINT NOT NULL, done BIGINT NOT NULL, spent BIGINT NOT NULL, evidence TEXT NOT NULL, obstacle TEXT NOT NULL,
  written_by TEXT NOT NULL, written_at BIGINT NOT NULL, latest BIGINT NOT NULL,
  PRIMARY KEY (region, unit, year, step, month, version));
CREATE INDEX programme_action_months_latest ON programme_action_months (region, unit, year, month) WHERE latest = 1;

-- The twelve months of a step in one row, for lists: however often they were corrected.
CREATE TABLE programme_action_courses (
  region TEXT NOT NULL, unit TEXT NOT NULL, year BIGINT NOT NULL, step TEXT NOT NULL, done TEXT NOT NULL,
  spent TEXT NOT NULL, PRIMARY KEY (region, unit, year, step));

-- A promise of an agency in a quarter, kept current by every commit until the quarter is locked.
CREATE TABLE programme_monev_lines (
  region TEXT NOT NULL, year BIGINT NOT NULL, quarter BIGINT NOT NULL, unit TEXT NOT NULL, promise TEXT NOT NULL,
  name TEXT NOT NULL, pillar TEXT NOT NULL, course TEXT NOT NULL, weight BIGINT NOT NULL, budget BIGINT NOT NULL,
  spent BIGINT NOT NULL, obstacle TEXT NOT NULL, steps TEXT NOT NULL, light TEXT NOT NULL,
  PRIMARY KEY (region, year, quarter, unit, promise));
CREATE INDEX programme_monev_lines_promise ON programme_monev_lines (region, promise, year, quarter);

CREATE TABLE programme_monev_notes (
  region TEXT NOT NULL, year BIGINT NOT NULL, quarter BIGINT NOT NULL, unit TEXT NOT NULL, promise TEXT NOT NULL,
  follow_up TEXT NOT NULL, PRIMARY KEY (region, year, quarter, unit, promise));

CREATE TABLE programme_quarters (
  region TEXT NOT NULL, year BIGINT NOT NULL, quarter BIGINT NOT NULL, unit TEXT NOT NULL, state TEXT NOT NULL,
  sent_by TEXT NOT NULL, sent_at BIGINT NOT NULL, returned TEXT NOT NULL, decided_by TEXT, decided_at BIGINT,
  PRIMARY KEY (region, year, quarter, unit));

CREATE TABLE programme_quarter_addenda (
  region TEXT NOT NULL, year BIGINT NOT NULL, quarter BIGINT NOT NULL, unit TEXT NOT NULL, number BIGINT NOT NULL,
  text TEXT NOT NULL, written_by TEXT NOT NULL, written_at BIGINT NOT NULL,
  PRIMARY KEY (region, year, quarter, unit, number));

-- Thresholds and deadlines with their history; the one with latest = 1 holds.
CREATE TABLE programme_monev_rules (
  region TEXT NOT NULL, number BIGINT NOT NULL, green BIGINT NOT NULL, yellow BIGINT NOT NULL, month_days BIGINT NOT NULL,
  quarter_days BIGINT NOT NULL, head_days BIGINT NOT NULL, top_days BIGINT NOT NULL, reason TEXT NOT NULL,
  written_by TEXT NOT NULL, written_at BIGINT NOT NULL, latest BIGINT NOT NULL, PRIMARY KEY (region, number));

-- What an agency owes in a period (01 to 12: a month, t1 to t4: a quarter). Days are day numbers of the region; without a
-- calendar of the year they are unknown.
CREATE TABLE programme_monev_duties (
  region TEXT NOT NULL, unit TEXT NOT NULL, year BIGINT NOT NULL, period TEXT NOT NULL, owed BIGINT NOT NULL,
  given BIGINT NOT NULL, due_day BIGINT, next_day BIGINT, level BIGINT NOT NULL, closed_day BIGINT,
  PRIMARY KEY (region, unit, year, period));
CREATE INDEX programme_monev_duties_next ON programme_monev_duties (region, next_day) WHERE closed_day IS NULL;

CREATE TABLE programme_monev_reminders (
  region TEXT NOT NULL, unit TEXT NOT NULL, year BIGINT NOT NULL, period TEXT NOT NULL, level BIGINT NOT NULL,
  day BIGINT NOT NULL, PRIMARY KEY (region, unit, year, period, level));
