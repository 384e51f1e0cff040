-- Documents and photos of cases.
CREATE TABLE desk_files (
    region   TEXT   NOT NULL,
    case_id  TEXT   NOT NULL,
    id       TEXT   NOT NULL,
    field    TEXT   NOT NULL,
    owner    TEXT   NOT NULL,
    blob     TEXT   NOT NULL,
    media    TEXT   NOT NULL,
    bytes    BIGINT NOT NULL,
    width    BIGINT NOT NULL,
    height   BIGINT NOT NULL,
    added_at BIGINT NOT NULL,
    PRIMARY KEY (region, case_id, id)
);
-- Files that wait for a form to be sent, 24 hours at most.
CREATE TABLE desk_drafts (
    region     TEXT   NOT NULL,
    id         TEXT   NOT NULL,
    person     TEXT   NOT NULL,
    case_id    TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (region, id)
);
CREATE INDEX desk_drafts_age ON desk_drafts (region, created_at);
CREATE TABLE desk_draft_files (
    region    TEXT   NOT NULL,
    draft     TEXT   NOT NULL,
    id        TEXT   NOT NULL,
    field     TEXT   NOT NULL,
    blob      TEXT   NOT NULL,
    media     TEXT   NOT NULL,
    bytes     BIGINT NOT NULL,
    width     BIGINT NOT NULL,
    height    BIGINT NOT NULL,
    latitude  BIGINT,
    longitude BIGINT,
    PRIMARY KEY (region, draft, id)
);
-- Residents who have the same problem: support, with an optional sealed contact.
CREATE TABLE desk_supports (
    region   TEXT   NOT NULL,
    case_id  TEXT   NOT NULL,
    id       TEXT   NOT NULL,
    person   TEXT   NOT NULL,
    phone    TEXT   NOT NULL,
    email    TEXT   NOT NULL,
    lang     TEXT   NOT NULL,
    added_at BIGINT NOT NULL,
    PRIMARY KEY (region, case_id, id)
);
