CREATE TABLE exchange_texts (
  region TEXT NOT NULL, id TEXT NOT NULL, salt TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (region, id));

-- A version of a service: `dinas-kesehatan/simpus/pasien/v1`.
CREATE TABLE exchange_offers (
  region TEXT NOT NULL, offer TEXT NOT NULL, unit TEXT NOT NULL, application TEXT NOT NULL, name TEXT NOT NULL, about TEXT NOT NULL,
  search TEXT NOT NULL, state TEXT NOT NULL, terms TEXT NOT NULL, authority_until BIGINT, is_open BIGINT NOT NULL,
  credential_header TEXT, credential_id TEXT, credential_at BIGINT, digest TEXT NOT NULL, operations BIGINT NOT NULL,
  sunset BIGINT, published_at BIGINT, revision BIGINT NOT NULL, written_at BIGINT NOT NULL, PRIMARY KEY (region, offer));
CREATE INDEX exchange_offers_unit ON exchange_offers (region, unit, offer);
CREATE INDEX exchange_offers_state ON exchange_offers (region, state, sunset);
CREATE INDEX exchange_offers_authority ON exchange_offers (region, authority_until);
-- Descriptions by what they hold: a new version may begin with the same one.
CREATE TABLE exchange_descriptions (
  region TEXT NOT NULL, digest TEXT NOT NULL, body TEXT NOT NULL, written_at BIGINT NOT NULL, PRIMARY KEY (region, digest));
-- What became of services, for whoever calls them.
CREATE TABLE exchange_changes (
  region TEXT NOT NULL, id TEXT NOT NULL, offer TEXT NOT NULL, kind TEXT NOT NULL, note TEXT NOT NULL, happened_at BIGINT NOT NULL,
  PRIMARY KEY (region, id));

-- Access that was asked for; its case is judged at the desk.
CREATE TABLE exchange_requests (
  region TEXT NOT NULL, case_id TEXT NOT NULL, number TEXT NOT NULL, offer TEXT NOT NULL, application TEXT NOT NULL,
  asker TEXT NOT NULL, owner TEXT NOT NULL, purpose TEXT NOT NULL, basis TEXT NOT NULL, operations TEXT NOT NULL,
  fields TEXT NOT NULL, months BIGINT NOT NULL, narrowed TEXT, renews TEXT, state TEXT NOT NULL, asked_at BIGINT NOT NULL,
  ended_at BIGINT, PRIMARY KEY (region, case_id));
CREATE INDEX exchange_requests_owner ON exchange_requests (region, owner, state, case_id);
CREATE INDEX exchange_requests_asker ON exchange_requests (region, asker, state, case_id);
CREATE TABLE exchange_ended (
  region TEXT NOT NULL, case_id TEXT NOT NULL, ended_at BIGINT NOT NULL, next_at BIGINT NOT NULL, attempts BIGINT NOT NULL,
  PRIMARY KEY (region, case_id));
CREATE INDEX exchange_ended_next ON exchange_ended (region, next_at);

CREATE TABLE exchange_grants (
  region TEXT NOT NULL, id TEXT NOT NULL, case_id TEXT NOT NULL, number TEXT NOT NULL, offer TEXT NOT NULL,
  application TEXT NOT NULL, asker TEXT NOT NULL, owner TEXT NOT NULL, operations TEXT NOT NULL, fields TEXT NOT NULL,
  per_minute BIGINT NOT NULL, per_day BIGINT NOT NULL, from_at BIGINT NOT NULL, until_at BIGINT NOT NULL, state TEXT NOT NULL,
  reason TEXT NOT NULL, renewed_by TEXT, given_at BIGINT NOT NULL, PRIMARY KEY (region, id));
CREATE UNIQUE INDEX exchange_grants_case ON exchange_grants (region, case_id);
CREATE INDEX exchange_grants_owner ON exchange_grants (region, owner, id);
CREATE INDEX exchange_grants_asker ON exchange_grants (region, asker, id);
CREATE INDEX exchange_grants_until ON exchange_grants (region, state, until_at);

-- Of which end somebody was told, and how near it was.
CREATE TABLE exchange_warned (
  region TEXT NOT NULL, subject TEXT NOT NULL, level BIGINT NOT NULL, told_at BIGINT NOT NULL, PRIMARY KEY (region, subject, level));
-- Grows with everything that the gateway decides by.
CREATE TABLE exchange_head (region TEXT NOT NULL, version BIGINT NOT NULL, PRIMARY KEY (region));
