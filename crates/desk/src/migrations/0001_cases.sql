-- One row per case: what a list, an inbox row and the head of a tracking page show. Written in the commit of its events.
-- latitude, longitude: as coarse as simpan.terbuka allows, in millionths of a degree; exact_lat, exact_lon: by right only,
-- for duplicates and the case page, cleared when the person is erased; same: values of the fields in [gabung].sama.
CREATE TABLE desk_cases (
    region        TEXT   NOT NULL,
    id            TEXT   NOT NULL,
    number        TEXT   NOT NULL,
    service       TEXT   NOT NULL,
    service_name  TEXT   NOT NULL,
    kind          TEXT   NOT NULL,
    definition    TEXT   NOT NULL,
    channel       TEXT   NOT NULL,
    status        TEXT   NOT NULL,
    holders       TEXT   NOT NULL,
    step          TEXT   NOT NULL,
    unit          TEXT   NOT NULL,
    step_due      BIGINT,
    total_due     BIGINT,
    missing_year  BIGINT,
    next_fire_at  BIGINT,
    opened_at     BIGINT NOT NULL,
    moved_at      BIGINT NOT NULL,
    answered_at   BIGINT,
    answer        TEXT   NOT NULL,
    ended_at      BIGINT,
    end_id        TEXT   NOT NULL,
    end_name      TEXT   NOT NULL,
    outcome       TEXT   NOT NULL,
    closed_by     TEXT   NOT NULL,
    district      TEXT   NOT NULL,
    village       TEXT   NOT NULL,
    latitude      BIGINT,
    longitude     BIGINT,
    exact_lat     BIGINT,
    exact_lon     BIGINT,
    same          TEXT   NOT NULL,
    anonymous     BIGINT NOT NULL,
    secret        BIGINT NOT NULL,
    publicised    BIGINT NOT NULL,
    dormant       BIGINT NOT NULL,
    source        TEXT   NOT NULL,
    outside       TEXT   NOT NULL,
    flags         TEXT   NOT NULL,
    supports      BIGINT NOT NULL,
    person        TEXT   NOT NULL,
    token_hash    TEXT   NOT NULL,
    version       BIGINT NOT NULL,
    PRIMARY KEY (region, id)
);
CREATE UNIQUE INDEX desk_cases_number ON desk_cases (region, number);
CREATE UNIQUE INDEX desk_cases_outside ON desk_cases (region, source, outside) WHERE source <> '';
CREATE UNIQUE INDEX desk_cases_token ON desk_cases (region, token_hash) WHERE token_hash <> '';
CREATE INDEX desk_cases_fire ON desk_cases (region, next_fire_at) WHERE next_fire_at IS NOT NULL;
CREATE INDEX desk_cases_waiting_year ON desk_cases (region, missing_year) WHERE missing_year IS NOT NULL;
CREATE INDEX desk_cases_near ON desk_cases (region, service, village, opened_at) WHERE ended_at IS NULL;
CREATE INDEX desk_cases_public ON desk_cases (region, publicised, step_due) WHERE publicised = 1;
CREATE INDEX desk_cases_open ON desk_cases (region, id) WHERE ended_at IS NULL;
