-- What happened, counted by month, unit and marks: one row for every combination, however many events there are.
CREATE TABLE programme_cells (
  region TEXT NOT NULL, kind TEXT NOT NULL, month TEXT NOT NULL, unit TEXT NOT NULL, marks BIGINT NOT NULL,
  events BIGINT NOT NULL, amount BIGINT NOT NULL, paused BIGINT NOT NULL,
  PRIMARY KEY (region, kind, month, unit, marks)
);

-- Working times by bucket (semantics R16), for medians.
CREATE TABLE programme_spreads (
  region TEXT NOT NULL, kind TEXT NOT NULL, month TEXT NOT NULL, unit TEXT NOT NULL, bucket BIGINT NOT NULL,
  events BIGINT NOT NULL,
  PRIMARY KEY (region, kind, month, unit, bucket)
);

-- One row for every event that was counted: from a figure down to what it rests on.
CREATE TABLE programme_happenings (
  region TEXT NOT NULL, kind TEXT NOT NULL, month TEXT NOT NULL, log_index BIGINT NOT NULL,
  unit TEXT NOT NULL, marks BIGINT NOT NULL, number TEXT NOT NULL, happened_at BIGINT NOT NULL,
  amount BIGINT NOT NULL, paused BIGINT NOT NULL, working BIGINT,
  PRIMARY KEY (region, kind, month, log_index)
);

-- What was seen before, so that it counts once: an officer in a month, a service that runs, a clock that lapsed.
CREATE TABLE programme_seen (
  region TEXT NOT NULL, what TEXT NOT NULL,
  PRIMARY KEY (region, what)
);

-- Entered values with their history: every version stays, the last one counts.
CREATE TABLE programme_indicator_values (
  region TEXT NOT NULL, indicator TEXT NOT NULL, period TEXT NOT NULL, version BIGINT NOT NULL,
  value TEXT NOT NULL, way TEXT NOT NULL, person TEXT, note_ref TEXT, link_ref TEXT, blob TEXT, media TEXT,
  recorded_at BIGINT NOT NULL, officer TEXT NOT NULL, unit TEXT NOT NULL, stands BIGINT NOT NULL,
  PRIMARY KEY (region, indicator, period, version)
);
CREATE INDEX programme_indicator_values_standing ON programme_indicator_values (region, period, indicator) WHERE stands = 1;

-- Targets and baselines with their history, so that each period is judged by the target of its own time.
CREATE TABLE programme_indicator_targets (
  region TEXT NOT NULL, indicator TEXT NOT NULL, period TEXT NOT NULL, version BIGINT NOT NULL,
  value TEXT NOT NULL, about TEXT NOT NULL, person TEXT, reason_ref TEXT,
  recorded_at BIGINT NOT NULL, officer TEXT NOT NULL, unit TEXT NOT NULL, stands BIGINT NOT NULL,
  PRIMARY KEY (region, indicator, period, version)
);
