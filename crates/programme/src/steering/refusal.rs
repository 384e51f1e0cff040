//! What bodies, meetings and tasks refuse.

use kernel::{Refusal, RefusalKind};
use store::{CommitError, StoreError};

/// Why nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// There is no such body, meeting or task for this officer.
    #[error("tidak ada")]
    NotThere,
    /// It was changed meanwhile, or stands elsewhere now.
    #[error("ini baru saja diubah; muat ulang halamannya")]
    Moved,
    /// The meeting is closed or cancelled.
    #[error("rapat ini sudah ditutup atau dibatalkan")]
    Over,
    /// It belongs to another unit.
    #[error("ini milik dinas lain")]
    NotYours,
    /// Who reported it does not confirm it.
    #[error("yang melaporkan tidak boleh menyatakan selesai")]
    SamePerson,
    /// A name, place or text is missing or too long.
    #[error("isi teksnya")]
    Text,
    /// A reason of 10 to 1000 characters is needed.
    #[error("tulis alasan, 10 sampai 1000 karakter")]
    Reason,
    /// A day is none, or cannot be this one.
    #[error("tanggal salah")]
    Day,
    /// The rhythm is a whole number of months from 1 to 24.
    #[error("irama rapat 1 sampai 24 bulan")]
    Rhythm,
    /// A decree has a number from 1 to 9999 and a day that is not ahead.
    #[error("nomor atau tanggal surat keputusan salah")]
    Decree,
    /// No such agency.
    #[error("pilih dinas")]
    Unit,
    /// Evidence of 10 to 2000 characters is needed.
    #[error("tulis bukti, 10 sampai 2000 karakter")]
    Evidence,
    /// A meeting is closed with minutes and with somebody present.
    #[error("isi notulen dan kehadiran dulu")]
    Minutes,
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
            Self::NotThere => "rapat-tidak-ada",
            Self::Moved => "rapat-berubah",
            Self::Over => "rapat-selesai",
            Self::NotYours => "rapat-bukan-milik",
            Self::SamePerson => "rapat-orang-sama",
            Self::Text => "rapat-teks",
            Self::Reason => "rapat-alasan",
            Self::Day => "rapat-hari",
            Self::Rhythm => "rapat-irama",
            Self::Decree => "rapat-sk",
            Self::Unit => "rapat-dinas",
            Self::Evidence => "rapat-bukti",
            Self::Minutes => "rapat-notulen",
            Self::Busy | Self::Failed(_) => "rapat-sibuk",
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::NotThere => RefusalKind::NotFound,
            Self::NotYours | Self::SamePerson => RefusalKind::Forbidden,
            Self::Moved | Self::Over => RefusalKind::Conflict,
            Self::Busy | Self::Failed(_) => RefusalKind::Unavailable,
            _ => RefusalKind::Invalid,
        }
    }
}

impl Refused {
    /// Whether the person can mend it on the page itself.
    pub(crate) fn is_of_form(&self) -> bool {
        matches!(self.kind(), RefusalKind::Conflict | RefusalKind::Forbidden | RefusalKind::Invalid)
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

impl From<crate::Refused> for Refused {
    fn from(refused: crate::Refused) -> Self {
        match refused {
            crate::Refused::NotThere => Self::NotThere,
            crate::Refused::Busy => Self::Busy,
            other => Self::Failed(other.to_string()),
        }
    }
}

impl From<Refused> for crate::Refused {
    /// For pages of the plan that show decisions: they only read.
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::NotThere => Self::NotThere,
            Refused::Busy => Self::Busy,
            other => Self::Failed(other.to_string()),
        }
    }
}
