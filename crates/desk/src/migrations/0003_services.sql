-- Every definition under which a case was ever opened, by content hash; and the running set.
CREATE TABLE desk_definitions (
    region  TEXT NOT NULL,
    hash    TEXT NOT NULL,
    service TEXT NOT NULL,
    source  TEXT NOT NULL,
    PRIMARY KEY (region, hash)
);
CREATE TABLE desk_services (
    region       TEXT   NOT NULL,
    service      TEXT   NOT NULL,
    hash         TEXT   NOT NULL,
    position     BIGINT NOT NULL,
    published_at BIGINT NOT NULL,
    PRIMARY KEY (region, service)
);
-- How often each service was used, in months; the home page shows the most used of the last three.
CREATE TABLE desk_uses (
    region  TEXT   NOT NULL,
    service TEXT   NOT NULL,
    month   BIGINT NOT NULL,
    uses    BIGINT NOT NULL,
    PRIMARY KEY (region, service, month)
);
-- Grows with every publication and calendar change, so that other processes notice.
CREATE TABLE desk_revisions (
    region   TEXT   NOT NULL,
    what     TEXT   NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (region, what)
);
-- The region's working calendar as JSON, as it stands after the latest event of stream desk/calendar.
CREATE TABLE desk_calendars (
    region   TEXT   NOT NULL,
    plan     TEXT   NOT NULL,
    PRIMARY KEY (region)
);
-- Open cases whose due instants are to be projected anew after a calendar change (semantics R22).
CREATE TABLE desk_reprojections (
    region     TEXT   NOT NULL,
    id         TEXT   NOT NULL,
    changed_at BIGINT NOT NULL,
    change     TEXT   NOT NULL,
    before_plan TEXT  NOT NULL,
    after_case TEXT   NOT NULL,
    PRIMARY KEY (region, id)
);
