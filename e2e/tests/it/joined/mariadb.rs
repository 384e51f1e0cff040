//! An old system that is only a database: MariaDB with one table, and a view that its keeper made for others to read.

use anyhow::Result;
use testkit::MariaDb;

/// Password of the account that may read the view.
pub const PASSWORD: &str = "sandi-pembaca";

/// Starts it with its table; none where the machine has no such program.
pub fn open(table: &str) -> Result<Option<MariaDb>> {
    let Some(database) = MariaDb::start()? else { return Ok(None) };
    database.does(&format!(
        "CREATE DATABASE simpeg CHARACTER SET utf8mb4; USE simpeg; {table} \
         CREATE USER pembaca@localhost IDENTIFIED BY '{PASSWORD}'; GRANT SELECT ON simpeg.v_pegawai TO pembaca@localhost;"
    ))?;
    Ok(Some(database))
}
