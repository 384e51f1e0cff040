//! What entering values and targets refuses.

use kernel::{Refusal, RefusalKind};
use store::{CommitError, StoreError};

/// Why nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// There is no such indicator.
    #[error("indikator ini tidak ada")]
    NoIndicator,
    /// It belongs to another unit.
    #[error("indikator ini diisi oleh unit pemiliknya atau perencana")]
    NotYours,
    /// Its values are computed.
    #[error("nilai indikator ini dihitung, tidak diisi")]
    Computed,
    /// Not a period of this indicator, or not yet begun.
    #[error("periode ini bukan periode indikator, atau belum dimulai")]
    Period,
    /// Not a number that this indicator can have.
    #[error("nilai ini bukan angka yang dapat dimiliki indikator ini")]
    Value,
    /// A value entered by hand needs evidence.
    #[error("lampirkan bukti: tautan atau berkas")]
    Evidence,
    /// The link is no address.
    #[error("tautan bukti harus alamat https")]
    Link,
    /// The file is no PDF, JPEG or PNG.
    #[error("bukti berupa PDF, JPEG atau PNG")]
    File,
    /// The file of a value is gone from the store, or damaged.
    #[error("berkas bukti ini hilang dari penyimpanan")]
    Lost,
    /// The note or reason is too short or too long.
    #[error("tulis alasan atau catatan, 10 sampai 1000 karakter")]
    Reason,
    /// It is as it was before.
    #[error("nilai ini sudah tercatat begitu")]
    Unchanged,
    /// Somebody else entered it meanwhile.
    #[error("nilai ini baru saja diisi orang lain")]
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
        matches!(
            self,
            Self::Period
                | Self::Value
                | Self::Evidence
                | Self::Link
                | Self::File
                | Self::Reason
                | Self::Unchanged
                | Self::Moved
        )
    }
}

impl Refusal for Refused {
    fn code(&self) -> &'static str {
        match self {
            Self::NoIndicator => "indikator-tidak-ada",
            Self::NotYours => "indikator-bukan-milik",
            Self::Computed => "indikator-dihitung",
            Self::Period => "indikator-periode",
            Self::Value => "indikator-nilai",
            Self::Evidence => "indikator-bukti",
            Self::Link => "indikator-tautan",
            Self::File => "indikator-berkas",
            Self::Lost => "indikator-berkas-hilang",
            Self::Reason => "indikator-alasan",
            Self::Unchanged => "indikator-sama",
            Self::Moved => "indikator-berubah",
            Self::Busy | Self::Failed(_) => "indikator-sibuk",
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::NoIndicator | Self::Lost => RefusalKind::NotFound,
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

impl From<CommitError> for Refused {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::Store(error) => error.into(),
            CommitError::Conflict { .. } | CommitError::Guard | CommitError::OtherAnswers => Self::Moved,
            _ => Self::Busy,
        }
    }
}
