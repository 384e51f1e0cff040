//! The shape of an SQLite schema.

use crate::StoreError;
use crate::shape::{Column, Shape, Table};
use rusqlite::Connection;

/// Ordinary tables; full-text tables and their shadows are not part of the common shape.
pub(crate) fn shape(connection: &Connection) -> Result<Shape, StoreError> {
    let names = strings(
        connection,
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
        [],
    )?;
    names.into_iter().map(|name| Ok((name.clone(), table(connection, &name)?))).collect()
}

fn table(connection: &Connection, name: &str) -> Result<Table, StoreError> {
    let mut statement = connection
        .prepare("SELECT name, upper(type), \"notnull\", pk FROM pragma_table_info(?1) ORDER BY pk")
        .map_err(super::refused)?;
    let mut rows = statement.query([name]).map_err(super::refused)?;
    let mut table = Table::default();
    while let Some(row) = rows.next().map_err(super::refused)? {
        let read = || -> Result<(String, String, bool, i64), rusqlite::Error> {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        };
        let (column, kind, not_null, key) = read().map_err(super::refused)?;
        if key > 0 {
            table.key.push(column.clone());
        }
        let nullable = !not_null && key == 0;
        table.columns.insert(column, Column { kind, nullable });
    }
    let indexes = strings(connection, "SELECT name FROM pragma_index_list(?1) WHERE origin = 'c'", [name])?;
    table.indexes = indexes.into_iter().collect();
    Ok(table)
}

fn strings(connection: &Connection, sql: &str, params: impl rusqlite::Params) -> Result<Vec<String>, StoreError> {
    let mut statement = connection.prepare(sql).map_err(super::refused)?;
    let rows = statement.query_map(params, |row| row.get(0)).map_err(super::refused)?;
    rows.collect::<Result<_, _>>().map_err(super::refused)
}
