//! What the pages of the desk show: typed views, already cut to what the viewer may see.

pub use cases::Due;
use definition::Definition;
use kernel::{CaseNumber, Instant};
use std::sync::Arc;

/// Where a case stands, in the one word that lists and filters use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// `baru`: at its first step.
    New,
    /// `diproses`: an agency works on it.
    Working,
    /// `menunggu`: it waits for the resident; the office's clocks are paused.
    Waiting,
    /// `berakhir`: it has ended; how is said by end, outcome and [`ClosedBy`].
    Ended,
    /// `tidak_diketahui`: imported, answered, and nobody knows whether it was finished: neither open nor overdue.
    Unknown,
}

impl Status {
    /// Every status, in the order in which filters offer them.
    pub const ALL: [Self; 5] = [Self::New, Self::Working, Self::Waiting, Self::Ended, Self::Unknown];

    /// The word in addresses, tables and events.
    pub const fn word(self) -> &'static str {
        match self {
            Self::New => "baru",
            Self::Working => "diproses",
            Self::Waiting => "menunggu",
            Self::Ended => "berakhir",
            Self::Unknown => "tidak_diketahui",
        }
    }

    /// The status called `word`.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.word() == word)
    }

    /// Whether the case is open.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::New | Self::Working | Self::Waiting)
    }
}

/// Who brought the case to its end: three different things everywhere (semantics R42).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ClosedBy {
    /// `petugas`.
    Officer,
    /// `pelapor`.
    Reporter,
    /// `ditarik`: the applicant took the application back; neither success nor refusal.
    Withdrawn,
    /// `diam`: nobody acted in time; never shown as consent or refusal.
    Silence,
    /// `impor`: it came in closed; who closed it is unknown.
    Import,
}

impl ClosedBy {
    /// The word in tables and events.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Officer => "petugas",
            Self::Reporter => "pelapor",
            Self::Withdrawn => "ditarik",
            Self::Silence => "diam",
            Self::Import => "impor",
        }
    }

    /// The one called `word`.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Officer, Self::Reporter, Self::Withdrawn, Self::Silence, Self::Import]
            .into_iter()
            .find(|by| by.word() == word)
    }
}

/// The instant of a due, if there is one.
pub const fn due_at(due: Due) -> Option<Instant> {
    match due {
        Due::At(at) => Some(at),
        Due::Missing(_) | Due::None => None,
    }
}

/// Whether a due has passed at `now`; at the instant itself one is in time (semantics R19).
pub fn has_passed(due: Due, now: Instant) -> bool {
    due_at(due).is_some_and(|due| due < now)
}

/// Who holds a case now: one per token.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Holder {
    /// Step id.
    pub step: String,
    /// `langkah.ID.nama`.
    pub step_name: String,
    /// Agency unit; empty where the resident holds it.
    pub unit: String,
    /// Name of the unit for people; empty where the resident holds it.
    pub unit_name: String,
    /// Job title as the definition writes it; empty where the resident holds it.
    pub title: String,
    /// Since when.
    pub since: Instant,
    /// When the step is due; absent while its clock does not run or its year is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Instant>,
    /// Units and titles that may act here too because the step is overdue (`naik`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub escalated: Vec<(String, String)>,
    /// Units and titles that may act here under a *surat tugas* in place of the holder (`pengganti`, semantics R46).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub substitutes: Vec<(String, String)>,
}

impl Holder {
    /// Whether the resident holds it.
    pub fn is_reporter(&self) -> bool {
        self.unit.is_empty()
    }
}

/// The head of a case: what a list, an inbox row and the top of a tracking page show. Nothing here is secret, except
/// that a secret case is in no public list.
#[derive(Clone, Debug)]
pub struct CaseHead {
    /// Internal id.
    pub id: String,
    /// Public number.
    pub number: CaseNumber,
    /// `layanan.id`.
    pub service: String,
    /// `layanan.nama` under which it was opened.
    pub service_name: String,
    /// Content hash of the definition it is pinned to.
    pub definition: String,
    /// How it came in: `web`, `loket`, `impor`.
    pub channel: String,
    /// Where it stands.
    pub status: Status,
    /// Who holds it now; several while branches run side by side, none after the end.
    pub holders: Vec<Holder>,
    /// The earliest due of the holders' own steps.
    pub step_due: Due,
    /// When the whole case is due.
    pub total_due: Due,
    /// When it was opened.
    pub opened_at: Instant,
    /// When something last happened to it.
    pub moved_at: Instant,
    /// When it was first answered in public.
    pub answered_at: Option<Instant>,
    /// When it ended; absent although ended where an import does not know.
    pub ended_at: Option<Instant>,
    /// `akhir.ID`; empty while open.
    pub end_id: String,
    /// `akhir.ID.nama`; empty while open.
    pub end_name: String,
    /// `berhasil`, `gagal`, `netral`; empty while open.
    pub outcome: String,
    /// Who closed it.
    pub closed_by: Option<ClosedBy>,
    /// Village code; empty if unknown.
    pub village: String,
    /// District code; empty if unknown.
    pub district: String,
    /// Latitude and longitude in degrees, as coarse as `simpan.terbuka` allows; absent if it allows none.
    pub coordinate: Option<(f64, f64)>,
    /// The identity is hidden from public and agency.
    pub anonymous: bool,
    /// The text is hidden from the public, the case in no public list.
    pub secret: bool,
    /// It is on the public list of overdue cases (`umumkan`).
    pub publicised: bool,
    /// Imported and not taken over: fires nothing, sends nothing (semantics R55).
    pub dormant: bool,
    /// Where it was imported from; empty if it was opened here.
    pub source: String,
    /// Its number there.
    pub outside: String,
    /// Flags of the import, for example `kota_lain`.
    pub flags: Vec<String>,
    /// How many residents said "saya juga mengalami".
    pub supports: i64,
    /// Version of its stream; forms carry it, so that a second officer's act is seen as one.
    pub version: i64,
}

