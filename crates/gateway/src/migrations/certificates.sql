-- What was last seen of the certificate of a service's server, where it stood then, and when somebody looked.
CREATE TABLE gateway_certificates (
  region    TEXT NOT NULL,
  service   TEXT NOT NULL,
  origin    TEXT NOT NULL,
  until_at  BIGINT,
  fault     TEXT NOT NULL,
  looked_at BIGINT NOT NULL,
  PRIMARY KEY (region, service)
);
