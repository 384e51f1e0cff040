//! A commit is data: everything that one act changes, in one transaction.

use crate::{Statement, StoreError};
use kernel::{Instant, NewEvent};

/// Stands for the drawn number inside event data, outbox payloads, texts of statements and the reply
/// (private-use characters, which nobody types).
pub const DRAWN: &str = "\u{E000}nomor\u{E001}";

/// For [`Commit::expected`]: append behind whatever is there. For logs that have no decision to protect.
pub const ANY_VERSION: i64 = -1;

/// Everything that one act changes.
#[derive(Default)]
pub struct Commit {
    /// Region code; the leading column of every key.
    pub region: String,
    /// What the events are about, for example `case/018f…`; empty when there are only statements.
    pub stream: String,
    /// The version that the decision was made upon: 0 for a new stream, or [`ANY_VERSION`].
    pub expected: i64,
    /// Makes a repeated send answer with the first receipt.
    pub send: Option<SendKey>,
    /// The facts.
    pub events: Vec<NewEvent>,
    /// The read tables that the next page needs.
    pub statements: Vec<Statement>,
    /// What is to be sent outside later.
    pub outbox: Vec<Outgoing>,
    /// The number to draw, without gap or double.
    pub draw: Option<Draw>,
    /// What the first answer was; given back when the send is repeated. May hold [`DRAWN`].
    pub reply: String,
}

impl Commit {
    /// Events on a stream, decided upon `expected` (0: new).
    pub fn new(region: impl Into<String>, stream: impl Into<String>, expected: i64) -> Self {
        Self { region: region.into(), stream: stream.into(), expected, ..Self::default() }
    }

    /// Statements only, for what is no fact of the ledger (sessions, drafts, counters).
    pub fn of_statements(region: impl Into<String>, statements: Vec<Statement>) -> Self {
        Self { region: region.into(), statements, ..Self::default() }
    }
}

/// The key that came with a form or an API call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SendKey {
    /// The key made by the server when it drew the form, or the client's idempotency key.
    pub key: String,
    /// Digest of the answers: same key and same digest is a repetition.
    pub digest: String,
}

/// A message, webhook or call to be made after the commit, at least once, with `once_key` to make it exactly once.
#[derive(Clone, Debug, PartialEq)]
pub struct Outgoing {
    /// Who takes it, for example `messages`.
    pub topic: String,
    /// Unique within region and topic; a second one with the same key is dropped silently. May hold [`DRAWN`].
    pub once_key: String,
    /// References only, never a personal value. May hold [`DRAWN`].
    pub payload: serde_json::Value,
    /// Not before this moment.
    pub due_at: Instant,
}

/// A number drawn from a series inside the transaction.
pub struct Draw {
    /// For example `PGD/2026`; counts 1, 2, 3 … per region.
    pub series: String,
    /// Makes the number that people see of the count.
    pub format: Box<dyn Fn(u64) -> String + Send + Sync>,
}

/// The answer to a commit that is flushed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Version of the stream after it (0 without a stream).
    pub version: i64,
    /// The number drawn.
    pub drawn: Option<String>,
    /// The reply with the number in it.
    pub reply: String,
    /// Whether this is the receipt of an earlier send with the same key and answers.
    pub repeated: bool,
}

/// Why nothing of a commit was kept.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// The stream has moved on: load again and decide again, three times at most.
    #[error("the stream is at version {actual}, not where the decision was made")]
    Conflict {
        /// Its version now.
        actual: i64,
    },
    /// A statement marked [`Statement::exactly_one`] changed none or several rows: what it relied on is gone.
    #[error("what the decision relied on has changed")]
    Guard,
    /// The send key was used with other answers.
    #[error("this form was sent before with other answers")]
    OtherAnswers,
    /// The queue is full: 503 with `Retry-After`. Nothing was changed.
    #[error("too many writes are waiting")]
    Busy,
    /// No space left on the device (507): nothing was changed, reading goes on, recovers when space is freed.
    #[error("the disk is full")]
    Full,
    /// A flush failed earlier (R4): the store is read-only until an operator has looked at the disk.
    #[error("the store has stopped writing after a failed flush")]
    Halted,
    /// The database refused or is out of reach.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Clone for CommitError {
    fn clone(&self) -> Self {
        match self {
            Self::Conflict { actual } => Self::Conflict { actual: *actual },
            Self::Guard => Self::Guard,
            Self::OtherAnswers => Self::OtherAnswers,
            Self::Busy => Self::Busy,
            Self::Full => Self::Full,
            Self::Halted => Self::Halted,
            Self::Store(error) => Self::Store(error.clone()),
        }
    }
}
