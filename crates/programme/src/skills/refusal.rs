//! What entering skills and trainings refuses.

use kernel::{Refusal, RefusalKind};
use store::{CommitError, StoreError};

/// Why nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// There is no such agency, training or entry for this officer.
    #[error("tidak ada")]
    NotThere,
    /// It belongs to another agency, or only its head may do this.
    #[error("ini milik dinas lain, atau hanya kepala dinas yang boleh")]
    NotYours,
    /// No skill of the list.
    #[error("pilih keahlian dari daftar")]
    Skill,
    /// People are a whole number from 0 to 9999.
    #[error("jumlah orang adalah angka 0 sampai 9999")]
    People,
    /// No programme of the plan in force.
    #[error("tidak ada program dengan nama itu")]
    Promise,
    /// A title or name has 3 to 120 characters.
    #[error("nama 3 sampai 120 karakter")]
    Text,
    /// No day, one more than three years from today, or one that lies ahead of a training that was held.
    #[error("tanggal salah")]
    Day,
    /// Whole rupiah.
    #[error("biaya adalah rupiah bulat")]
    Cost,
    /// Evidence of 10 to 2000 characters is needed.
    #[error("tulis bukti, 10 sampai 2000 karakter")]
    Evidence,
    /// It stands there already.
    #[error("ini sudah tercatat")]
    Unchanged,
    /// It was changed meanwhile.
    #[error("ini baru saja diubah orang lain")]
    Moved,
    /// The store cannot write now.
    #[error("penyimpanan sedang tidak dapat menulis")]
    Busy,
    /// The store failed.
    #[error("penyimpanan gagal: {0}")]
    Failed(String),
}

impl Refused {
    /// Whether the person can mend it in the form.
    pub(crate) const fn is_of_form(&self) -> bool {
        !matches!(self, Self::NotThere | Self::Busy | Self::Failed(_))
    }
}

impl Refusal for Refused {
    fn code(&self) -> &'static str {
        match self {
            Self::NotThere => "sdm-tidak-ada",
            Self::NotYours => "sdm-bukan-milik",
            Self::Skill => "sdm-keahlian",
            Self::People => "sdm-orang",
            Self::Promise => "sdm-program",
            Self::Text => "sdm-teks",
            Self::Day => "sdm-tanggal",
            Self::Cost => "sdm-biaya",
            Self::Evidence => "sdm-bukti",
            Self::Unchanged => "sdm-sama",
            Self::Moved => "sdm-berubah",
            Self::Busy | Self::Failed(_) => "sdm-sibuk",
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::NotThere => RefusalKind::NotFound,
            Self::NotYours => RefusalKind::Forbidden,
            Self::Moved => RefusalKind::Conflict,
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

impl From<crate::refusal::Refused> for Refused {
    fn from(refused: crate::refusal::Refused) -> Self {
        match refused {
            crate::refusal::Refused::NotThere => Self::NotThere,
            other => Self::Failed(other.to_string()),
        }
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
