-- A published version that moves running cases (kasus_lama = { pindah = … }, semantics R61): how far the worker is.
-- actor: who published it, as JSON. after_case: internal id of the last case that was looked at. The counts are of cases:
-- moved, staying on their version, and left behind although the version names where they stand.
CREATE TABLE desk_version_moves (
    region       TEXT   NOT NULL,
    id           TEXT   NOT NULL,
    service      TEXT   NOT NULL,
    hash         TEXT   NOT NULL,
    actor        TEXT   NOT NULL,
    published_at BIGINT NOT NULL,
    after_case   TEXT   NOT NULL,
    moved        BIGINT NOT NULL,
    stayed       BIGINT NOT NULL,
    left_behind  BIGINT NOT NULL,
    done_at      BIGINT,
    PRIMARY KEY (region, id)
);
-- The cases that were left behind, and what does not fit, as JSON: pairs of sentences in both languages.
CREATE TABLE desk_left_behind (
    region  TEXT NOT NULL,
    move    TEXT NOT NULL,
    case_id TEXT NOT NULL,
    why     TEXT NOT NULL,
    PRIMARY KEY (region, move, case_id)
);
