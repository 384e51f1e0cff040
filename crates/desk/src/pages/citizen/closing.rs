//! How a case ended, in sentences: by the resident, by silence, by refusal, by success; never one for another
//! (semantics R42).

use crate::model::{CaseHead, ClosedBy};
use web::View;

/// The end of a case in words.
pub(super) struct Closing {
    /// Kind of notice: `good`, `warn`, `info`.
    pub kind: &'static str,
    /// In a few words.
    pub title: String,
    /// In a sentence or two.
    pub text: String,
}

/// How it ended; `own` where the reader is the one who reported.
pub(super) fn closing(v: &View, head: &CaseHead, own: bool) -> Option<Closing> {
    if head.status.is_open() {
        return None;
    }
    let (kind, key) = match (head.closed_by, head.outcome.as_str()) {
        (Some(ClosedBy::Silence), _) => ("info", "warga-tutup-diam"),
        (Some(ClosedBy::Withdrawn), _) if own => ("info", "warga-tutup-tarik-anda"),
        (Some(ClosedBy::Withdrawn), _) => ("info", "warga-tutup-tarik"),
        (Some(ClosedBy::Reporter), _) if own => ("good", "warga-tutup-anda"),
        (Some(ClosedBy::Reporter), _) => ("good", "warga-tutup-pelapor"),
        (Some(ClosedBy::Officer), "gagal") => ("warn", "warga-tutup-ditolak"),
        (Some(ClosedBy::Officer), "berhasil") => ("good", "warga-tutup-berhasil"),
        (Some(ClosedBy::Officer), _) => ("info", "warga-tutup-lain"),
        (Some(ClosedBy::Import) | None, _) => ("info", "warga-tutup-impor"),
    };
    let title = v.t1(key, "akhir", &head.end_name);
    let text = v.t1(&format!("{key}.kata"), "akhir", &head.end_name);
    Some(Closing { kind, title, text })
}
