//! The store's own tables.

use crate::Migration;

/// Tables of the store itself; run before those of the rooms.
pub const MIGRATIONS: &[Migration] = &[Migration {
    id: "20261122-store-01-ledger",
    sql: include_str!("../migrations/20261122-store-01-ledger.sql"),
    sqlite: None,
    postgres: Some(include_str!("../migrations/20261122-store-01-ledger.postgres.sql")),
}];
