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
            Self::Changed => "petugas-berubah",
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::UnknownOfficer | Self::DeadLink => RefusalKind::NotFound,
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
