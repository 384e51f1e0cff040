CREATE TABLE store_events (
    region      TEXT   NOT NULL,
    stream      TEXT   NOT NULL,
    version     BIGINT NOT NULL,
    log_index   BIGINT,
    name        TEXT   NOT NULL,
    happened_at BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    actor       TEXT   NOT NULL,
    data        TEXT   NOT NULL,
    PRIMARY KEY (region, stream, version)
);
CREATE UNIQUE INDEX store_events_log ON store_events (region, log_index);

CREATE TABLE store_sends (
    region  TEXT   NOT NULL,
    key     TEXT   NOT NULL,
    digest  TEXT   NOT NULL,
    version BIGINT NOT NULL,
    drawn   TEXT,
    reply   TEXT   NOT NULL,
    sent_at BIGINT NOT NULL,
    PRIMARY KEY (region, key)
);

CREATE TABLE store_series (
    region TEXT   NOT NULL,
    series TEXT   NOT NULL,
    count  BIGINT NOT NULL,
    PRIMARY KEY (region, series)
);

CREATE TABLE store_outbox (
    region     TEXT   NOT NULL,
    topic      TEXT   NOT NULL,
    once_key   TEXT   NOT NULL,
    payload    TEXT   NOT NULL,
    due_at     BIGINT NOT NULL,
    state      TEXT   NOT NULL,
    attempts   BIGINT NOT NULL,
    reason     TEXT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (region, topic, once_key)
);
CREATE INDEX store_outbox_due ON store_outbox (region, topic, due_at) WHERE state = 'waiting';

CREATE TABLE store_cursors (
    region    TEXT   NOT NULL,
    name      TEXT   NOT NULL,
    log_index BIGINT NOT NULL,
    PRIMARY KEY (region, name)
);

CREATE TABLE store_region_keys (
    region  TEXT  NOT NULL,
    master  TEXT  NOT NULL,
    wrapped BYTEA NOT NULL,
    PRIMARY KEY (region)
);

CREATE TABLE store_people (
    region     TEXT   NOT NULL,
    id         TEXT   NOT NULL,
    wrapped    BYTEA,
    created_at BIGINT NOT NULL,
    erased_at  BIGINT,
    PRIMARY KEY (region, id)
);

CREATE TABLE store_sealed (
    region TEXT  NOT NULL,
    id     TEXT  NOT NULL,
    person TEXT  NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (region, id)
);
CREATE INDEX store_sealed_person ON store_sealed (region, person);

CREATE TABLE store_blobs (
    region TEXT NOT NULL,
    blob   TEXT NOT NULL,
    owner  TEXT NOT NULL,
    PRIMARY KEY (region, blob, owner)
);
