CREATE TABLE messages_deliveries (
  region TEXT NOT NULL, id TEXT NOT NULL, once_key TEXT NOT NULL, case_id TEXT NOT NULL, number TEXT NOT NULL,
  place BIGINT NOT NULL, message TEXT NOT NULL, lang TEXT NOT NULL, unit TEXT NOT NULL, person TEXT NOT NULL,
  recipient TEXT NOT NULL, officer BIGINT NOT NULL, hidden BIGINT NOT NULL, text_ref TEXT NOT NULL, name_ref TEXT,
  phone_ref TEXT, email_ref TEXT, channel TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL,
  attempts BIGINT NOT NULL, next_at BIGINT NOT NULL, since_at BIGINT NOT NULL, outside TEXT NOT NULL,
  callable BIGINT NOT NULL, PRIMARY KEY (region, id));
CREATE INDEX messages_deliveries_due ON messages_deliveries (region, state, next_at);
CREATE INDEX messages_deliveries_case ON messages_deliveries (region, case_id, place);
CREATE INDEX messages_deliveries_call ON messages_deliveries (region, callable, since_at, id);
CREATE TABLE messages_notices (
  region TEXT NOT NULL, officer TEXT NOT NULL, id TEXT NOT NULL, number TEXT NOT NULL, text_ref TEXT NOT NULL,
  made_at BIGINT NOT NULL, seen_at BIGINT, PRIMARY KEY (region, officer, id));
CREATE INDEX messages_notices_made ON messages_notices (region, officer, made_at);
