//! What this room refuses to people.

use crate::model::terms::Mistake;
use kernel::{Refusal, RefusalKind};
use store::{CommitError, StoreError};

/// Why nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// There is no such thing, or it is not this person's to know.
    #[error("tidak ada")]
    NotThere,
    /// It was changed meanwhile.
    #[error("sudah berubah; muat ulang halamannya")]
    Moved,
    /// Only officers of the agency that owns the application do this.
    #[error("bukan aplikasi instansi Anda")]
    NotOwn,
    /// There is no such application, or it is no longer in use.
    #[error("aplikasi tidak ada atau sudah tidak dipakai")]
    NoApplication,
    /// A name of 3 to 80 characters is needed.
    #[error("nama kunci 3 sampai 80 huruf")]
    Name,
    /// Fields of the terms are wrong.
    #[error("isian salah: {0:?}")]
    Terms(Vec<(&'static str, Mistake)>),
    /// The key was revoked.
    #[error("kunci ini sudah dicabut")]
    Revoked,
    /// Nothing waits for consent.
    #[error("tidak ada yang menunggu persetujuan")]
    NothingWaits,
    /// Who asked does not agree to it as well.
    #[error("yang meminta tidak menyetujui sendiri")]
    FourEyes,
    /// A reason of 5 to 500 characters is needed.
    #[error("tulis alasan, 5 sampai 500 huruf")]
    Reason,
    /// An application without a server has no secrets.
    #[error("aplikasi jenis ini tidak memakai rahasia")]
    NoSecret,
    /// Two secrets live already.
    #[error("dua rahasia masih berlaku; akhiri satu dahulu")]
    TwoSecrets,
    /// A secret holds for 1 to 365 days.
    #[error("masa berlaku 1 sampai 365 hari")]
    Days,
    /// The old secret goes on for 0 to 30 days.
    #[error("masa peralihan 0 sampai 30 hari")]
    Overlap,
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
            Self::NotThere => "sambung-tidak-ada",
            Self::Moved => "sambung-berubah",
            Self::NotOwn => "sambung-bukan-milik",
            Self::NoApplication => "sambung-tanpa-aplikasi",
            Self::Name => "sambung-nama",
            Self::Terms(_) => "sambung-isian",
            Self::Revoked => "sambung-dicabut",
            Self::NothingWaits => "sambung-tak-menunggu",
            Self::FourEyes => "sambung-dua-orang",
            Self::Reason => "sambung-alasan",
            Self::NoSecret => "sambung-tanpa-rahasia",
            Self::TwoSecrets => "sambung-dua-rahasia",
            Self::Days => "sambung-masa",
            Self::Overlap => "sambung-peralihan",
            Self::Busy | Self::Failed(_) => "sambung-sibuk",
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::NotThere => RefusalKind::NotFound,
            Self::NotOwn | Self::FourEyes => RefusalKind::Forbidden,
            Self::Moved | Self::Revoked | Self::NothingWaits | Self::TwoSecrets => RefusalKind::Conflict,
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
