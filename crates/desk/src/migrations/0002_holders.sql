-- Which units hold or held a case: isolation of agencies, and the inbox in one index range.
-- open: 1 while the case is open and this unit holds it or held it last; due: 9223372036854775807 where nothing is due.
CREATE TABLE desk_holders (
    region    TEXT   NOT NULL,
    unit      TEXT   NOT NULL,
    case_id   TEXT   NOT NULL,
    open      BIGINT NOT NULL,
    due       BIGINT NOT NULL,
    title     TEXT   NOT NULL,
    escalated BIGINT NOT NULL,
    PRIMARY KEY (region, unit, case_id)
);
CREATE INDEX desk_holders_inbox ON desk_holders (region, unit, open, due, case_id);
CREATE INDEX desk_holders_case ON desk_holders (region, case_id);
