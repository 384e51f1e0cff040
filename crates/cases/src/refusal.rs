//! Why the engine will not do what was asked (semantics R67).

use kernel::{MissingYear, Refusal, RefusalKind};

/// A refused command. It changed nothing except what silence had fired before it (semantics R52, R67).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CaseRefusal {
    /// `kasus_selesai`: the case has ended.
    #[error("kasus sudah selesai")]
    CaseEnded,
    /// `aksi_tidak_ada`: no token stands at a step that offers it.
    #[error("aksi itu tidak tersedia pada langkah yang sedang berjalan")]
    NoSuchAction,
    /// `aksi_ambigu`: two steps offer it; name the step.
    #[error("aksi itu tersedia pada dua langkah; sebutkan langkahnya")]
    AmbiguousAction,
    /// `aksi_habis`: its `maks` is used up.
    #[error("aksi itu sudah dipakai sebanyak yang dijanjikan")]
    ActionUsedUp,
    /// `syarat_tidak_terpenuhi`: its `jika` is not true.
    #[error("syarat aksi itu tidak terpenuhi")]
    ConditionNotMet,
    /// `orang_yang_sama`: four eyes (semantics R45).
    #[error("orang yang sama tidak boleh bertindak pada langkah ini")]
    SamePerson,
    /// `isian_terkunci`: an answer may not be changed here (semantics R34, R44).
    #[error("isian `{0}` tidak boleh diubah di sini")]
    FieldLocked(String),
    /// `langkah_tidak_aktif`: no token stands at that step.
    #[error("tidak ada yang berjalan pada langkah itu")]
    StepNotActive,
    /// `bukan_langkah_petugas`: the step belongs to the resident.
    #[error("langkah itu bukan langkah petugas")]
    NotAnOfficersStep,
    /// `tidak_dipindahkan`: nothing was transferred, so nothing can be returned.
    #[error("langkah itu tidak pernah dipindahkan")]
    NotTransferred,
    /// `unit_sama`: it is already there.
    #[error("langkah itu sudah berada di unit tersebut")]
    SameUnit,
    /// `waktu_mundur`: earlier than the latest instant known (traces only; semantics R54).
    #[error("waktu perintah mendahului waktu terakhir yang diketahui")]
    TimeRunsBack,
    /// `alasan_kosong`: the action asks for a reason (semantics R9).
    #[error("alasan wajib diisi")]
    ReasonMissing,
    /// `bukti_kurang`: a required item of the checklist or evidence is missing (semantics R8).
    #[error("`{0}` wajib dilengkapi")]
    EvidenceMissing(String),
    /// `tanda_kosong`: at least one field must be marked (semantics R44).
    #[error("tandai paling sedikit satu isian")]
    MarksMissing,
    /// `tanda_keliru`: that is no visible field or file of the resident.
    #[error("`{0}` bukan isian pelapor yang terlihat")]
    BadMark(String),
    /// `isian_kurang`: a required field of this step is empty (semantics R34).
    #[error("isian `{0}` wajib diisi pada langkah ini")]
    FieldMissing(String),
    /// `nilai_keliru`: a rating is 1 to 5, and only where it is offered.
    #[error("nilai harus 1 sampai 5, pada aksi yang menawarkannya")]
    BadRating,
    /// `sudah_dinilai`: a case is rated once.
    #[error("kasus sudah dinilai")]
    AlreadyRated,
    /// `sudah_diambil_alih`: only an imported case that nobody took over can be taken over (semantics R55).
    #[error("kasus ini bukan impor yang belum diambil alih")]
    NothingToTakeOver,
    /// `kuasa_berakhir`: whoever acts for the applicant has no mandate any more (docs/adr/0019).
    #[error("surat kuasa sudah berakhir")]
    MandateOver,
    /// `kuasa_tidak_bisa`: only whoever opened an application records a mandate for it.
    #[error("surat kuasa tidak dapat dicatat pada kasus ini")]
    NoMandate,
    /// `tidak_ditarik`: only the applicant takes an application back, and a complaint is not taken back (docs/adr/0018).
    #[error("kasus ini tidak dapat ditarik")]
    NotWithdrawable,
    /// `tidak_pindah`: the new version does not name where the case stands, or has no place for something of it (R61).
    #[error("kasus ini tidak dapat mengikuti versi baru")]
    StaysOnItsVersion,
    /// `kalender`: a calculation on request needs a year that was not imported (semantics R14).
    #[error(transparent)]
    Calendar(#[from] MissingYear),
}

impl Refusal for CaseRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::CaseEnded => "kasus_selesai",
            Self::NoSuchAction => "aksi_tidak_ada",
            Self::AmbiguousAction => "aksi_ambigu",
            Self::ActionUsedUp => "aksi_habis",
            Self::ConditionNotMet => "syarat_tidak_terpenuhi",
            Self::SamePerson => "orang_yang_sama",
            Self::FieldLocked(_) => "isian_terkunci",
            Self::StepNotActive => "langkah_tidak_aktif",
            Self::NotAnOfficersStep => "bukan_langkah_petugas",
            Self::NotTransferred => "tidak_dipindahkan",
            Self::SameUnit => "unit_sama",
            Self::TimeRunsBack => "waktu_mundur",
            Self::ReasonMissing => "alasan_kosong",
            Self::EvidenceMissing(_) => "bukti_kurang",
            Self::MarksMissing => "tanda_kosong",
            Self::BadMark(_) => "tanda_keliru",
            Self::FieldMissing(_) => "isian_kurang",
            Self::BadRating => "nilai_keliru",
            Self::AlreadyRated => "sudah_dinilai",
            Self::NothingToTakeOver => "sudah_diambil_alih",
            Self::MandateOver => "kuasa_berakhir",
            Self::NoMandate => "kuasa_tidak_bisa",
            Self::NotWithdrawable => "tidak_ditarik",
            Self::StaysOnItsVersion => "tidak_pindah",
            Self::Calendar(_) => "kalender",
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::SamePerson | Self::MandateOver => RefusalKind::Forbidden,
            Self::ConditionNotMet
            | Self::FieldLocked(_)
            | Self::ReasonMissing
            | Self::EvidenceMissing(_)
            | Self::MarksMissing
            | Self::BadMark(_)
            | Self::FieldMissing(_)
            | Self::BadRating => RefusalKind::Invalid,
            Self::Calendar(_) => RefusalKind::Unavailable,
            _ => RefusalKind::Conflict,
        }
    }

    fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::FieldLocked(field) | Self::FieldMissing(field) | Self::BadMark(field) => {
                vec![("isian", field.clone())]
            }
            Self::EvidenceMissing(item) => vec![("butir", item.clone())],
            Self::Calendar(MissingYear(year)) => vec![("tahun", year.to_string())],
            _ => Vec::new(),
        }
    }
}
