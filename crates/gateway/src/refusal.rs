//! Why a call is not answered as asked, and why a page is not.

use http::StatusCode;
use kernel::{Refusal, RefusalKind};
use store::StoreError;

/// Why a call got no answer of its service. Each has a stable code, a status, and words in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// There is no token, or one that is worth nothing.
    NoToken(&'static str),
    /// The token does not cover calls.
    NoScope,
    /// The path is no address, or a trick.
    Address,
    /// There is no such service.
    NoService,
    /// The application holds no grant for this service.
    NoGrant,
    /// The grant has not begun or has ended.
    GrantOver,
    /// The grant does not hold this operation.
    NotGranted,
    /// The service has no operation at this path.
    NoOperation,
    /// The path is known with these methods.
    Method(String),
    /// Too often within a minute; again after so many seconds.
    TooOften(u64),
    /// The day's calls are used up; again after so many seconds.
    DayUsed(u64),
    /// So many calls of this service are under way that no more are taken.
    Crowded,
    /// The service failed again and again and is left alone for a while.
    Resting,
    /// The request's body is larger than the service takes.
    RequestTooLarge,
    /// The request's body did not come whole.
    RequestBroken,
    /// The request's body is not what the description says; where in it.
    Mismatch(Vec<String>),
    /// The service is wrongly set up.
    Misconfigured,
    /// The upstream's name leads where it must not.
    Forbidden,
    /// The upstream cannot be reached.
    Unreachable,
    /// The upstream's certificate is over, for another name, or nobody vouches for it.
    Certificate,
    /// The upstream said nothing in time.
    Silent,
    /// The upstream led elsewhere, and nobody follows.
    Redirected,
    /// The upstream's answer is larger than the service allows.
    AnswerTooLarge,
    /// The upstream's answer broke off.
    AnswerBroken,
    /// The answer cannot be cut down to the granted fields.
    Unfilterable,
    /// The upstream refused or failed, and its words may not pass; its status.
    Upstream(StatusCode),
    /// There is no sample answer.
    NoSample,
    /// The call could not be recorded, so its answer does not leave.
    Unrecorded,
    /// The gateway itself failed.
    Failed,
}

impl Why {
    /// Stable, part of records; its words are `tolak-` and this.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoToken(_) => "gerbang-token",
            Self::NoScope => "gerbang-cakupan",
            Self::Address => "gerbang-alamat",
            Self::NoService => "gerbang-layanan-tidak-ada",
            Self::NoGrant => "gerbang-tanpa-izin",
            Self::GrantOver => "gerbang-izin-berakhir",
            Self::NotGranted => "gerbang-operasi-tanpa-izin",
            Self::NoOperation => "gerbang-operasi-tidak-ada",
            Self::Method(_) => "gerbang-metode",
            Self::TooOften(_) => "gerbang-terlalu-sering",
            Self::DayUsed(_) => "gerbang-kuota-hari",
            Self::Crowded => "gerbang-penuh",
            Self::Resting => "gerbang-istirahat",
            Self::RequestTooLarge => "gerbang-kiriman-besar",
            Self::RequestBroken => "gerbang-kiriman-terputus",
            Self::Mismatch(_) => "gerbang-kiriman-tidak-sesuai",
            Self::Misconfigured => "gerbang-salah-atur",
            Self::Forbidden => "gerbang-jaringan",
            Self::Unreachable => "gerbang-tidak-terjangkau",
            Self::Certificate => "gerbang-sertifikat",
            Self::Silent => "gerbang-tanpa-jawaban",
            Self::Redirected => "gerbang-pengalihan",
            Self::AnswerTooLarge => "gerbang-jawaban-besar",
            Self::AnswerBroken => "gerbang-jawaban-terputus",
            Self::Unfilterable => "gerbang-tidak-tersaring",
            Self::Upstream(_) => "gerbang-ditolak-asal",
            Self::NoSample => "gerbang-tanpa-contoh",
            Self::Unrecorded => "gerbang-tidak-tercatat",
            Self::Failed => "gerbang-gagal",
        }
    }

    /// What the caller gets.
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::NoToken(_) => StatusCode::UNAUTHORIZED,
            Self::NoScope | Self::NoGrant | Self::GrantOver | Self::NotGranted => StatusCode::FORBIDDEN,
            Self::Address | Self::RequestBroken => StatusCode::BAD_REQUEST,
            Self::NoService | Self::NoOperation | Self::NoSample => StatusCode::NOT_FOUND,
            Self::Method(_) => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooOften(_) | Self::DayUsed(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Crowded | Self::Resting | Self::Unrecorded => StatusCode::SERVICE_UNAVAILABLE,
            Self::RequestTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Mismatch(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Silent => StatusCode::GATEWAY_TIMEOUT,
            Self::Upstream(status) => *status,
            Self::Failed => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Misconfigured
            | Self::Forbidden
            | Self::Unreachable
            | Self::Certificate
            | Self::Redirected
            | Self::AnswerTooLarge
            | Self::AnswerBroken
            | Self::Unfilterable => StatusCode::BAD_GATEWAY,
        }
    }

    /// Seconds after which another try makes sense.
    pub const fn retry_after(&self) -> Option<u64> {
        match self {
            Self::TooOften(seconds) | Self::DayUsed(seconds) => Some(*seconds),
            Self::Crowded | Self::Unrecorded => Some(1),
            Self::Resting => Some(60),
            _ => None,
        }
    }

    /// Whether the ledger keeps a record of it: what is refused because it comes too often would fill the disk by itself.
    pub const fn recorded(&self) -> bool {
        !matches!(self, Self::TooOften(_) | Self::DayUsed(_) | Self::Crowded | Self::Unrecorded)
    }
}

/// Why a page or a file is not shown.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// There is no such record, or it is not this officer's to see.
    #[error("tidak ada")]
    NotThere,
    /// Records of that time are not kept any more; for how many days they are.
    #[error("sudah dihapus")]
    Swept(i64),
    /// A day of the filter is none.
    #[error("tanggal salah")]
    Day,
    /// The store failed.
    #[error("penyimpanan gagal: {0}")]
    Failed(String),
}

impl Refusal for Refused {
    fn code(&self) -> &'static str {
        match self {
            Self::NotThere => "gerbang-catatan-tidak-ada",
            Self::Swept(_) => "gerbang-catatan-dihapus",
            Self::Day => "gerbang-tanggal",
            Self::Failed(_) => "gerbang-sibuk",
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::NotThere | Self::Swept(_) => RefusalKind::NotFound,
            Self::Day => RefusalKind::Invalid,
            Self::Failed(_) => RefusalKind::Unavailable,
        }
    }

    fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Swept(days) => vec![("hari", days.to_string())],
            _ => Vec::new(),
        }
    }
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.to_string())
    }
}
