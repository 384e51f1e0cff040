-- A case and the case that follows it: an objection to its end (semantics R56), at most one.
CREATE TABLE desk_sequels (
    region  TEXT NOT NULL,
    case_id TEXT NOT NULL,
    next_id TEXT NOT NULL,
    PRIMARY KEY (region, case_id)
);