impl CaseHead {
    /// Whether a promise is broken at `now`: an open case whose step or total is past due.
    pub fn is_overdue(&self, now: Instant) -> bool {
        self.status.is_open() && !self.dormant && (has_passed(self.step_due, now) || has_passed(self.total_due, now))
    }

    /// Whether it was imported.
    pub fn is_imported(&self) -> bool {
        !self.source.is_empty()
    }
}

/// A service that runs.
#[derive(Clone, Debug)]
pub struct Service {
    /// Its definition.
    pub definition: Arc<Definition>,
    /// How often it was used in this month and the two before.
    pub uses: i64,
}

/// A file of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseFile {
    /// Its id within the case; stands in addresses.
    pub id: String,
    /// `berkas.ID`, or the id of the evidence or checklist item.
    pub field: String,
    /// Whether the resident sent it (else an officer).
    pub from_reporter: bool,
    /// Media type.
    pub media: String,
    /// Size in bytes.
    pub bytes: i64,
    /// Width and height in pixels; zero for what is no picture.
    pub size: (i64, i64),
    /// When it was added.
    pub added_at: Instant,
}

/// A file that waits in a draft for its form to be sent.
#[derive(Clone, Debug, PartialEq)]
pub struct DraftFile {
    /// Its id within the draft; stands in addresses.
    pub id: String,
    /// `berkas.ID` or evidence item that it is for.
    pub field: String,
    /// Media type.
    pub media: String,
    /// Size in bytes.
    pub bytes: i64,
    /// Width and height in pixels.
    pub size: (i64, i64),
    /// Where the camera says it was taken, to be suggested (only where `buang_exif = "kecuali_lokasi"`).
    pub position: Option<(f64, f64)>,
}

/// Bytes to be served, with what the browser needs to be told.
#[derive(Clone, Debug)]
pub struct Served {
    /// Media type, judged by us.
    pub media: String,
    /// The bytes.
    pub bytes: Vec<u8>,
    /// File name for `Content-Disposition`; made here, never what the resident typed.
    pub name: String,
    /// Whether it may be shown in the page (pictures); everything else is `attachment`.
    pub inline: bool,
}

/// What a resident gets after sending.
#[derive(Clone, Debug)]
pub struct Receipt {
    /// Internal id of the case.
    pub id: String,
    /// Public number with its check digit.
    pub number: CaseNumber,
    /// The secret that opens the rest of the tracking page.
    pub code: kernel::TrackingCode,
    /// The secret of `/l/{token}`.
    pub token: kernel::Token,
    /// `layanan.id`.
    pub service: String,
    /// When it was taken in.
    pub opened_at: Instant,
    /// Until when it is to be finished.
    pub total_due: Due,
    /// Whether this form was sent before and this is the first receipt again.
    pub repeated: bool,
}

/// What an operator is to look at (doctor, `/metrics`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// Cases wait for the holiday list of this year (semantics R14).
    CasesWaitForYear {
        /// Which year.
        year: i16,
        /// How many cases.
        cases: i64,
    },
    /// The list of this year, or from 1 October of the coming one, is not imported.
    YearMissing {
        /// Which year.
        year: i16,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_reads_back_from_its_word() {
        for status in Status::ALL {
            assert_eq!(Status::parse(status.word()), Some(status));
        }
    }

    #[test]
    fn a_word_that_is_no_status_is_none() {
        assert_eq!(Status::parse("selesai"), None);
        assert_eq!(Status::parse(""), None);
    }

    #[test]
    fn an_unknown_finish_is_not_open() {
        let open = Status::ALL.into_iter().filter(|status| status.is_open());
        assert_eq!(open.count(), 3);
        assert!(!Status::Unknown.is_open());
    }

    #[test]
    fn silence_is_another_closing_than_officer_and_reporter() {
        let words = ["petugas", "pelapor", "ditarik", "diam", "impor"];
        let read = words.map(|word| ClosedBy::parse(word).map(ClosedBy::word));
        assert_eq!(read, words.map(Some));
        assert_eq!(ClosedBy::parse(""), None);
    }

    #[test]
    fn at_the_due_instant_itself_one_is_in_time() {
        let due = Instant::from_seconds(100);
        assert!(!has_passed(Due::At(due), due));
        assert!(has_passed(Due::At(due), Instant::from_seconds(101)));
    }

    #[test]
    fn what_has_no_due_never_passes() {
        let late = Instant::from_seconds(i64::from(i32::MAX));
        assert!(!has_passed(Due::None, late));
        assert!(!has_passed(Due::Missing(kernel::MissingYear(2028)), late));
    }
}
