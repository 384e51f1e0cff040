//! What this room refuses.

use crate::model::terms::Fault;
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
    /// It belongs to another agency.
    #[error("bukan milik dinas Anda")]
    NotOwn,
    /// Only the team of Kominfo may do this.
    #[error("hanya tim Kominfo")]
    OnlyTeam,
    /// A name, a text or a short name is missing or not valid; which one.
    #[error("isian salah: {0}")]
    Field(&'static str),
    /// A limit or an address is wrong.
    #[error("ketentuan salah: {0:?}")]
    Terms(Fault),
    /// There is no such table of feeds, or it belongs to another application.
    #[error("tabel umpan tidak ada")]
    NoFeed,
    /// No application of this agency has this short name, or it is not in use.
    #[error("aplikasi tidak ada")]
    NoApplication,
    /// There is a service of this key already.
    #[error("layanan ini sudah ada")]
    Taken,
    /// The description has errors; so many.
    #[error("uraian punya {0} galat")]
    Unsound(usize),
    /// There is no description yet.
    #[error("uraian belum ada")]
    NoDescription,
    /// The description changes in a way that breaks callers; a new version is needed. So many such changes.
    #[error("uraian mengubah {0} hal yang memutus pemanggil")]
    Breaks(usize),
    /// The service does not stand where this can be done.
    #[error("langkah ini tidak cocok dengan keadaan layanan")]
    Step,
    /// The last day is too near, too far, or no day.
    #[error("hari terakhir salah")]
    Day,
    /// A reason of 10 to 1000 characters is needed.
    #[error("tulis alasan, 10 sampai 1000 karakter")]
    Reason,
    /// A purpose or a legal basis is missing or too long.
    #[error("tulis tujuan dan dasar")]
    Purpose,
    /// No operation was chosen, or one that is not there.
    #[error("pilih operasi")]
    Operations,
    /// No field was chosen, or one that is not there.
    #[error("pilih kolom")]
    Fields,
    /// 1 to 24 months.
    #[error("lama izin salah")]
    Months,
    /// The grant cannot be renewed now.
    #[error("izin belum dapat diperpanjang")]
    NotYet,
    /// The request was decided.
    #[error("permintaan ini sudah diputuskan")]
    Decided,
    /// The case could not be opened; a sentence.
    #[error("kasus tidak dapat dibuka: {0}")]
    NotAsked(String),
    /// The store cannot write now.
    #[error("penyimpanan sedang tidak dapat menulis")]
    Busy,
    /// The store or another room failed.
    #[error("gagal: {0}")]
    Failed(String),
}

impl Refusal for Refused {
    fn code(&self) -> &'static str {
        match self {
            Self::NotThere => "tukar-tidak-ada",
            Self::Moved => "tukar-berubah",
            Self::NotOwn => "tukar-bukan-milik",
            Self::OnlyTeam => "tukar-hanya-tim",
            Self::Field(_) => "tukar-isian",
            Self::Terms(Fault::Address) => "tukar-alamat",
            Self::Terms(Fault::Ourselves) => "tukar-alamat-sendiri",
            Self::Terms(Fault::Limit(_)) => "tukar-batas",
            Self::Terms(Fault::Authority) => "tukar-otoritas",
            Self::NoFeed => "tukar-umpan",
            Self::NoApplication => "tukar-aplikasi",
            Self::Taken => "tukar-sudah-ada",
            Self::Unsound(_) => "tukar-uraian-galat",
            Self::NoDescription => "tukar-tanpa-uraian",
            Self::Breaks(_) => "tukar-memutus",
            Self::Step => "tukar-langkah",
            Self::Day => "tukar-hari",
            Self::Reason => "tukar-alasan",
            Self::Purpose => "tukar-tujuan",
            Self::Operations => "tukar-operasi",
            Self::Fields => "tukar-kolom",
            Self::Months => "tukar-bulan",
            Self::NotYet => "tukar-belum-waktunya",
            Self::Decided => "tukar-sudah-diputuskan",
            Self::NotAsked(_) => "tukar-kasus",
            Self::Busy | Self::Failed(_) => "tukar-sibuk",
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::NotThere => RefusalKind::NotFound,
            Self::NotOwn | Self::OnlyTeam => RefusalKind::Forbidden,
            Self::Moved | Self::Taken | Self::Step | Self::NotYet | Self::Decided | Self::Breaks(_) => {
                RefusalKind::Conflict
            }
            Self::Busy | Self::Failed(_) => RefusalKind::Unavailable,
            _ => RefusalKind::Invalid,
        }
    }

    fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Unsound(count) | Self::Breaks(count) => vec![("jumlah", count.to_string())],
            Self::NotAsked(why) => vec![("sebab", why.clone())],
            _ => Vec::new(),
        }
    }
}

impl From<Fault> for Refused {
    fn from(fault: Fault) -> Self {
        Self::Terms(fault)
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
