//! A view of PostgreSQL, read in a transaction that cannot write. Only the columns of the mapping file leave the database.

use crate::failed::Failed;
use crate::model::{Relation, View};
use crate::taking::Taking;
use crate::value::Written;
use futures_util::{StreamExt as _, TryStreamExt as _};
use std::error::Error as _;
use std::time::Duration;
use tokio_postgres::error::SqlState;
use tokio_postgres::{Client, Config, Error, NoTls};

const CONNECT: Duration = Duration::from_secs(10);

/// Reads all rows.
///
/// # Errors
/// The server is away, refuses, is slow, or the view has another shape.
pub(crate) async fn read(view: &View, password: Option<&str>, most: u32, taking: &mut Taking) -> Result<(), Failed> {
    let mut config = Config::new();
    config.user(&view.user).dbname(&view.database).port(view.port).connect_timeout(CONNECT);
    if view.host.starts_with('/') {
        config.host_path(&view.host)
    } else {
        config.host(&view.host)
    };
    if let Some(password) = password {
        config.password(password);
    }
    let limit = u64::from(view.seconds) * 1000;
    config.application_name("gapura").options(format!(
        "-c statement_timeout={limit} -c lock_timeout=5000 -c default_transaction_read_only=on -c DateStyle=ISO,YMD"
    ));
    let away = |_| Failed::Away;
    let (client, connection) = tokio::time::timeout(CONNECT, config.connect(NoTls))
        .await
        .map_err(away)?
        .map_err(|error| said(&error, view))?;
    let driving = tokio::spawn(connection);
    // The server counts its own time; this is for one that no longer answers at all.
    let limit = Duration::from_secs(u64::from(view.seconds) * 4 + 30);
    let read = tokio::time::timeout(limit, rows(&client, view, most, taking)).await;
    let read = read.unwrap_or(Err(Failed::Slow(view.seconds)));
    // The connection ends with its task, whatever it was doing.
    driving.abort();
    read
}

async fn rows(client: &Client, view: &View, most: u32, taking: &mut Taking) -> Result<(), Failed> {
    let failed = |error: Error| said(&error, view);
    client.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await.map_err(failed)?;
    let from = relation(&view.relation);
    let shape = client.prepare(&format!("SELECT * FROM {from} AS t")).await.map_err(failed)?;
    let names: Vec<String> = shape.columns().iter().map(|column| column.name().to_owned()).collect();
    taking.header(&names, Written::Database)?;
    if may_write(client, view).await {
        taking.notes.push(WRITES.to_owned());
    }
    let places = taking.places();
    let wanted: Vec<String> =
        places.iter().filter_map(|at| Some(format!("t.{}::text", quoted(names.get(*at)?)))).collect();
    let sql = format!("SELECT {} FROM {from} AS t LIMIT {}", wanted.join(", "), u64::from(most) + 1);
    let rows = client.query_raw(&sql, std::iter::empty::<i32>()).await.map_err(failed)?;
    let mut rows = std::pin::pin!(rows.enumerate());
    let mut cells = vec![String::new(); names.len()];
    while let Some((number, row)) = rows.next().await {
        let row = row.map_err(failed)?;
        for (column, place) in places.iter().enumerate() {
            let text: Option<&str> = row.try_get(column).map_err(failed)?;
            if let Some(cell) = cells.get_mut(*place) {
                text.unwrap_or_default().clone_into(cell);
            }
        }
        taking.row(number as u64 + 1, &cells)?;
    }
    Ok(())
}

/// What is told where the user of a feed could write.
pub(crate) const WRITES: &str = "pengguna basis data ini dapat mengubah data; beri hak SELECT pada pandangan itu saja";

/// Whether the user could write to what it reads, or to everything.
async fn may_write(client: &Client, view: &View) -> bool {
    let superuser = "SELECT 1 FROM pg_roles WHERE rolname = current_user AND rolsuper";
    let rows = client.query_raw(superuser, std::iter::empty::<i32>()).await;
    let all = match rows {
        Ok(rows) => rows.try_collect::<Vec<_>>().await.is_ok_and(|rows| !rows.is_empty()),
        Err(_) => false,
    };
    let Relation::Named(name) = &view.relation else {
        return all;
    };
    let writes = "SELECT has_table_privilege($1, 'INSERT, UPDATE, DELETE, TRUNCATE')";
    let own = client.query_one(writes, &[name]).await;
    all || own.is_ok_and(|row| row.try_get::<_, bool>(0).unwrap_or(false))
}

fn relation(relation: &Relation) -> String {
    match relation {
        Relation::Named(name) => name.split('.').map(quoted).collect::<Vec<_>>().join("."),
        Relation::Query(query) => format!("({query})"),
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// What the server said, without the values that its sentence may quote.
fn said(error: &Error, view: &View) -> Failed {
    let Some(code) = error.code() else {
        // Said by the driver and not by the network: the server asks for a password, and none was given.
        let network = error.is_closed() || error.source().is_none_or(|cause| cause.is::<std::io::Error>());
        return if network { Failed::Away } else { Failed::Login };
    };
    match code {
        code if *code == SqlState::QUERY_CANCELED || *code == SqlState::LOCK_NOT_AVAILABLE => {
            Failed::Slow(view.seconds)
        }
        code if *code == SqlState::INSUFFICIENT_PRIVILEGE => Failed::Denied,
        code if code.code().starts_with("28") || *code == SqlState::INVALID_CATALOG_NAME => Failed::Login,
        code if code.code().starts_with("42") => Failed::NoSuch(code.code().to_owned()),
        code if code.code().starts_with("57P") || code.code().starts_with("08") => Failed::Away,
        code => Failed::Other(code.code().to_owned()),
    }
}
