//! What a schema looks like, the same words for both databases, so that a test can compare them.

use std::collections::{BTreeMap, BTreeSet};

/// Tables by name.
pub type Shape = BTreeMap<String, Table>;

/// One table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Columns by name.
    pub columns: BTreeMap<String, Column>,
    /// Columns of the primary key, in order.
    pub key: Vec<String>,
    /// Names of the further indexes.
    pub indexes: BTreeSet<String>,
}

/// One column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// `BIGINT`, `TEXT` or `BYTEA`.
    pub kind: String,
    /// Whether it may be null.
    pub nullable: bool,
}
