-- Definitions that an administrator proposes and another one approves or rejects; the facts stand in stream desk/services.
-- base: hash of the version that ran when it was proposed, empty for a new service. state: menunggu, terbit, ditolak, ditarik.
-- proposer, decider: an actor as JSON. note and reason are words for colleagues, not for residents.
CREATE TABLE desk_proposals (
    region      TEXT   NOT NULL,
    id          TEXT   NOT NULL,
    service     TEXT   NOT NULL,
    name        TEXT   NOT NULL,
    version     BIGINT NOT NULL,
    hash        TEXT   NOT NULL,
    base        TEXT   NOT NULL,
    source      TEXT   NOT NULL,
    note        TEXT   NOT NULL,
    state       TEXT   NOT NULL,
    proposer    TEXT   NOT NULL,
    proposed_at BIGINT NOT NULL,
    decider     TEXT   NOT NULL,
    decided_at  BIGINT,
    reason      TEXT   NOT NULL,
    PRIMARY KEY (region, id)
);
