//! Outbox to e-mail and HTTP gateways, delivery state
