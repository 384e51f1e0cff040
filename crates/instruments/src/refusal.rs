//! What this room refuses.

use definition::Say;
use kernel::{Refusal, RefusalKind};
use store::{CommitError, StoreError};

/// Why nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// There is no such assessment, or this person may not know of it.
    #[error("penilaian ini tidak ada")]
    NoAssessment,
    /// There is no such indicator in it, or this person may not see it.
    #[error("indikator ini tidak ada")]
    NoIndicator,
    /// There is no such evidence, or its file cannot be opened any more.
    #[error("bukti ini tidak ada")]
    NoEvidence,
    /// There is no such instrument.
    #[error("instrumen ini tidak ada")]
    NoInstrument,
    /// The year is none, or the instrument is not for it.
    #[error("tahun penilaian tidak benar")]
    Year,
    /// There is one for this instrument and year.
    #[error("penilaian instrumen dan tahun ini sudah ada")]
    Exists,
    /// Only the coordinator does this.
    #[error("hanya koordinator yang dapat melakukan ini")]
    NotCoordinator,
    /// Only the agency to which the indicator was given fills it in.
    #[error("indikator ini diisi oleh dinas lain")]
    NotYours,
    /// Only an assessor of this assessment does this.
    #[error("hanya penilai yang ditunjuk yang dapat melakukan ini")]
    NotAssessor,
    /// The stage of the assessment does not allow it.
    #[error("tahap penilaian tidak lagi mengizinkan ini")]
    WrongStage,
    /// The indicator was accepted: the coordinator gives it back first.
    #[error("indikator ini sudah diterima; minta koordinator mengembalikannya")]
    AlreadyAccepted,
    /// It was not sent to the review.
    #[error("indikator ini belum dikirim untuk ditinjau")]
    NotSent,
    /// There is no level yet.
    #[error("isi tingkatnya lebih dulu")]
    NoClaim,
    /// Nobody accepts what is their own.
    #[error("isian sendiri ditinjau oleh orang lain")]
    OwnWork,
    /// The level is none of the scale.
    #[error("{}", .0.id)]
    Level(Box<Say>),
    /// Words are needed, of 10 to 4000 characters.
    #[error("tulis alasan, 10 sampai 4000 karakter")]
    Words,
    /// Evidence needs a name of 3 to 300 characters.
    #[error("beri nama bukti ini, 3 sampai 300 karakter")]
    Title,
    /// The agency is not known.
    #[error("dinas tidak dikenal")]
    NoUnit,
    /// That officer is no assessor.
    #[error("orang ini bukan penilai")]
    NoAssessor,
    /// The address is no https address.
    #[error("tulis alamat yang diawali https://")]
    Link,
    /// The file is of no kind that is kept.
    #[error("unggah PDF, JPEG, atau PNG")]
    File,
    /// Exactly one of a file, an address and a fact is needed.
    #[error("pilih salah satu: berkas, tautan, atau fakta sistem")]
    OneProof,
    /// The fact has no value now.
    #[error("fakta ini belum punya nilai untuk masa itu")]
    NoFact,
    /// There is too much evidence for one indicator.
    #[error("paling banyak 60 bukti untuk satu indikator")]
    TooMuch,
    /// It was withdrawn before.
    #[error("bukti ini sudah ditarik")]
    Withdrawn,
    /// Not every indicator was accepted, and no reason was given; how many.
    #[error("{0} indikator belum diterima")]
    Unfinished(usize),
    /// A sample holds 1 to as many indicators as there are.
    #[error("banyaknya contoh tidak benar")]
    SampleSize,
    /// The published index cannot be one.
    #[error("tulis indeks yang terbit sebagai angka")]
    Index,
    /// Somebody else changed the same thing since the form was drawn.
    #[error("orang lain mengubahnya sementara itu")]
    Overtaken,
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
            Self::NoAssessment => "penilaian-tidak-ada",
            Self::NoIndicator => "penilaian-tanpa-indikator",
            Self::NoEvidence => "penilaian-tanpa-bukti",
            Self::NoInstrument => "penilaian-tanpa-instrumen",
            Self::Year => "penilaian-tahun",
            Self::Exists => "penilaian-sudah-ada",
            Self::NotCoordinator => "penilaian-bukan-koordinator",
            Self::NotYours => "penilaian-dinas-lain",
            Self::NotAssessor => "penilaian-bukan-penilai",
            Self::WrongStage => "penilaian-tahap",
            Self::AlreadyAccepted => "penilaian-sudah-diterima",
            Self::NotSent => "penilaian-belum-dikirim",
            Self::NoClaim => "penilaian-belum-diisi",
            Self::OwnWork => "penilaian-isian-sendiri",
            Self::Level(_) => "penilaian-tingkat",
            Self::Words => "penilaian-kata",
            Self::Title => "penilaian-nama",
            Self::NoUnit => "penilaian-dinas",
            Self::NoAssessor => "penilaian-orang",
            Self::Link => "penilaian-tautan",
            Self::File => "penilaian-berkas",
            Self::OneProof => "penilaian-satu-bukti",
            Self::NoFact => "penilaian-fakta",
            Self::TooMuch => "penilaian-terlalu-banyak",
            Self::Withdrawn => "penilaian-sudah-ditarik",
            Self::Unfinished(_) => "penilaian-belum-lengkap",
            Self::SampleSize => "penilaian-contoh",
            Self::Index => "penilaian-indeks",
            Self::Overtaken => "penilaian-didahului",
            Self::Busy | Self::Failed(_) => "penilaian-sibuk",
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::NoAssessment | Self::NoIndicator | Self::NoEvidence | Self::NoInstrument => RefusalKind::NotFound,
            Self::NotCoordinator | Self::NotYours | Self::NotAssessor => RefusalKind::Forbidden,
            Self::Overtaken | Self::WrongStage => RefusalKind::Conflict,
            Self::Busy | Self::Failed(_) => RefusalKind::Unavailable,
            _ => RefusalKind::Invalid,
        }
    }

    fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Unfinished(count) => vec![("jumlah", count.to_string())],
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
            CommitError::Conflict { .. } | CommitError::Guard | CommitError::OtherAnswers => Self::Overtaken,
            _ => Self::Busy,
        }
    }
}
