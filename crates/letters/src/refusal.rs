//! What this room refuses.

use crate::bsre::NotSigned;
use kernel::{Refusal, RefusalKind};
use store::{CommitError, StoreError};

/// Why nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// There is no such letter, or this officer may not know of it.
    #[error("surat ini tidak ada di register Anda")]
    NoLetter,
    /// Only who decided the case, or who holds that title in the unit, signs.
    #[error("surat ini ditandatangani oleh pejabat yang memutuskan permohonannya")]
    NotSigner,
    /// It was signed, withdrawn or replaced meanwhile.
    #[error("surat ini sudah berubah; muat ulang halamannya")]
    Moved,
    /// The scan is no PDF, JPEG or PNG.
    #[error("unggah hasil pindai sebagai PDF, JPEG atau PNG")]
    Scan,
    /// A reason is needed, of 10 to 1000 characters.
    #[error("tulis alasan, 10 sampai 1000 karakter")]
    Reason,
    /// Nothing was corrected.
    #[error("ubah paling sedikit satu isian")]
    Unchanged,
    /// The person's data were erased, and with them the words of the letter.
    #[error("data pemohon sudah dihapus; isi surat tidak dapat dibuka")]
    Erased,
    /// This program was built without the typesetter.
    #[error("program ini dibangun tanpa pencetak PDF")]
    NoPress,
    /// The template errs; lines and messages.
    #[error("templat surat salah:\n{0}")]
    Template(String),
    /// The NIK has not sixteen digits.
    #[error("NIK terdiri dari 16 angka")]
    Nik,
    /// This letter is not signed electronically here.
    #[error("surat ini tidak dapat ditandatangani secara elektronik di sini")]
    NoService,
    /// The sign service did not sign; the letter waits as before.
    #[error("belum ditandatangani: {0:?}")]
    NotSigned(NotSigned),
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
            Self::NoLetter => "terbitan-tidak-ada",
            Self::NotSigner => "terbitan-bukan-penanda",
            Self::Moved => "terbitan-berubah",
            Self::Scan => "terbitan-pindaian",
            Self::Reason => "terbitan-alasan",
            Self::Unchanged => "terbitan-sama",
            Self::Erased => "terbitan-dihapus",
            Self::NoPress => "terbitan-tanpa-pdf",
            Self::Template(_) => "terbitan-templat",
            Self::Nik => "terbitan-nik",
            Self::NoService => "terbitan-tanpa-layanan",
            Self::NotSigned(why) => match why {
                NotSigned::Passphrase => "terbitan-sandi-salah",
                NotSigned::Certificate => "terbitan-sertifikat",
                NotSigned::Unregistered => "terbitan-belum-terdaftar",
                NotSigned::Account => "terbitan-akun-layanan",
                NotSigned::Refused(_) => "terbitan-ditolak-layanan",
                NotSigned::Silent(_) => "terbitan-layanan-diam",
                NotSigned::Broken => "terbitan-layanan-galat",
                NotSigned::Resting => "terbitan-layanan-istirahat",
            },
            Self::Busy | Self::Failed(_) => "terbitan-sibuk",
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::NoLetter => RefusalKind::NotFound,
            Self::NotSigner => RefusalKind::Forbidden,
            Self::Moved => RefusalKind::Conflict,
            Self::Scan | Self::Reason | Self::Unchanged | Self::Nik => RefusalKind::Invalid,
            Self::NotSigned(NotSigned::Passphrase | NotSigned::Certificate | NotSigned::Unregistered) => {
                RefusalKind::Invalid
            }
            Self::Erased
            | Self::NoPress
            | Self::NoService
            | Self::NotSigned(_)
            | Self::Template(_)
            | Self::Busy
            | Self::Failed(_) => RefusalKind::Unavailable,
        }
    }

    fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Template(lines) => vec![("baris", lines.clone())],
            Self::NotSigned(NotSigned::Refused(code)) => vec![("kode", code.to_string())],
            Self::NotSigned(NotSigned::Silent(seconds)) => vec![("detik", seconds.to_string())],
            _ => Vec::new(),
        }
    }
}

impl From<NotSigned> for Refused {
    fn from(why: NotSigned) -> Self {
        Self::NotSigned(why)
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
