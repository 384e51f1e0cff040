//! Why a run did not come to its end. The word is stable and stands in tables; the sentence is for the owner and holds no
//! value of a row and no secret.

use crate::taking::Stopped;

/// Why nothing of a run was kept.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    /// The rows have another shape, are too many, or cannot be put aside.
    #[error(transparent)]
    Stopped(#[from] Stopped),
    /// The file is no table that can be read.
    #[error("{0}")]
    Unreadable(String),
    /// The file changed while it was read: it is looked at again later.
    #[error("berkas berubah ketika dibaca; dicoba lagi")]
    Replaced,
    /// The server does not answer.
    #[error("server tidak dapat dihubungi")]
    Away,
    /// The server took longer than it may.
    #[error("server tidak selesai dalam {0} detik; sederhanakan pandangannya atau naikkan `paling_lama`")]
    Slow(u32),
    /// The server does not let us in.
    #[error("server menolak pengguna atau kata sandinya")]
    Login,
    /// The user may not read this.
    #[error("pengguna ini tidak berhak membaca pandangan itu")]
    Denied,
    /// There is no such view, or its query has a mistake.
    #[error("pandangan tidak ada atau kuerinya salah (kode server {0})")]
    NoSuch(String),
    /// The credential is not there.
    #[error("kredensial `{0}` tidak ada atau tidak terbaca; letakkan berkasnya lalu jalankan lagi")]
    Secret(String),
    /// The folder is not there, or leads elsewhere.
    #[error("folder titipan `{0}` tidak ada atau tidak terbaca")]
    Folder(String),
    /// The server said something else; its code only.
    #[error("server menjawab dengan kesalahan {0}")]
    Other(String),
}

impl Failed {
    /// Its stable word.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Stopped(Stopped::Shape(_)) => "bentuk",
            Self::Stopped(Stopped::TooMany(_)) => "terlalu-banyak",
            Self::Stopped(Stopped::Spool(_)) => "tempat",
            Self::Unreadable(_) => "rusak",
            Self::Replaced => "berubah",
            Self::Away => "jauh",
            Self::Slow(_) => "lama",
            Self::Login => "masuk",
            Self::Denied => "hak",
            Self::NoSuch(_) => "pandangan",
            Self::Secret(_) => "kredensial",
            Self::Folder(_) => "folder",
            Self::Other(_) => "server",
        }
    }

    /// Whether the file itself is to blame, so that it goes to the rejected ones.
    pub const fn of_file(&self) -> bool {
        matches!(self, Self::Stopped(Stopped::Shape(_) | Stopped::TooMany(_)) | Self::Unreadable(_))
    }
}
