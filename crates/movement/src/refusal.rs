//! What this room refuses.

use crate::model::record::Mistake;
use crate::model::summary::Bad;
use kernel::{Refusal, RefusalKind};
use store::{CommitError, StoreError};

/// Why nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// There is no such thing, this installation steers no regions, or it is not this person's to know.
    #[error("tidak ada")]
    NotThere,
    /// It was changed meanwhile.
    #[error("sudah berubah; muat ulang halamannya")]
    Moved,
    /// Only the secretariat, or the region itself, writes this.
    #[error("bukan daerah Anda")]
    NotOwn,
    /// Fields are wrong.
    #[error("isian salah: {0:?}")]
    Fields(Vec<Mistake>),
    /// A year, a size or a total is wrong.
    #[error("tahun atau jumlah angkatan salah")]
    Cohort,
    /// There is a cohort of this year already.
    #[error("angkatan tahun ini sudah ada")]
    CohortThere,
    /// There is no such cohort.
    #[error("angkatan tidak ada")]
    NoCohort,
    /// The region stands in this cohort already.
    #[error("daerah ini sudah berada di angkatan itu")]
    MemberThere,
    /// No steered region has this code or name.
    #[error("daerah tidak ada")]
    NoArea,
    /// There is no such instrument.
    #[error("instrumen tidak ada")]
    NoInstrument,
    /// A selection of this region is open already.
    #[error("seleksi daerah ini masih berjalan")]
    SelectionOpen,
    /// The selection was decided.
    #[error("seleksi ini sudah diputuskan")]
    Decided,
    /// Nobody was named to judge.
    #[error("belum ada penilai")]
    NoAssessor,
    /// So many assessors have not given everything.
    #[error("{0} penilai belum memberi semua nilai")]
    Waiting(usize),
    /// The officer is no assessor.
    #[error("petugas ini bukan penilai")]
    NotAssessor,
    /// The assessor stands on the list of the region itself.
    #[error("penilai ini tercatat di daerah yang dinilai")]
    OwnList,
    /// A level does not lie on the scale; the criterion's id.
    #[error("nilai {0} tidak ada pada skala")]
    Level(String),
    /// A reason of 10 to 1000 characters is needed.
    #[error("tulis alasan, 10 sampai 1000 karakter")]
    Reason,
    /// A year of evaluation lies outside 2017 to this year.
    #[error("tahun evaluasi salah")]
    Year,
    /// A published figure is no number, or no source is named for it.
    #[error("angka terbit salah atau tanpa sumber")]
    Published,
    /// A text is too long.
    #[error("teks terlalu panjang")]
    Text,
    /// The key belongs to another region; its code.
    #[error("kunci itu milik daerah {0}")]
    KeyTaken(String),
    /// The region has no key yet.
    #[error("kunci daerah belum dibuat")]
    NoKey,
    /// A summary is not believed.
    #[error("ringkasan ditolak: {0:?}")]
    Summary(Box<Bad>),
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
            Self::NotThere => "gerakan-tidak-ada",
            Self::Moved => "gerakan-berubah",
            Self::NotOwn => "gerakan-bukan-daerah-sendiri",
            Self::Fields(_) => "gerakan-isian",
            Self::Cohort => "gerakan-angkatan",
            Self::CohortThere => "gerakan-angkatan-ada",
            Self::NoCohort => "gerakan-angkatan-tidak-ada",
            Self::MemberThere => "gerakan-anggota-ada",
            Self::NoArea => "gerakan-daerah",
            Self::NoInstrument => "gerakan-instrumen",
            Self::SelectionOpen => "gerakan-seleksi-berjalan",
            Self::Decided => "gerakan-sudah-diputuskan",
            Self::NoAssessor => "gerakan-tanpa-penilai",
            Self::Waiting(_) => "gerakan-menunggu-penilai",
            Self::NotAssessor => "gerakan-bukan-penilai",
            Self::OwnList => "gerakan-benturan",
            Self::Level(_) => "gerakan-nilai",
            Self::Reason => "gerakan-alasan",
            Self::Year => "gerakan-tahun",
            Self::Published => "gerakan-terbit",
            Self::Text => "gerakan-teks",
            Self::KeyTaken(_) => "gerakan-kunci-milik",
            Self::NoKey => "gerakan-tanpa-kunci",
            Self::Summary(_) => "gerakan-ringkasan",
            Self::Busy | Self::Failed(_) => "gerakan-sibuk",
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::NotThere => RefusalKind::NotFound,
            Self::NotOwn | Self::OwnList | Self::NotAssessor => RefusalKind::Forbidden,
            Self::Moved | Self::CohortThere | Self::MemberThere | Self::SelectionOpen | Self::Decided => {
                RefusalKind::Conflict
            }
            Self::Busy | Self::Failed(_) => RefusalKind::Unavailable,
            _ => RefusalKind::Invalid,
        }
    }

    fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Waiting(count) => vec![("jumlah", count.to_string())],
            Self::Level(criterion) => vec![("kriteria", criterion.clone())],
            Self::KeyTaken(area) => vec![("daerah", area.clone())],
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
