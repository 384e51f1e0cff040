-- Keys of programs and applications. `terms` is what holds (JSON), `wish` what waits for Kominfo; empty without.
CREATE TABLE signon_clients (
    region      TEXT   NOT NULL,
    id          TEXT   NOT NULL,
    application TEXT   NOT NULL,
    unit        TEXT   NOT NULL,
    name        TEXT   NOT NULL,
    kind        TEXT   NOT NULL,
    sandbox     BIGINT NOT NULL,
    terms       TEXT   NOT NULL,
    wish        TEXT   NOT NULL,
    wished_by   TEXT   NOT NULL,
    answer      TEXT   NOT NULL,
    made_by     TEXT   NOT NULL,
    made_at     BIGINT NOT NULL,
    used_at     BIGINT NOT NULL,
    revoked_at  BIGINT NOT NULL,
    revision    BIGINT NOT NULL,
    PRIMARY KEY (region, id)
);
CREATE INDEX signon_clients_unit ON signon_clients (region, unit, id);

-- Secrets of keys, as keyed hashes. Two may live at once.
CREATE TABLE signon_secrets (
    region   TEXT   NOT NULL,
    id       TEXT   NOT NULL,
    client   TEXT   NOT NULL,
    hash     TEXT   NOT NULL,
    made_at  BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    PRIMARY KEY (region, id)
);
CREATE INDEX signon_secrets_client ON signon_secrets (region, client, until_at);

-- Access tokens, as SHA-256. `family` is empty for a program's own.
CREATE TABLE signon_access (
    region   TEXT   NOT NULL,
    hash     TEXT   NOT NULL,
    client   TEXT   NOT NULL,
    family   TEXT   NOT NULL,
    scopes   TEXT   NOT NULL,
    resource TEXT   NOT NULL,
    made_at  BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    PRIMARY KEY (region, hash)
);
CREATE INDEX signon_access_until ON signon_access (region, until_at);
CREATE INDEX signon_access_client ON signon_access (region, client);
CREATE INDEX signon_access_family ON signon_access (region, family);

-- One sign-on of a person to an application, with everything that was given out for it.
CREATE TABLE signon_families (
    region    TEXT   NOT NULL,
    id        TEXT   NOT NULL,
    client    TEXT   NOT NULL,
    subject   TEXT   NOT NULL,
    officer   TEXT   NOT NULL,
    consent   TEXT   NOT NULL,
    held      TEXT   NOT NULL,
    scopes    TEXT   NOT NULL,
    resource  TEXT   NOT NULL,
    nonce     TEXT   NOT NULL,
    proved_at BIGINT NOT NULL,
    made_at   BIGINT NOT NULL,
    until_at  BIGINT NOT NULL,
    ended_at  BIGINT NOT NULL,
    PRIMARY KEY (region, id)
);
CREATE INDEX signon_families_until ON signon_families (region, until_at);
CREATE INDEX signon_families_consent ON signon_families (region, consent);
CREATE INDEX signon_families_client ON signon_families (region, client);

-- Authorization codes and refresh tokens: each is good for one exchange.
CREATE TABLE signon_once (
    region    TEXT   NOT NULL,
    hash      TEXT   NOT NULL,
    kind      TEXT   NOT NULL,
    family    TEXT   NOT NULL,
    redirect  TEXT   NOT NULL,
    challenge TEXT   NOT NULL,
    made_at   BIGINT NOT NULL,
    until_at  BIGINT NOT NULL,
    used_at   BIGINT NOT NULL,
    PRIMARY KEY (region, hash)
);
CREATE INDEX signon_once_until ON signon_once (region, until_at);

-- Signing keys: the private half is sealed.
CREATE TABLE signon_keys (
    region  TEXT   NOT NULL,
    kid     TEXT   NOT NULL,
    public  TEXT   NOT NULL,
    person  TEXT   NOT NULL,
    sealed  TEXT   NOT NULL,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (region, kid)
);

-- Who signed on to what, and what was refused. Residents stand here without any name.
CREATE TABLE signon_visits (
    region  TEXT   NOT NULL,
    id      TEXT   NOT NULL,
    client  TEXT   NOT NULL,
    unit    TEXT   NOT NULL,
    officer TEXT   NOT NULL,
    kind    TEXT   NOT NULL,
    reason  TEXT   NOT NULL,
    at      BIGINT NOT NULL,
    PRIMARY KEY (region, id)
);
CREATE INDEX signon_visits_client ON signon_visits (region, client, id);

-- A contact that was proved in a browser a short while ago: the handle lies in a cookie.
CREATE TABLE signon_proofs (
    region   TEXT   NOT NULL,
    hash     TEXT   NOT NULL,
    contact  TEXT   NOT NULL,
    email    BIGINT NOT NULL,
    person   TEXT   NOT NULL,
    sealed   TEXT   NOT NULL,
    made_at  BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    PRIMARY KEY (region, hash)
);
CREATE INDEX signon_proofs_until ON signon_proofs (region, until_at);

-- What residents agreed that an application may learn. Name and contact are sealed with a key of its own.
CREATE TABLE signon_consents (
    region   TEXT   NOT NULL,
    id       TEXT   NOT NULL,
    client   TEXT   NOT NULL,
    contact  TEXT   NOT NULL,
    subject  TEXT   NOT NULL,
    scopes   TEXT   NOT NULL,
    email    BIGINT NOT NULL,
    person   TEXT   NOT NULL,
    name     TEXT   NOT NULL,
    address  TEXT   NOT NULL,
    made_at  BIGINT NOT NULL,
    ended_at BIGINT NOT NULL,
    PRIMARY KEY (region, id)
);
CREATE INDEX signon_consents_contact ON signon_consents (region, contact, client);
