//! What this room refuses.

use crate::model::password::Weak;
use kernel::{Refusal, RefusalKind};

/// Why nothing was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The name for signing in has another form.
    #[error("nama masuk: 3–40 huruf kecil, angka, titik, atau tanda hubung")]
    BadSignIn,
    /// The display name is empty or too long.
    #[error("nama: 2–80 karakter")]
    BadName,
    /// The e-mail address cannot be one.
    #[error("alamat surel tidak benar")]
    BadEmail,
    /// Another officer signs in with this name.
    #[error("nama masuk sudah dipakai")]
    NameTaken,
    /// The region has no such unit.
    #[error("unit tidak dikenal di daerah ini")]
    UnknownUnit,
    /// There is no such role.
    #[error("peran tidak dikenal")]
    UnknownRole,
    /// The officer holds this role already.
    #[error("peran itu sudah dimiliki")]
    AlreadyGranted,
    /// The officer does not hold this role.
    #[error("peran itu tidak dimiliki")]
    NotGranted,
    /// Nobody could administer the city any more.
    #[error("admin kota terakhir tidak dapat dicabut")]
    LastAdmin,
    /// The account is closed.
    #[error("akun ini ditutup")]
    Disabled,
    /// The account is open already.
    #[error("akun ini tidak ditutup")]
    NotDisabled,
    /// There is no such officer.
    #[error("petugas tidak ditemukan")]
    UnknownOfficer,
    /// The link was used, replaced, is too old or never existed.
    #[error("tautan sudah dipakai atau kedaluwarsa")]
    DeadLink,
    /// Name or password is wrong, or the account is closed: never says which.
    #[error("nama masuk atau kata sandi salah")]
    WrongPassword,
    /// The two passwords differ.
    #[error("kedua kata sandi berbeda")]
    Differs,
    /// The password is too weak.
    #[error("kata sandi terlalu lemah")]
    Weak(Weak),
    /// Too many tries; seconds to wait.
    #[error("terlalu sering mencoba")]
    TooOften(i64),
    /// Too many sign-ins are being checked.
    #[error("server sedang sibuk")]
    Busy,
    /// A letter needs a number of at most 60 characters.
    #[error("nomor surat tugas: 1–60 karakter")]
    LetterNumber,
    /// A letter needs a reason of at most 500 characters.
    #[error("alasan surat tugas: 1–500 karakter")]
    LetterReason,
    /// The days run backwards, lie behind, or are more than a year.
    #[error("tanggal surat tugas tidak benar")]
    LetterDays,
    /// That person cannot stand in there (semantics R46).
    #[error("orang ini tidak dapat menggantikan di sana")]
    LetterPerson,
    /// There is no such letter.
    #[error("surat tugas tidak ditemukan")]
    UnknownLetter,
    /// Letters are made by the head of the unit or the city administrator.
    #[error("bukan kepala unit ini")]
    NotTheHead,
    /// Somebody else changed the same thing at the same time.
    #[error("data berubah sementara itu")]
    Changed,
}

impl Refusal for Refused {
    fn code(&self) -> &'static str {
        match self {
            Self::BadSignIn => "nama-masuk",
            Self::BadName => "petugas-nama",
            Self::BadEmail => "petugas-surel",
            Self::NameTaken => "nama-terpakai",
            Self::UnknownUnit => "petugas-unit",
            Self::UnknownRole => "petugas-peran",
            Self::AlreadyGranted => "peran-ada",
            Self::NotGranted => "peran-tidak-ada",
            Self::LastAdmin => "admin-terakhir",
            Self::Disabled => "akun-ditutup",
            Self::NotDisabled => "akun-buka",
            Self::UnknownOfficer => "petugas-asing",
            Self::DeadLink => "tautan-mati",
            Self::WrongPassword => "salah-masuk",
            Self::Differs => "sandi-beda",
            Self::Weak(weak) => weak.code(),
            Self::TooOften(_) => "masuk-terlalu-sering",
            Self::Busy => "masuk-sibuk",
            Self::LetterNumber => "surat-nomor",
            Self::LetterReason => "surat-alasan",
            Self::LetterDays => "surat-tanggal",
            Self::LetterPerson => "surat-orang",
            Self::UnknownLetter => "surat-asing",
            Self::NotTheHead => "surat-bukan-kepala",
            Self::Changed => "petugas-berubah",
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::UnknownOfficer | Self::DeadLink | Self::UnknownLetter => RefusalKind::NotFound,
            Self::NotTheHead => RefusalKind::Forbidden,
            Self::AlreadyGranted | Self::NotGranted | Self::Disabled | Self::NotDisabled | Self::Changed => {
                RefusalKind::Conflict
            }
            Self::TooOften(_) => RefusalKind::TooMany,
            Self::Busy => RefusalKind::Unavailable,
            _ => RefusalKind::Invalid,
        }
    }

    fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::TooOften(seconds) => vec![("menit", ((seconds + 59) / 60).to_string())],
            _ => Vec::new(),
        }
    }
}
