//! What this room refuses.

use crate::model::cells::Mistake;
use kernel::{Refusal, RefusalKind};
use store::{CommitError, StoreError};

/// Why nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// There is no such plan, promise, entry or proposal, or it is not public yet.
    #[error("tidak ada pada rencana ini")]
    NotThere,
    /// There is a plan already.
    #[error("rencana induk sudah ada")]
    PlanThere,
    /// The title has 5 to 200 characters; the first year lies within five years of today.
    #[error("judul atau tahun pertama rencana salah")]
    Plan,
    /// It was changed meanwhile, or the version stands elsewhere now.
    #[error("rencana ini sudah berubah; muat ulang halamannya")]
    Moved,
    /// A plan without promises is not submitted.
    #[error("rencana ini belum berisi program")]
    Empty,
    /// So many promises have no target.
    #[error("{0} program belum punya target")]
    WithoutTarget(usize),
    /// Who submitted it does not approve it.
    #[error("yang mengajukan tidak boleh menyetujui")]
    SamePerson,
    /// A reason of 10 to 1000 characters is needed.
    #[error("tulis alasan, 10 sampai 1000 karakter")]
    Reason,
    /// A decree's number is a whole number from 1 to 9999.
    #[error("nomor penetapan salah")]
    DecreeNumber,
    /// A decree is not dated ahead, nor before the one that it follows.
    #[error("tanggal penetapan salah")]
    DecreeDay,
    /// Cells of a promise are wrong.
    #[error("isian program salah")]
    Cells(Vec<Mistake>),
    /// A text is missing or too long.
    #[error("isi teksnya")]
    Text,
    /// A figure is missing or no number.
    #[error("isi angka")]
    Figure,
    /// A day lies ahead, or is none.
    #[error("tanggal salah")]
    Day,
    /// Only the owner's agency and planners report.
    #[error("hanya OPD penanggung jawab dan perencana yang melaporkan")]
    NotOwner,
    /// No promise of the newest version has this name.
    #[error("tidak ada program dengan nama itu")]
    NoPromise,
    /// The form was sent before with other answers.
    #[error("formulir ini sudah dikirim")]
    Sent,
    /// The program holds no press: no PDF, only DOCX.
    #[error("program ini tidak membawa pencetak PDF")]
    NoPress,
    /// Other documents are being made.
    #[error("dokumen lain sedang dibuat")]
    Printing,
    /// The press refused the document; its words are for the log.
    #[error("dokumen tidak dapat dicetak: {0}")]
    Press(String),
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
            Self::NotThere => "rencana-tidak-ada",
            Self::PlanThere => "rencana-sudah-ada",
            Self::Plan => "rencana-judul",
            Self::Moved => "rencana-berubah",
            Self::Empty => "rencana-kosong",
            Self::WithoutTarget(_) => "rencana-tanpa-target",
            Self::SamePerson => "rencana-orang-sama",
            Self::Reason => "rencana-alasan",
            Self::DecreeNumber => "rencana-nomor",
            Self::DecreeDay => "rencana-tanggal",
            Self::Cells(_) => "rencana-isian",
            Self::Text => "rencana-teks",
            Self::Figure => "rencana-angka",
            Self::Day => "rencana-hari",
            Self::NotOwner => "rencana-bukan-pemilik",
            Self::NoPromise => "rencana-tanpa-program",
            Self::Sent => "rencana-terkirim",
            Self::NoPress => "buku-tanpa-pdf",
            Self::Printing => "buku-antre",
            Self::Press(_) => "buku-gagal",
            Self::Busy | Self::Failed(_) => "rencana-sibuk",
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::NotThere => RefusalKind::NotFound,
            Self::SamePerson | Self::NotOwner => RefusalKind::Forbidden,
            Self::PlanThere | Self::Moved | Self::Sent => RefusalKind::Conflict,
            Self::Busy | Self::Failed(_) | Self::Printing | Self::NoPress | Self::Press(_) => RefusalKind::Unavailable,
            _ => RefusalKind::Invalid,
        }
    }

    fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::WithoutTarget(count) => vec![("jumlah", count.to_string())],
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
            CommitError::Conflict { .. } | CommitError::Guard => Self::Moved,
            CommitError::OtherAnswers => Self::Sent,
            _ => Self::Busy,
        }
    }
}
