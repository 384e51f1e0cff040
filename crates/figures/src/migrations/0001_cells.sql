-- What one case contributes; it moves with the case when another agency takes it.
CREATE TABLE figures_cases (
  region TEXT NOT NULL, case_id TEXT NOT NULL,
  month TEXT NOT NULL, unit TEXT NOT NULL, service TEXT NOT NULL, district TEXT NOT NULL,
  received BIGINT NOT NULL DEFAULT 1, open BIGINT NOT NULL DEFAULT 1, overdue BIGINT NOT NULL DEFAULT 0,
  answered BIGINT NOT NULL DEFAULT 0, answered_in_time BIGINT NOT NULL DEFAULT 0, answered_late BIGINT NOT NULL DEFAULT 0,
  ended BIGINT NOT NULL DEFAULT 0, in_time BIGINT NOT NULL DEFAULT 0, late BIGINT NOT NULL DEFAULT 0, time_unknown BIGINT NOT NULL DEFAULT 0,
  succeeded BIGINT NOT NULL DEFAULT 0, refused BIGINT NOT NULL DEFAULT 0, neutral BIGINT NOT NULL DEFAULT 0,
  by_officer BIGINT NOT NULL DEFAULT 0, by_resident BIGINT NOT NULL DEFAULT 0, by_silence BIGINT NOT NULL DEFAULT 0,
  timed BIGINT NOT NULL DEFAULT 0, lived_seconds BIGINT NOT NULL DEFAULT 0, working_seconds BIGINT NOT NULL DEFAULT 0, paused_seconds BIGINT NOT NULL DEFAULT 0,
  ratings BIGINT NOT NULL DEFAULT 0, rating_sum BIGINT NOT NULL DEFAULT 0,
  due BIGINT, answer_bucket BIGINT, finish_bucket BIGINT,
  PRIMARY KEY (region, case_id)
);
CREATE INDEX figures_cases_due ON figures_cases (region, due) WHERE open = 1 AND overdue = 0;

CREATE TABLE figures_cells (
  region TEXT NOT NULL, month TEXT NOT NULL, unit TEXT NOT NULL, service TEXT NOT NULL, district TEXT NOT NULL,
  received BIGINT NOT NULL, open BIGINT NOT NULL, overdue BIGINT NOT NULL,
  answered BIGINT NOT NULL, answered_in_time BIGINT NOT NULL, answered_late BIGINT NOT NULL,
  ended BIGINT NOT NULL, in_time BIGINT NOT NULL, late BIGINT NOT NULL, time_unknown BIGINT NOT NULL,
  succeeded BIGINT NOT NULL, refused BIGINT NOT NULL, neutral BIGINT NOT NULL,
  by_officer BIGINT NOT NULL, by_resident BIGINT NOT NULL, by_silence BIGINT NOT NULL,
  timed BIGINT NOT NULL, lived_seconds BIGINT NOT NULL, working_seconds BIGINT NOT NULL, paused_seconds BIGINT NOT NULL,
  ratings BIGINT NOT NULL, rating_sum BIGINT NOT NULL,
  PRIMARY KEY (region, month, unit, service, district)
);

CREATE TABLE figures_histograms (
  region TEXT NOT NULL, month TEXT NOT NULL, unit TEXT NOT NULL, service TEXT NOT NULL, district TEXT NOT NULL,
  kind TEXT NOT NULL, bucket BIGINT NOT NULL, cases BIGINT NOT NULL,
  PRIMARY KEY (region, month, unit, service, district, kind, bucket)
);
