CREATE TABLE programme_reports (
  region TEXT NOT NULL, month TEXT NOT NULL, service TEXT NOT NULL, district TEXT NOT NULL, cases BIGINT NOT NULL,
  PRIMARY KEY (region, month, service, district));
