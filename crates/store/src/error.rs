//! What can go wrong below a page. Opaque to visitors; operators read it in the log.

/// The database, a key or a file refused.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    /// The configuration names no database that we know, or a folder that cannot be used.
    #[error("settings: {0}")]
    Settings(String),
    /// The database cannot be reached.
    #[error("the database cannot be reached: {0}")]
    Unreachable(String),
    /// The database refused a statement.
    #[error("the database refused: {0}")]
    Sql(String),
    /// The schema is older than the program; `gapura migrate` brings it up.
    #[error("the schema lacks {}; run `gapura migrate`", missing.join(", "))]
    MigrateFirst {
        /// Ids of the migrations that have not run.
        missing: Vec<String>,
    },
    /// A migration that ran has another text now, or the schema is newer than the program.
    #[error("the schema does not fit this program: {0}")]
    Schema(String),
    /// A row holds something else than the program reads.
    #[error("column {column} holds {found}, not {wanted}")]
    Column {
        /// Counted from 0.
        column: usize,
        /// What the program reads.
        wanted: &'static str,
        /// What is there.
        found: &'static str,
    },
    /// A stored event or payload is no valid JSON of its kind.
    #[error("stored data is damaged: {0}")]
    Damaged(String),
    /// A key is missing, wrong or unreadable.
    #[error("key: {0}")]
    Key(String),
    /// A file could not be written or read.
    #[error("file: {0}")]
    File(String),
    /// A backup or restore was refused.
    #[error("archive: {0}")]
    Archive(String),
    /// Whether a commit took effect could not be learned: it was not acknowledged; repeating the send is safe.
    #[error("the outcome of the commit is unknown")]
    Unknown,
    /// The store is closed.
    #[error("the store is closed")]
    Closed,
}

impl StoreError {
    pub(crate) fn file(path: &std::path::Path, error: &std::io::Error) -> Self {
        Self::File(format!("{}: {error}", path.display()))
    }
}
