//! A view of MariaDB or MySQL, read in a transaction that cannot write. Only the columns of the mapping file leave the
//! database.

use super::postgres::WRITES;
use crate::failed::Failed;
use crate::model::{Relation, View};
use crate::taking::Taking;
use crate::value::Written;
use mysql_async::prelude::Queryable as _;
use mysql_async::{Conn, Error, OptsBuilder, Row, SslOpts, Value};
use std::time::Duration;

const CONNECT: Duration = Duration::from_secs(10);
/// Most bytes of one row.
const LARGEST_ROW: usize = 16 << 20;

/// Reads all rows.
///
/// # Errors
/// The server is away, refuses, is slow, or the view has another shape.
pub(crate) async fn read(view: &View, password: Option<&str>, most: u32, taking: &mut Taking) -> Result<(), Failed> {
    let socket = view.host.starts_with('/');
    let options = OptsBuilder::default()
        .ip_or_hostname(if socket { "localhost" } else { &view.host })
        .socket(socket.then(|| view.host.clone()))
        .prefer_socket(socket)
        .tcp_port(view.port)
        .user(Some(&view.user))
        .pass(password)
        .db_name(Some(&view.database))
        .max_allowed_packet(Some(LARGEST_ROW))
        .stmt_cache_size(0)
        .ssl_opts(view.tls.then(SslOpts::default));
    let connecting = tokio::time::timeout(CONNECT, Conn::new(options)).await.map_err(|_| Failed::Away)?;
    let mut connection = connecting.map_err(|error| said(&error, view))?;
    // The server counts its own time; this is for one that no longer answers at all.
    let limit = Duration::from_secs(u64::from(view.seconds) * 4 + 30);
    let read = tokio::time::timeout(limit, rows(&mut connection, view, most, taking)).await;
    match read {
        Ok(Ok(())) => {
            let _ = tokio::time::timeout(CONNECT, connection.disconnect()).await;
            Ok(())
        }
        Ok(Err(failed)) => Err(failed),
        Err(_) => Err(Failed::Slow(view.seconds)),
    }
}

async fn rows(connection: &mut Conn, view: &View, most: u32, taking: &mut Taking) -> Result<(), Failed> {
    let failed = |error: Error| said(&error, view);
    // MariaDB counts seconds, MySQL milliseconds under another name.
    let (maria, mysql) = (view.seconds, u64::from(view.seconds) * 1000);
    if connection.query_drop(format!("SET SESSION max_statement_time = {maria}")).await.is_err() {
        connection.query_drop(format!("SET SESSION max_execution_time = {mysql}")).await.map_err(failed)?;
    }
    connection.query_drop("START TRANSACTION READ ONLY").await.map_err(failed)?;
    let from = relation(&view.relation);
    let shape = connection.query_iter(format!("SELECT * FROM {from} AS t LIMIT 0")).await.map_err(failed)?;
    let names: Vec<String> = shape.columns_ref().iter().map(|column| column.name_str().into_owned()).collect();
    shape.drop_result().await.map_err(failed)?;
    taking.header(&names, Written::Database)?;
    if may_write(connection).await {
        taking.notes.push(WRITES.to_owned());
    }
    let places = taking.places();
    let wanted: Vec<String> = places.iter().filter_map(|at| Some(format!("t.{}", quoted(names.get(*at)?)))).collect();
    let sql = format!("SELECT {} FROM {from} AS t LIMIT {}", wanted.join(", "), u64::from(most) + 1);
    let mut rows = connection.query_iter(sql).await.map_err(failed)?;
    let (mut cells, mut number) = (vec![String::new(); names.len()], 0);
    while let Some(row) = rows.next().await.map_err(failed)? {
        number += 1;
        for (column, place) in places.iter().enumerate() {
            if let Some(cell) = cells.get_mut(*place) {
                *cell = text(&row, column);
            }
        }
        taking.row(number, &cells)?;
    }
    Ok(())
}

/// A cell as text; what is no text is shown with a mark where its bytes do not fit.
fn text(row: &Row, column: usize) -> String {
    match row.as_ref(column) {
        None | Some(Value::NULL) => String::new(),
        Some(Value::Bytes(bytes)) => String::from_utf8_lossy(bytes).into_owned(),
        Some(other) => other.as_sql(true).trim_matches('\'').to_owned(),
    }
}

/// Whether a grant of this user does more than read.
async fn may_write(connection: &mut Conn) -> bool {
    let grants: Vec<String> = connection.query("SHOW GRANTS").await.unwrap_or_default();
    grants.iter().any(|grant| writes(grant))
}

fn writes(grant: &str) -> bool {
    let upper = grant.to_ascii_uppercase();
    let what = upper.split(" ON ").next().unwrap_or_default().trim_start_matches("GRANT ");
    what.split(',').map(str::trim).any(|one| {
        let one = one.split('(').next().unwrap_or_default().trim();
        !one.is_empty() && !["SELECT", "USAGE", "SHOW VIEW", "SHOW DATABASES", "REFERENCES"].contains(&one)
    })
}

fn relation(relation: &Relation) -> String {
    match relation {
        Relation::Named(name) => name.split('.').map(quoted).collect::<Vec<_>>().join("."),
        Relation::Query(query) => format!("({query})"),
    }
}

fn quoted(name: &str) -> String {
    format!("`{}`", name.replace('`', "``"))
}

/// What the server said, without the values that its sentence may quote.
fn said(error: &Error, view: &View) -> Failed {
    let Error::Server(server) = error else {
        return Failed::Away;
    };
    match server.code {
        1969 | 3024 | 1205 | 1317 => Failed::Slow(view.seconds),
        1044 | 1045 | 1698 | 1049 => Failed::Login,
        1142 | 1143 | 1227 | 1370 => Failed::Denied,
        1054 | 1064 | 1146 | 1356 => Failed::NoSuch(server.code.to_string()),
        1040 | 1053 | 1203 => Failed::Away,
        code => Failed::Other(code.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grants_that_only_read_are_told_from_those_that_write() {
        for (grant, does) in [
            ("GRANT USAGE ON *.* TO `g`@`%` IDENTIFIED BY PASSWORD '*5'", false),
            ("GRANT SELECT, SHOW VIEW ON `simrs`.`v_pasien` TO `g`@`%`", false),
            ("GRANT SELECT (`a`), INSERT ON `simrs`.`t` TO `g`@`%`", true),
            ("GRANT ALL PRIVILEGES ON *.* TO `root`@`localhost` WITH GRANT OPTION", true),
        ] {
            assert_eq!(writes(grant), does, "{grant}");
        }
    }
}
