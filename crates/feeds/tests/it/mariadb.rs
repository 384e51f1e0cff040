//! One MariaDB for all tests of this binary, each with a database of its own.

use mysql_async::prelude::Queryable as _;
use mysql_async::{Conn, OptsBuilder};
use std::path::PathBuf;
use std::sync::OnceLock;
use testkit::MariaDb;

static SERVER: OnceLock<Option<MariaDb>> = OnceLock::new();

fn server() -> Option<&'static MariaDb> {
    SERVER.get_or_init(|| MariaDb::start().unwrap()).as_ref()
}

/// The socket of the server, and a connection of its administrator to a fresh database with this name.
pub async fn database(name: &str) -> Option<(PathBuf, Conn)> {
    let socket = tokio::task::spawn_blocking(server).await.unwrap()?.socket();
    let options = OptsBuilder::default().socket(Some(socket.display().to_string())).user(Some("root"));
    let mut connection = Conn::new(options).await.unwrap();
    for line in [
        format!("CREATE DATABASE {name} CHARACTER SET utf8mb4"),
        format!("USE {name}"),
        "CREATE USER IF NOT EXISTS gapura@localhost IDENTIFIED BY 'sandi-rahasia'".to_owned(),
    ] {
        connection.query_drop(line).await.unwrap();
    }
    Some((socket.to_owned(), connection))
}
