//! What this room refuses.

use crate::model::field::Mistake;
use crate::model::intake::BadFile;
use crate::model::stage::BadStep;
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
    /// Only the agency that owns it, or Kominfo, writes this.
    #[error("bukan aplikasi dinas Anda")]
    NotOwn,
    /// Fields are wrong.
    #[error("isian salah: {0:?}")]
    Fields(Vec<Mistake>),
    /// Another application has this address; its name.
    #[error("alamat ini sudah tercatat untuk {0}")]
    Twin(String),
    /// A step of the life cycle cannot be taken.
    #[error("tahap tidak dapat diubah: {0:?}")]
    Step(BadStep),
    /// No application or service has this name.
    #[error("aplikasi atau layanan itu tidak ada")]
    NoOther,
    /// A link leads to itself, or has no way.
    #[error("sambungan salah")]
    Link,
    /// A file is no list of applications.
    #[error("berkas tidak dapat dibaca: {0:?}")]
    File(BadFile),
    /// Two columns lead to one field; its name.
    #[error("dua kolom menuju isian {0}")]
    Mapping(String),
    /// The import was finished.
    #[error("impor ini sudah selesai")]
    Done,
    /// A proposal of this application waits for its decision.
    #[error("usulan aplikasi ini masih menunggu putusan")]
    Open,
    /// A reason of 5 to 1000 characters is needed.
    #[error("tulis alasan, 5 sampai 1000 karakter")]
    Reason,
    /// The case could not be opened; why.
    #[error("kasus tidak dapat dibuka: {0}")]
    NoCase(String),
    /// The store cannot write now.
    #[error("penyimpanan sedang tidak dapat menulis")]
    Busy,
    /// The store, or a room that was asked, failed.
    #[error("gagal: {0}")]
    Failed(String),
}

impl Refusal for Refused {
    fn code(&self) -> &'static str {
        match self {
            Self::NotThere => "aplikasi-tidak-ada",
            Self::Moved => "aplikasi-berubah",
            Self::NotOwn => "aplikasi-bukan-milik",
            Self::Fields(_) => "aplikasi-isian",
            Self::Twin(_) => "aplikasi-alamat-ada",
            Self::Step(_) => "aplikasi-tahap",
            Self::NoOther => "aplikasi-lain-tidak-ada",
            Self::Link => "aplikasi-sambungan",
            Self::File(_) => "aplikasi-berkas",
            Self::Mapping(_) => "aplikasi-peta",
            Self::Done => "aplikasi-impor-selesai",
            Self::Open => "aplikasi-usulan-menunggu",
            Self::Reason => "aplikasi-alasan",
            Self::NoCase(_) => "aplikasi-kasus",
            Self::Busy | Self::Failed(_) => "aplikasi-sibuk",
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::NotThere => RefusalKind::NotFound,
            Self::NotOwn => RefusalKind::Forbidden,
            Self::Moved | Self::Twin(_) | Self::Open | Self::Done => RefusalKind::Conflict,
            Self::Busy | Self::Failed(_) => RefusalKind::Unavailable,
            _ => RefusalKind::Invalid,
        }
    }

    fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Twin(name) => vec![("nama", name.clone())],
            Self::Mapping(field) => vec![("isian", field.clone())],
            Self::NoCase(why) => vec![("sebab", why.clone())],
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
