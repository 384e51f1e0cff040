//! The ledger and its read tables on SQLite and PostgreSQL
