//! What action plans and their quarters refuse.

use super::model::cells::Mistake;
use super::months::Wrong;
use kernel::{Refusal, RefusalKind};
use store::{CommitError, StoreError};

/// Why nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// There is no such plan, step or quarter, or it may not be seen.
    #[error("tidak ada pada rencana aksi")]
    NotThere,
    /// Another agency's, or another role's to do.
    #[error("bukan wewenang Anda")]
    NotYours,
    /// It stands elsewhere now, or somebody changed it.
    #[error("rencana aksi ini sudah berubah")]
    Moved,
    /// No plan without steps.
    #[error("rencana aksi ini belum berisi langkah")]
    Empty,
    /// Who submitted or sent it does not approve it.
    #[error("orang kedua yang memutuskan")]
    SamePerson,
    /// A reason or text of 10 to 1000 characters is needed.
    #[error("tulis alasan, 10 sampai 1000 karakter")]
    Reason,
    /// Cells of a step are wrong.
    #[error("isian langkah salah")]
    Cells(Vec<Mistake>),
    /// No such year or month, or one that has not begun.
    #[error("bulan ini belum dapat diisi")]
    Month,
    /// The quarter was sent or locked.
    #[error("triwulan ini sudah terkunci")]
    Closed,
    /// The quarter is not over.
    #[error("triwulan ini belum selesai")]
    Running,
    /// Entries of a month are wrong, or somebody else's stand there meanwhile.
    #[error("isian bulan salah")]
    Entries(Vec<Wrong>),
    /// Thresholds or days out of bounds.
    #[error("ambang atau tenggat salah")]
    Rules,
    /// The form was sent before with other answers.
    #[error("formulir ini sudah dikirim")]
    Sent,
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
            Self::NotThere => "aksi-tidak-ada",
            Self::NotYours => "aksi-bukan-wewenang",
            Self::Moved => "aksi-berubah",
            Self::Empty => "aksi-kosong",
            Self::SamePerson => "aksi-orang-sama",
            Self::Reason => "aksi-alasan",
            Self::Cells(_) => "aksi-isian",
            Self::Month => "aksi-bulan",
            Self::Closed => "aksi-tutup",
            Self::Running => "aksi-berjalan",
            Self::Entries(_) => "aksi-entri",
            Self::Rules => "aksi-aturan",
            Self::Sent => "aksi-terkirim",
            Self::Busy | Self::Failed(_) => "aksi-sibuk",
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::NotThere => RefusalKind::NotFound,
            Self::NotYours | Self::SamePerson => RefusalKind::Forbidden,
            Self::Moved | Self::Closed | Self::Sent => RefusalKind::Conflict,
            Self::Busy | Self::Failed(_) => RefusalKind::Unavailable,
            _ => RefusalKind::Invalid,
        }
    }
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.to_string())
    }
}

impl From<crate::Refused> for Refused {
    fn from(error: crate::Refused) -> Self {
        match error {
            crate::Refused::NotThere => Self::NotThere,
            other => Self::Failed(other.to_string()),
        }
    }
}

impl From<CommitError> for Refused {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::Store(error) => error.into(),
            CommitError::Conflict { .. } | CommitError::Guard => Self::Moved,
            CommitError::OtherAnswers => Self::Sent,
            _ => Self::Busy,
        }
    }
}
