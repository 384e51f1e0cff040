-- One-time links of steps without an account (semantics R47): each works for one stay of one token; only its hash is kept.
CREATE TABLE desk_links (
    region  TEXT   NOT NULL,
    hash    TEXT   NOT NULL,
    case_id TEXT   NOT NULL,
    token   BIGINT NOT NULL,
    PRIMARY KEY (region, hash)
);
