//! The archive format, the same for both databases: `manifest.json`, `tables/NAME.jsonl`, `blobs/…`.

use crate::shape::Shape;
use crate::{Row, StoreError, Value};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use ring::digest;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead as _, BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};

pub(crate) const FORMAT: &str = "gapura-archive-1";

/// What an archive holds; `manifest.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// `gapura-archive-1`.
    pub format: String,
    /// When it was made, in seconds since 1970.
    pub made_at: i64,
    /// Migrations that had run, with their checksums.
    pub migrations: BTreeMap<String, String>,
    /// Fingerprints of the master keys without which nothing sealed can be opened.
    pub master_keys: Vec<String>,
    /// Index of the newest event of each region.
    pub heads: BTreeMap<String, i64>,
    /// The tables.
    pub tables: Vec<ArchivedTable>,
    /// Attachments: region and name.
    pub blobs: Vec<(String, String)>,
}

/// One table of an archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchivedTable {
    /// Its name.
    pub name: String,
    /// Its columns, in the order of the lines.
    pub columns: Vec<String>,
    /// How many rows.
    pub rows: u64,
    /// SHA-256 over the lines.
    pub sha256: String,
}

/// How a table is read, so that both databases give the same lines in the same order.
pub(crate) struct Plan {
    pub name: String,
    pub columns: Vec<String>,
    pub select: String,
}

/// All tables except what belongs to one database alone. `collate` is put behind texts that are ordered by.
pub(crate) fn plans(shape: &Shape, collate: &str) -> Vec<Plan> {
    let ordinary = shape.iter().filter(|(name, _)| *name != "store_migrations");
    ordinary
        .map(|(name, table)| {
            let columns: Vec<String> = table
                .columns
                .keys()
                .filter(|column| (name.as_str(), column.as_str()) != ("store_events", "arrival"))
                .cloned()
                .collect();
            let key = if table.key.is_empty() { &columns } else { &table.key };
            let order: Vec<String> = key
                .iter()
                .map(|column| {
                    let text = table.columns.get(column).is_some_and(|column| column.kind == "TEXT");
                    format!("\"{column}\"{}", if text { collate } else { "" })
                })
                .collect();
            let select = format!("SELECT \"{}\" FROM \"{name}\" ORDER BY {}", columns.join("\", \""), order.join(", "));
            Plan { name: name.clone(), columns, select }
        })
        .collect()
}

/// Takes the rows of one table after another, into files or only into their hash.
pub(crate) struct Dump {
    folder: Option<PathBuf>,
    pub tables: Vec<ArchivedTable>,
    file: Option<BufWriter<File>>,
    hash: digest::Context,
}

impl Dump {
    pub fn new(folder: Option<PathBuf>) -> Self {
        Self { folder, tables: Vec::new(), file: None, hash: digest::Context::new(&digest::SHA256) }
    }

    pub fn begin(&mut self, plan: &Plan) -> std::io::Result<()> {
        self.file = match &self.folder {
            None => None,
            Some(folder) => Some(BufWriter::new(File::create_new(table_path(folder, &plan.name))?)),
        };
        self.hash = digest::Context::new(&digest::SHA256);
        self.tables.push(ArchivedTable {
            name: plan.name.clone(),
            columns: plan.columns.clone(),
            rows: 0,
            sha256: String::new(),
        });
        Ok(())
    }

    pub fn row(&mut self, row: &Row) -> std::io::Result<()> {
        let mut line = serde_json::Value::Array(row.values().iter().map(to_json).collect()).to_string();
        line.push('\n');
        self.hash.update(line.as_bytes());
        if let Some(table) = self.tables.last_mut() {
            table.rows += 1;
        }
        match &mut self.file {
            Some(file) => file.write_all(line.as_bytes()),
            None => Ok(()),
        }
    }

    pub fn end(&mut self) -> std::io::Result<()> {
        if let Some(file) = self.file.take() {
            file.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?;
        }
        let hash = std::mem::replace(&mut self.hash, digest::Context::new(&digest::SHA256));
        if let Some(table) = self.tables.last_mut() {
            table.sha256 = kernel::ids::hex(hash.finish().as_ref());
        }
        Ok(())
    }
}

pub(crate) fn table_path(folder: &Path, name: &str) -> PathBuf {
    folder.join("tables").join(format!("{name}.jsonl"))
}

/// Reads a table of an archive, `take` getting up to 500 rows at once, and checks that it is whole.
pub(crate) struct Lines {
    lines: std::io::Lines<BufReader<File>>,
    path: PathBuf,
}

impl Lines {
    pub fn open(folder: &Path, table: &ArchivedTable) -> Result<Self, StoreError> {
        let path = table_path(folder, &table.name);
        let file = File::open(&path).map_err(|error| StoreError::file(&path, &error))?;
        Ok(Self { lines: BufReader::new(file).lines(), path })
    }

    /// The next rows; empty at the end.
    pub fn next(&mut self) -> Result<Vec<Vec<Value>>, StoreError> {
        let mut rows = Vec::new();
        for line in self.lines.by_ref().take(500) {
            let line = line.map_err(|error| StoreError::file(&self.path, &error))?;
            rows.push(
                from_line(&line)
                    .ok_or_else(|| StoreError::Archive(format!("{} holds no row: {line:.60}", self.path.display())))?,
            );
        }
        Ok(rows)
    }
}

/// Whether the file has the rows that the manifest speaks of.
pub(crate) fn verify(folder: &Path, table: &ArchivedTable) -> Result<(), StoreError> {
    let path = table_path(folder, &table.name);
    let failed = |error: std::io::Error| StoreError::file(&path, &error);
    let mut file = BufReader::new(File::open(&path).map_err(failed)?);
    let mut hash = digest::Context::new(&digest::SHA256);
    let mut line = Vec::new();
    let mut rows = 0;
    while file.read_until(b'\n', &mut line).map_err(failed)? > 0 {
        hash.update(&line);
        rows += 1;
        line.clear();
    }
    if rows != table.rows || kernel::ids::hex(hash.finish().as_ref()) != table.sha256 {
        return Err(StoreError::Archive(format!("{} was changed after it was written", path.display())));
    }
    Ok(())
}

/// Bytes are written as `{"b": base64}`, all else as itself.
fn to_json(value: &Value) -> serde_json::Value {
    match value {
        Value::Null | Value::Drawn => serde_json::Value::Null,
        Value::Int(int) => (*int).into(),
        Value::Text(text) => text.as_str().into(),
        Value::Bytes(bytes) => serde_json::json!({ "b": STANDARD_NO_PAD.encode(bytes) }),
    }
}

fn from_line(line: &str) -> Option<Vec<Value>> {
    let cells: Vec<serde_json::Value> = serde_json::from_str(line).ok()?;
    cells
        .into_iter()
        .map(|cell| match cell {
            serde_json::Value::Null => Some(Value::Null),
            serde_json::Value::Number(number) => number.as_i64().map(Value::Int),
            serde_json::Value::String(text) => Some(Value::Text(text)),
            serde_json::Value::Object(object) => {
                let text = object.get("b")?.as_str()?;
                STANDARD_NO_PAD.decode(text).ok().map(Value::Bytes)
            }
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_row_comes_back_from_its_line(int: i64, text: String, bytes: Vec<u8>) {
            let row = values![int, text, bytes, None::<i64>];
            let line = serde_json::Value::Array(row.iter().map(to_json).collect()).to_string();
            prop_assert_eq!(from_line(&line), Some(row));
        }
    }
}
