-- Where an application hears that a sign-on ended; empty where it does not want to.
ALTER TABLE signon_clients ADD COLUMN logout TEXT NOT NULL DEFAULT '';

-- In which session here somebody signed on: the handle of an officer's, the hash of a resident's proof.
ALTER TABLE signon_families ADD COLUMN session TEXT NOT NULL DEFAULT '';
CREATE INDEX signon_families_session ON signon_families (region, session);
CREATE INDEX signon_families_officer ON signon_families (region, officer);

-- What applications are to hear: one farewell for each sign-on that ended. `why` says why the last try failed.
CREATE TABLE signon_farewells (
    region  TEXT   NOT NULL,
    family  TEXT   NOT NULL,
    client  TEXT   NOT NULL,
    subject TEXT   NOT NULL,
    state   TEXT   NOT NULL,
    tries   BIGINT NOT NULL,
    why     TEXT   NOT NULL,
    made_at BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    PRIMARY KEY (region, family)
);
CREATE INDEX signon_farewells_next ON signon_farewells (region, state, next_at);
CREATE INDEX signon_farewells_client ON signon_farewells (region, client, made_at);
CREATE INDEX signon_farewells_made ON signon_farewells (region, made_at);

CREATE INDEX signon_visits_at ON signon_visits (region, at);
