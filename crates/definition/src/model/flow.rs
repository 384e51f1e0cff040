//! Steps, actions, ends and their clocks: what the token game plays with.

use crate::condition::Condition;
use crate::model::UnitRef;
use indexmap::IndexMap;
use kernel::duration::Duration;

/// `[tenggat]`.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseDeadline {
    /// `total`; `None` only where the author promises nothing (W101).
    pub total: Option<Duration>,
    /// `verifikasi`; complaints only, default 3 hari kerja (R27).
    pub verification: Option<Duration>,
    /// `jawaban`; complaints only, default 5 hari kerja (R27).
    pub first_answer: Option<Duration>,
    /// `kalender`, looked up in the region; default `hari-kerja-pemda`.
    pub calendar: String,
    /// `hitung`.
    pub count: Counting,
    /// `lewat` (R51).
    pub lapse: Option<Lapse>,
}

/// `tenggat.hitung` (R23).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Counting {
    /// `jeda`: runs while at least one token stands at a working step.
    #[default]
    Pause,
    /// `jalan`: always runs.
    Run,
}

/// `[langkah.ID]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// `nama`.
    pub name: String,
    /// `oleh`.
    pub by: By,
    /// `tenggat`: the first entry that holds is taken once, at fresh entry (R26). Empty: no clock.
    pub deadlines: Vec<ConditionalDeadline>,
    /// `lewat` (R49).
    pub lapse: Option<Lapse>,
    /// `mulai`.
    pub start: bool,
    /// `gabung` (R40).
    pub join: Option<Join>,
    /// `lewati`: judged at each entry (R43).
    pub skip: Option<Condition>,
    /// `pengganti`: who may act under a *surat tugas* valid now (R46).
    pub substitutes: Vec<Office>,
    /// `bukan`: whoever acted at one of these steps may not act here (R45).
    pub not_by: Vec<String>,
    /// `massal`: may be done in bulk.
    pub bulk: bool,
    /// `luring`: may be filled in without a signal.
    pub offline: bool,
    /// `daftar_periksa` (R8).
    pub checklist: Vec<Item>,
    /// `tanda_tangan`, for example `elektronik`.
    pub signature: Option<Signature>,
    /// `cara = "tautan_sekali"`: works by a link without an account until the token leaves (R47).
    pub one_time_link: bool,
    /// `aksi.NAMA`.
    pub actions: IndexMap<String, Action>,
}

impl Step {
    /// Whether an office holds it: `oleh` is not exactly `@pelapor` or `@pemohon`.
    pub const fn is_working(&self) -> bool {
        matches!(self.by, By::Office(_))
    }
}

/// `oleh` (R7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// `@pelapor` or `@pemohon`: whoever opened the case.
    Reporter,
    /// `title@unit`.
    Office(Office),
}

/// `title@unit`: a job title in an office; the region maps both (R7).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Office {
    /// The job title, for example `kabid-bina-marga`.
    pub title: String,
    /// The office.
    pub unit: UnitRef,
}

impl std::fmt::Display for Office {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}@{}", self.title, self.unit)
    }
}

/// An entry of `langkah.ID.tenggat`.
#[derive(Clone, Debug, PartialEq)]
pub struct ConditionalDeadline {
    /// `jika`; the last entry has none.
    pub condition: Option<Condition>,
    /// `waktu`.
    pub duration: Duration,
}

/// `lewat`: what happens once, in this order, when the clock passes its due instant (R49).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lapse {
    /// `umumkan`: the public list of overdue cases.
    pub publish: bool,
    /// `naik`: told, and may act at this step too.
    pub escalate: Option<Office>,
    /// `aksi`: the system takes that action; under `[tenggat]` it may be `step.action`.
    pub action: Option<LapseAction>,
    /// `catat`: kept on the event.
    pub note: Option<String>,
    /// `dasar`: the legal basis, needed with `aksi` under `[tenggat]` (R51), and at an office's step
    /// whose `aksi` gives what was asked for.
    pub legal_basis: Option<String>,
}

