-- How long a draft waits, and what was typed into it: sealed, for whoever holds its handle or its code.
ALTER TABLE desk_drafts ADD COLUMN until BIGINT NOT NULL DEFAULT 0;
UPDATE desk_drafts SET until = created_at + 86400000000;
CREATE INDEX desk_drafts_until ON desk_drafts (region, until);
CREATE TABLE desk_draft_answers (
    region  TEXT NOT NULL,
    draft   TEXT NOT NULL,
    service TEXT NOT NULL,
    sealed  TEXT NOT NULL,
    code    TEXT NOT NULL,
    PRIMARY KEY (region, draft)
);
CREATE INDEX desk_draft_answers_code ON desk_draft_answers (region, code);
