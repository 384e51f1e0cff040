//! What can come back instead of an answer.

use crate::refusal::Refused;
use store::{CommitError, StoreError};

/// A refusal, or a failure of the house.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// A rule refused it; nothing was changed.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The store or a key failed.
    #[error("identity: {0}")]
    Failed(String),
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.to_string())
    }
}

impl From<CommitError> for Fault {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::Conflict { .. } | CommitError::Guard | CommitError::OtherAnswers => {
                Self::Refused(Refused::Changed)
            }
            CommitError::Busy | CommitError::Full | CommitError::Halted => Self::Refused(Refused::Busy),
            CommitError::Store(error) => error.into(),
        }
    }
}

impl From<Fault> for web::Error {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Refused(refused) => refused.into(),
            Fault::Failed(cause) => Self::failed(cause),
        }
    }
}
