-- Files that arrive in pieces, so that a broken line costs one piece. What stands here waits in a draft of `desk_drafts`.
CREATE TABLE desk_uploads (
    region TEXT   NOT NULL,
    draft  TEXT   NOT NULL,
    id     TEXT   NOT NULL,
    field  TEXT   NOT NULL,
    mark   TEXT   NOT NULL,
    bytes  BIGINT NOT NULL,
    file   TEXT   NOT NULL,
    PRIMARY KEY (region, draft, id)
);
CREATE UNIQUE INDEX desk_uploads_mark ON desk_uploads (region, draft, field, mark);
CREATE TABLE desk_upload_pieces (
    region TEXT   NOT NULL,
    draft  TEXT   NOT NULL,
    upload TEXT   NOT NULL,
    start  BIGINT NOT NULL,
    bytes  BIGINT NOT NULL,
    blob   TEXT   NOT NULL,
    PRIMARY KEY (region, draft, upload, start)
);
