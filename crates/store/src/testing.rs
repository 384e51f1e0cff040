//! What only tests need and only this crate can do, because it alone names a database.

use crate::StoreError;
use kernel::ids::Chance;

/// Makes an empty schema in the database at `url` and answers an address that leads into it.
///
/// # Errors
/// The database cannot be reached.
pub async fn fresh_schema(url: &str, chance: &dyn Chance) -> Result<String, StoreError> {
    let mut bytes = [0; 8];
    chance.fill(&mut bytes);
    let name = format!("t_{}", kernel::ids::hex(&bytes));
    crate::postgres::run_once(url, &format!("CREATE SCHEMA {name}")).await?;
    let join = if url.contains('?') { '&' } else { '?' };
    Ok(format!("{url}{join}application_name={name}&options=-c%20search_path%3D{name}"))
}

/// Kills all other connections with the `application_name` of this address, as a crash of the server would: for tests of what survives it.
///
/// # Errors
/// The database cannot be reached.
pub async fn kill_connections(url: &str) -> Result<(), StoreError> {
    let sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
               WHERE pid <> pg_backend_pid() AND application_name = current_setting('application_name')";
    crate::postgres::run_once(url, sql).await
}
