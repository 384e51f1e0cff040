CREATE TABLE places_outlines (
  region TEXT NOT NULL,
  code TEXT NOT NULL,
  shape BYTEA NOT NULL,
  imported_at BIGINT NOT NULL,
  PRIMARY KEY (region, code)
);
