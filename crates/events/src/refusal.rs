//! What this room refuses.

use crate::model::target::BadTarget;
use crate::model::wish::BadWish;
use kernel::{Refusal, RefusalKind};
use store::{CommitError, StoreError};

/// Why nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// There is no such subscription, or it is not this person's to know.
    #[error("tidak ada")]
    NotThere,
    /// It was changed meanwhile.
    #[error("sudah berubah; muat ulang halamannya")]
    Moved,
    /// The application is not in the inventory, not in use, or another agency's.
    #[error("aplikasi tidak dikenal")]
    Application,
    /// Deliveries must not go to this address.
    #[error("alamat tujuan ditolak: {0:?}")]
    Target(BadTarget),
    /// A filter asks for nothing that there is.
    #[error("saringan salah: {0:?}")]
    Wish(BadWish),
    /// A format, a signature or a beginning that there is not.
    #[error("pilihan salah")]
    Choice,
    /// Too many subscriptions of one application.
    #[error("terlalu banyak langganan")]
    Many,
    /// A key for trying out gets no deliveries.
    #[error("kunci uji coba")]
    Sandbox,
    /// It cannot be done in the state that the subscription is in.
    #[error("tidak dapat dalam keadaan ini")]
    State,
    /// The target has not taken a test delivery; what it answered, as a code.
    #[error("uji kirim gagal: {0}")]
    Trial(String),
    /// A range of events is empty, backwards or too long.
    #[error("rentang salah")]
    Range,
    /// A cursor, a limit or a wait is no number.
    #[error("kursor salah")]
    Cursor,
    /// The body is no JSON of this form.
    #[error("isi bukan JSON yang benar")]
    Body,
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
            Self::NotThere => "peristiwa-tidak-ada",
            Self::Moved => "peristiwa-berubah",
            Self::Application => "peristiwa-aplikasi",
            Self::Target(bad) => match bad {
                BadTarget::Form => "peristiwa-tujuan-bentuk",
                BadTarget::Scheme => "peristiwa-tujuan-https",
                BadTarget::User => "peristiwa-tujuan-sandi",
                BadTarget::Ours => "peristiwa-tujuan-kita",
                BadTarget::Private => "peristiwa-tujuan-jaringan",
            },
            Self::Wish(bad) => match bad {
                BadWish::Kind(_) => "peristiwa-jenis",
                BadWish::Service(_) => "peristiwa-layanan",
                BadWish::Area(_) => "peristiwa-wilayah",
                BadWish::Many => "peristiwa-saringan",
            },
            Self::Choice => "peristiwa-pilihan",
            Self::Many => "peristiwa-banyak",
            Self::Sandbox => "peristiwa-uji-coba",
            Self::State => "peristiwa-keadaan",
            Self::Trial(_) => "peristiwa-uji-gagal",
            Self::Range => "peristiwa-rentang",
            Self::Cursor => "peristiwa-kursor",
            Self::Body => "peristiwa-isi",
            Self::Busy | Self::Failed(_) => "peristiwa-sibuk",
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::NotThere => RefusalKind::NotFound,
            Self::Sandbox => RefusalKind::Forbidden,
            Self::Moved | Self::State | Self::Many => RefusalKind::Conflict,
            Self::Busy | Self::Failed(_) => RefusalKind::Unavailable,
            _ => RefusalKind::Invalid,
        }
    }

    fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Wish(BadWish::Kind(value) | BadWish::Service(value) | BadWish::Area(value)) => {
                vec![("nilai", value.clone())]
            }
            Self::Trial(why) => vec![("sebab", why.clone())],
            _ => Vec::new(),
        }
    }
}

impl From<BadTarget> for Refused {
    fn from(bad: BadTarget) -> Self {
        Self::Target(bad)
    }
}

impl From<BadWish> for Refused {
    fn from(bad: BadWish) -> Self {
        Self::Wish(bad)
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
