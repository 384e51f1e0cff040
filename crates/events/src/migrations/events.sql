-- What of the log may leave, as a projection keeps it: allowed fields only, with whose it is.
CREATE TABLE events_facts (
  region TEXT NOT NULL, log_index BIGINT NOT NULL, fact TEXT NOT NULL, subject TEXT NOT NULL, unit TEXT NOT NULL,
  service TEXT NOT NULL, area TEXT NOT NULL, secret BIGINT NOT NULL, happened_at BIGINT NOT NULL, recorded_at BIGINT NOT NULL,
  data TEXT NOT NULL, PRIMARY KEY (region, log_index));
CREATE INDEX events_facts_time ON events_facts (region, recorded_at, log_index);
-- What the first fact of a stream said: whose it is, and whether it is secret.
CREATE TABLE events_streams (
  region TEXT NOT NULL, stream TEXT NOT NULL, unit TEXT NOT NULL, service TEXT NOT NULL, area TEXT NOT NULL,
  secret BIGINT NOT NULL, PRIMARY KEY (region, stream));

-- A subscription; lists are words with a space between them. `position` is the log index up to which it has everything.
CREATE TABLE events_subscriptions (
  region TEXT NOT NULL, id TEXT NOT NULL, application TEXT NOT NULL, unit TEXT NOT NULL, target TEXT NOT NULL,
  kinds TEXT NOT NULL, services TEXT NOT NULL, areas TEXT NOT NULL, format TEXT NOT NULL, scheme TEXT NOT NULL,
  handshake BIGINT NOT NULL, person TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL, position BIGINT NOT NULL,
  failures BIGINT NOT NULL, failing_since BIGINT, next_at BIGINT NOT NULL, aside BIGINT NOT NULL, again BIGINT NOT NULL,
  attempts BIGINT NOT NULL, delivered BIGINT NOT NULL, last_at BIGINT, tested_at BIGINT, lease TEXT NOT NULL,
  leased_until BIGINT NOT NULL, created_at BIGINT NOT NULL, PRIMARY KEY (region, id));
CREATE INDEX events_subscriptions_due ON events_subscriptions (region, state, next_at);
CREATE INDEX events_subscriptions_application ON events_subscriptions (region, application, id);

-- Keys that sign: of a subscription, or of the installation (subscription `-`). `until` is null for the present one.
CREATE TABLE events_keys (
  region TEXT NOT NULL, id TEXT NOT NULL, subscription TEXT NOT NULL, public_key TEXT NOT NULL, sealed TEXT NOT NULL,
  made_at BIGINT NOT NULL, until BIGINT, PRIMARY KEY (region, id));
CREATE INDEX events_keys_subscription ON events_keys (region, subscription, made_at);

-- Every attempt; the beginning of the answer is kept with it. Swept after 30 days.
CREATE TABLE events_attempts (
  region TEXT NOT NULL, subscription TEXT NOT NULL, number BIGINT NOT NULL, at BIGINT NOT NULL, first_index BIGINT NOT NULL,
  last_index BIGINT NOT NULL, count BIGINT NOT NULL, status BIGINT, outcome TEXT NOT NULL, why TEXT NOT NULL,
  micros BIGINT NOT NULL, answer BYTEA NOT NULL, PRIMARY KEY (region, subscription, number));
CREATE INDEX events_attempts_at ON events_attempts (region, at);

-- Facts that were set aside (`mati`), and those that are to be sent again (`ulang`) or for the first time out of order.
CREATE TABLE events_aside (
  region TEXT NOT NULL, subscription TEXT NOT NULL, log_index BIGINT NOT NULL, state TEXT NOT NULL, status BIGINT,
  why TEXT NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (region, subscription, log_index));
CREATE INDEX events_aside_state ON events_aside (region, subscription, state, log_index);

-- Deliveries and pulled events by day, for what is seen to be joined.
CREATE TABLE events_days (
  region TEXT NOT NULL, application TEXT NOT NULL, day BIGINT NOT NULL, count BIGINT NOT NULL, last_at BIGINT NOT NULL,
  PRIMARY KEY (region, application, day));
