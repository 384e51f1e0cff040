//! What this room refuses.

use kernel::{Refusal, RefusalKind};
use store::{CommitError, StoreError};

/// Why nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// There is no such feed, or it is not this person's to know.
    #[error("umpan tidak ada")]
    NotThere,
    /// Only the agency that owns the feed, and the agency for communication, do this.
    #[error("bukan umpan dinas Anda")]
    NotOwn,
    /// It is being read right now, here or on another node.
    #[error("umpan sedang dibaca; tunggu sebentar")]
    Running,
    /// No file was chosen.
    #[error("pilih berkas dahulu")]
    NoFile,
    /// The file is of another kind than the feed takes; its pattern.
    #[error("umpan ini menerima berkas {0}")]
    WrongFile(String),
    /// This feed reads a database; no file can be given.
    #[error("umpan ini membaca basis data")]
    NoDrop,
    /// The folder cannot be written to.
    #[error("folder titipan tidak dapat ditulis")]
    Folder,
    /// Nothing is waiting for a decision.
    #[error("tidak ada yang menunggu keputusan")]
    NothingWaits,
    /// Its mapping file is still there.
    #[error("berkas pemetaannya masih ada; hapus dahulu, lalu jalankan ulang")]
    StillThere,
    /// It was changed meanwhile.
    #[error("sudah berubah; muat ulang halamannya")]
    Moved,
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
            Self::NotThere => "umpan-tidak-ada",
            Self::NotOwn => "umpan-bukan-dinas-sendiri",
            Self::Running => "umpan-sedang-dibaca",
            Self::NoFile => "umpan-tanpa-berkas",
            Self::WrongFile(_) => "umpan-berkas-lain",
            Self::NoDrop => "umpan-bukan-berkas",
            Self::Folder => "umpan-folder",
            Self::NothingWaits => "umpan-tak-menunggu",
            Self::StillThere => "umpan-masih-ada",
            Self::Moved => "umpan-berubah",
            Self::Busy | Self::Failed(_) => "umpan-sibuk",
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::NotThere => RefusalKind::NotFound,
            Self::NotOwn => RefusalKind::Forbidden,
            Self::Running | Self::NothingWaits | Self::StillThere | Self::Moved => RefusalKind::Conflict,
            Self::NoFile | Self::WrongFile(_) | Self::NoDrop => RefusalKind::Invalid,
            Self::Folder | Self::Busy | Self::Failed(_) => RefusalKind::Unavailable,
        }
    }

    fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::WrongFile(pattern) => vec![("pola", pattern.clone())],
            _ => Vec::new(),
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
            CommitError::Conflict { .. } | CommitError::Guard | CommitError::OtherAnswers => Self::Moved,
            _ => Self::Busy,
        }
    }
}