/// `lewat.aksi`, resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LapseAction {
    /// The step to which the action belongs; for a step's own `lewat`, that step.
    pub step: String,
    /// The action.
    pub action: String,
}

/// `gabung` of a step (R40).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Join {
    /// `"semua"`: when all branches of the fork are there.
    All,
    /// `"satu"`: at the first.
    One,
    /// `"n dari m"`: at the n-th; m is the width of the fork.
    Of {
        /// How many must arrive.
        n: u32,
        /// How many branches there are.
        m: u32,
    },
}

/// An entry of `daftar_periksa` or `bukti`: `id:tipe`, `!` = required (R8).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The id before the colon.
    pub id: String,
    /// The type after it.
    pub kind: ItemKind,
    /// Whether `!` stands at the end.
    pub required: bool,
}

impl Item {
    /// The id as people read it: `foto_sesudah` is "Foto sesudah".
    pub fn label(&self) -> String {
        humanise(&self.id)
    }
}

/// The type of an [`Item`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ItemKind {
    /// `angka`.
    Number,
    /// `ya_tidak`.
    YesNo,
    /// `teks`.
    Text,
    /// `foto`.
    Photo,
}

impl ItemKind {
    /// As written in the file.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Number => "angka",
            Self::YesNo => "ya_tidak",
            Self::Text => "teks",
            Self::Photo => "foto",
        }
    }
}

/// `tanda_tangan`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Signature {
    /// `elektronik`.
    Electronic,
    /// `basah`: printed, stamped, scanned.
    Wet,
}

impl Signature {
    /// The key in the definition.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Electronic => "elektronik",
            Self::Wet => "basah",
        }
    }

    /// Reads what [`Self::key`] says.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Electronic, Self::Wet].into_iter().find(|one| one.key() == word)
    }
}

/// `aksi.NAMA`.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    /// `ke`: one target, or several that fork in this order (R39).
    pub targets: Vec<Target>,
    /// `jika`: offered only when true with the answers it brings along (R38).
    pub condition: Option<Condition>,
    /// `alasan` (R9).
    pub reason: Reason,
    /// `maks`: uses in this case, by anyone, for ever (R38).
    pub max_uses: Option<u32>,
    /// `tandai_isian`: at least one visible field or file must be marked (R44).
    pub mark_fields: bool,
    /// `bukti` (R8).
    pub evidence: Vec<Item>,
    /// `nilai`: offers a rating 1–5, never required (R9).
    pub rating: bool,
}

impl Action {
    /// Whether it leads straight to an end.
    pub fn ends_case(&self) -> bool {
        self.targets.iter().any(|target| matches!(target, Target::End(_)))
    }
}

/// An entry of `ke`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// A step.
    Step(String),
    /// An end.
    End(String),
    /// `gabung:STEP`: the token waits at that step's join.
    Join(String),
}

impl Target {
    /// The id of the step or end.
    pub fn id(&self) -> &str {
        match self {
            Self::Step(id) | Self::End(id) | Self::Join(id) => id,
        }
    }
}

/// `alasan` (R9).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Reason {
    /// Not asked for.
    #[default]
    None,
    /// `true`: free text, not empty.
    Text,
    /// `"LIST"`: a code of that list plus text.
    List(String),
}

/// An entry of `[akhir]`.
#[derive(Clone, Debug, PartialEq)]
pub struct End {
    /// `nama`.
    pub name: String,
    /// `hasil`.
    pub outcome: Outcome,
    /// `boleh_banding`: until that time after the end the resident may object once (R56).
    pub appeal: Option<Duration>,
}

/// `hasil` of an end; figures count the three apart (R70).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// `berhasil`.
    Success,
    /// `gagal`.
    Failure,
    /// `netral`.
    Neutral,
}

impl Outcome {
    /// As written in the file.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Success => "berhasil",
            Self::Failure => "gagal",
            Self::Neutral => "netral",
        }
    }
}

/// An id as people read it: underscores and hyphens are spaces, the first letter is a capital.
pub fn humanise(id: &str) -> String {
    let words = id.replace(['_', '-'], " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
