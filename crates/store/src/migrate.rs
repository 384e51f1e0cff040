//! Migrations: which there are, which ran, and with what text.

use crate::{StoreError, schema};
use ring::digest;
use std::collections::HashMap;

/// One step of the schema. Rooms list theirs as `pub const MIGRATIONS: &[Migration]`.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// Date, room, number, name: `20261122-desk-01-cases`. Run in the order of ids, the store's own first.
    pub id: &'static str,
    /// Statements in the common subset, for both databases.
    pub sql: &'static str,
    /// What only SQLite needs (for example full-text tables), run after `sql`.
    pub sqlite: Option<&'static str>,
    /// What only PostgreSQL needs, run after `sql`.
    pub postgres: Option<&'static str>,
}

impl Migration {
    /// A migration that is the same on both databases.
    pub const fn common(id: &'static str, sql: &'static str) -> Self {
        Self { id, sql, sqlite: None, postgres: None }
    }

    /// SHA-256 over the common text, lower-case hex: equal on both databases.
    pub(crate) fn checksum(&self) -> String {
        let mut context = digest::Context::new(&digest::SHA256);
        for part in [Some(self.sql), self.sqlite, self.postgres] {
            context.update(part.unwrap_or_default().as_bytes());
            context.update(&[0]);
        }
        kernel::ids::hex(context.finish().as_ref())
    }
}

pub(crate) const TABLE: &str = "CREATE TABLE IF NOT EXISTS store_migrations (id TEXT PRIMARY KEY, checksum TEXT NOT NULL, applied_at BIGINT NOT NULL)";

/// The store's own migrations, then those of the rooms by id.
pub(crate) fn in_order(rooms: &[Migration]) -> Vec<Migration> {
    let mut rooms: Vec<Migration> = rooms.to_vec();
    rooms.sort_by_key(|migration| migration.id);
    rooms.dedup_by_key(|migration| migration.id);
    schema::MIGRATIONS.iter().copied().chain(rooms).collect()
}

/// Those that have not run yet.
///
/// # Errors
/// One that ran has another text now, or one ran that this program does not know.
pub(crate) fn pending(all: &[Migration], ran: &HashMap<String, String>) -> Result<Vec<Migration>, StoreError> {
    if let Some(unknown) = ran.keys().find(|id| all.iter().all(|migration| migration.id != **id)) {
        return Err(StoreError::Schema(format!(
            "{unknown} ran, but this program does not know it; it is older than the database"
        )));
    }
    let mut pending = Vec::new();
    for migration in all {
        match ran.get(migration.id) {
            None => pending.push(*migration),
            Some(checksum) if *checksum == migration.checksum() => {}
            Some(_) => {
                return Err(StoreError::Schema(format!("{} ran with another text", migration.id)));
            }
        }
    }
    Ok(pending)
}

/// Refuses a schema that lacks something.
pub(crate) fn complete(all: &[Migration], ran: &HashMap<String, String>) -> Result<(), StoreError> {
    let missing: Vec<String> = pending(all, ran)?.iter().map(|migration| migration.id.to_owned()).collect();
    if missing.is_empty() { Ok(()) } else { Err(StoreError::MigrateFirst { missing }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DESK: Migration = Migration::common("20261122-desk-01-cases", "CREATE TABLE a (b TEXT)");

    #[test]
    fn a_migration_whose_text_changed_is_refused() {
        let ran = HashMap::from([(DESK.id.to_owned(), "other".to_owned())]);
        assert!(matches!(pending(&[DESK], &ran), Err(StoreError::Schema(_))));
    }

    #[test]
    fn a_database_newer_than_the_program_is_refused() {
        let ran = HashMap::from([("20991231-desk-09-later".to_owned(), String::new())]);
        assert!(matches!(complete(&[DESK], &ran), Err(StoreError::Schema(_))));
    }

    #[test]
    fn an_older_schema_is_refused_with_the_names_of_what_it_lacks() {
        let Err(error) = complete(&[DESK], &HashMap::new()) else { panic!("accepted") };
        assert_eq!(error.to_string(), "the schema lacks 20261122-desk-01-cases; run `gapura migrate`");
    }

    #[test]
    fn the_stores_own_migrations_run_first() {
        let early = Migration::common("20200101-desk-01-early", "");
        assert_eq!(in_order(&[DESK, early])[0].id, "20261122-store-01-ledger");
        assert_eq!(in_order(&[DESK, early])[1].id, early.id);
    }
}
