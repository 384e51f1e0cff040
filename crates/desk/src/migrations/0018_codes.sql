-- The code that proves a contact before a form is sent: one for each form, and how many a contact was sent within a day.
-- Contacts and codes stand here as keyed hashes only.
CREATE TABLE desk_codes (
    region  TEXT   NOT NULL,
    draft   TEXT   NOT NULL,
    contact TEXT   NOT NULL,
    code    TEXT   NOT NULL,
    sent_at BIGINT NOT NULL,
    tries   BIGINT NOT NULL,
    used    TEXT   NOT NULL,
    PRIMARY KEY (region, draft)
);
CREATE INDEX desk_codes_sent ON desk_codes (region, sent_at);
CREATE TABLE desk_code_counts (
    region   TEXT   NOT NULL,
    contact  TEXT   NOT NULL,
    since_at BIGINT NOT NULL,
    sends    BIGINT NOT NULL,
    PRIMARY KEY (region, contact)
);
CREATE INDEX desk_code_counts_since ON desk_code_counts (region, since_at);
