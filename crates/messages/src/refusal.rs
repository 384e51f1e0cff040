//! What this room refuses.

use kernel::{Refusal, RefusalKind};
use store::{CommitError, StoreError};

/// Why nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The call is not on this officer's list, or somebody has called already.
    #[error("panggilan ini tidak ada lagi di daftar Anda")]
    NoCall,
    /// The note is empty or too long.
    #[error("catatan: 1–1000 karakter")]
    Note,
    /// The store cannot write now.
    #[error("penyimpanan sedang tidak dapat menulis")]
    Busy,
    /// The store failed.
    #[error("penyimpanan gagal: {0}")]
    Failed(String),
}

impl Refusal for Refused {
    fn code(&self) -> &'static str {
        match self {
            Self::NoCall => "panggilan-tidak-ada",
            Self::Note => "panggilan-catatan",
            Self::Busy | Self::Failed(_) => "pesan-sibuk",
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::NoCall => RefusalKind::NotFound,
            Self::Note => RefusalKind::Invalid,
            Self::Busy | Self::Failed(_) => RefusalKind::Unavailable,
        }
    }
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.to_string())
    }
}

impl From<CommitError> for Refused {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::Store(error) => error.into(),
            _ => Self::Busy,
        }
    }
}
