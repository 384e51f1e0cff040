//! The typed, immutable model of a loaded definition. Each doc comment names the TOML key.

mod extras;
mod flow;
mod form;
mod scenario;

pub use extras::*;
pub use flow::*;
pub use form::*;
pub use scenario::*;

use crate::value::{Answers, Value};
use indexmap::IndexMap;
use jiff::civil::Date;
use kernel::duration::Duration;
use std::borrow::Cow;

/// One citizen service, complete: a `layanan` 1 file that was read and checked.
///
/// Order in every map is the order in the file (semantics R2).
#[derive(Clone, Debug, PartialEq)]
pub struct Definition {
    /// `layanan.id`.
    pub id: String,
    /// `layanan.jenis`.
    pub kind: Kind,
    /// `layanan.nama`.
    pub name: String,
    /// `layanan.versi`, the author's whole number, shown to people (R70).
    pub version: u32,
    /// `layanan.berlaku`, the first date on which cases may be opened under it.
    pub valid_from: Date,
    /// `layanan.kasus_lama` (R61).
    pub running_cases: RunningCases,
    /// `layanan.pemilik`.
    pub owner: UnitRef,
    /// `layanan.saluran`.
    pub channels: Vec<Channel>,
    /// `layanan.pelapor`.
    pub reporter: Reporter,
    /// `layanan.masuk.minimal`.
    pub least_sign_in: SignIn,
    /// `[standar]`.
    pub standard: StandardTexts,
    /// `[isian.ID]`.
    pub fields: IndexMap<String, Field>,
    /// `[berkas.ID]`.
    pub files: IndexMap<String, FileField>,
    /// `[biaya]`.
    pub fees: Fees,
    /// `[gabung]`.
    pub duplicates: Option<Duplicates>,
    /// `[tenggat]`.
    pub deadline: CaseDeadline,
    /// `[langkah.ID]`.
    pub steps: IndexMap<String, Step>,
    /// `[akhir]`.
    pub ends: IndexMap<String, End>,
    /// `[surat.ID]`.
    pub letters: IndexMap<String, Letter>,
    /// `[kabar]`.
    pub messages: IndexMap<MessageKey, Template>,
    /// `[simpan]`.
    pub retention: Retention,
    /// `[[uji]]`.
    pub scenarios: Vec<Scenario>,
    /// SHA-256 of the file's text in lower-case hexadecimal; what a case is pinned to.
    pub hash: String,
}

impl Definition {
    /// The id of the step with `mulai = true`, where opening puts the one token (R37).
    ///
    /// A checked definition has exactly one; in an unchecked one, the first step stands in, or the empty text.
    pub fn start(&self) -> &str {
        let marked = self.steps.iter().find(|(_, step)| step.start);
        marked.or_else(|| self.steps.first()).map_or("", |(id, _)| id.as_str())
    }

    /// Whether `id` is a working step: one whose `oleh` is not exactly `@pelapor` or `@pemohon`.
    pub fn is_working(&self, id: &str) -> bool {
        self.steps.get(id).is_some_and(Step::is_working)
    }

    /// Whether residents may fill in its form without a signal: `luring` keeps the form of `web` for later.
    pub fn is_offline(&self) -> bool {
        [Channel::Web, Channel::Offline].iter().all(|channel| self.channels.contains(channel))
    }

    /// Whether officers only open it: no catalogue for residents shows it, and no form of theirs takes it in.
    pub fn is_internal(&self) -> bool {
        !self.channels.is_empty() && self.channels.iter().all(|channel| *channel == Channel::Officers)
    }
}

/// `layanan.jenis`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `pengaduan`: a complaint, with the clocks `verifikasi` and `jawaban` (R27).
    Complaint,
    /// `permohonan`: something is applied for.
    Request,
    /// `informasi`: a question.
    Information,
}

impl Kind {
    /// As written in the file.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Complaint => "pengaduan",
            Self::Request => "permohonan",
            Self::Information => "informasi",
        }
    }
}

/// `layanan.kasus_lama`: what happens to running cases when this version takes effect (R61).
#[derive(Clone, Debug, Default, PartialEq)]
pub enum RunningCases {
    /// `"tetap"`: they end under their own version.
    #[default]
    Stay,
    /// `{ pindah = { old = "new" } }`: tokens on these steps move; all clocks stay.
    Move(IndexMap<String, String>),
}

/// `layanan.masuk.minimal`: what residents prove of themselves before they send by the web.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SignIn {
    /// `tanpa`: nothing.
    #[default]
    None,
    /// `hp_terverifikasi`: a code that was sent to their mobile number.
    Phone,
    /// `surel_terverifikasi`: a code that was sent to their e-mail address.
    Email,
    /// `nik_terverifikasi`: their NIK; does not run yet (N310), so nothing is asked.
    Nik,
}

impl SignIn {
    /// As written in the file.
    pub const fn key(self) -> &'static str {
        match self {
            Self::None => "tanpa",
            Self::Phone => "hp_terverifikasi",
            Self::Email => "surel_terverifikasi",
            Self::Nik => "nik_terverifikasi",
        }
    }
}

/// One of `layanan.saluran`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Channel {
    /// `web`.
    Web,
    /// `loket`, the counter.
    Counter,
    /// `wa`, WhatsApp.
    WhatsApp,
    /// `luring`, offline.
    Offline,
    /// `dinas`: opened by officers, and by rooms on their behalf.
    Officers,
}

impl Channel {
    /// As written in the file.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Counter => "loket",
            Self::WhatsApp => "wa",
            Self::Offline => "luring",
            Self::Officers => "dinas",
        }
    }
}

/// `layanan.pelapor`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reporter {
    /// `anonim`: the resident may stay unnamed.
    pub anonymous: bool,
    /// `rahasia`: the resident may keep the case out of every public list.
    pub secret: bool,
    /// `wajib_kontak`: a phone number or e-mail address is asked for.
    pub contact_required: bool,
}

/// An office: what stands after the `@` (R7).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum UnitRef {
    /// An id that the region maps, for example `dinas-pupr`.
    Named(String),
    /// `pemilik`: the unit of `layanan.pemilik`.
    Owner,
    /// `wilayah…`: the office of the place in the case's first visible `titik` or `alamat` field;
    /// with an unknown place, `pemilik`.
    Area(Area),
    /// `isian.FIELD`: the unit that was chosen in that field; while nothing is chosen, `pemilik` (docs/adr/0083).
    Answer(String),
}

impl UnitRef {
    /// What it means with these answers: an answer names its unit, every other office is what was written.
    pub fn answered(&self, answers: &Answers) -> Cow<'_, Self> {
        match self {
            Self::Answer(field) => Cow::Owned(match answers.get(field) {
                Some(Value::Option(unit)) if !unit.is_empty() => Self::Named(unit.clone()),
                _ => Self::Owner,
            }),
            _ => Cow::Borrowed(self),
        }
    }
}

/// Which office of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Area {
    /// `wilayah`: the office of that village, whatever its kind.
    Any,
    /// `wilayah.desa`: the same; kept as written.
    Village,
    /// `wilayah.kelurahan`: the same; kept as written.
    Kelurahan,
    /// `wilayah.kecamatan`.
    District,
}

impl std::fmt::Display for UnitRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Named(id) => id,
            Self::Answer(field) => return write!(f, "isian.{field}"),
            Self::Owner => "pemilik",
            Self::Area(Area::Any) => "wilayah",
            Self::Area(Area::Village) => "wilayah.desa",
            Self::Area(Area::Kelurahan) => "wilayah.kelurahan",
            Self::Area(Area::District) => "wilayah.kecamatan",
        })
    }
}

/// `[standar]`: only what cannot be derived.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StandardTexts {
    /// `dasar_hukum`.
    pub legal_basis: Vec<LegalBasis>,
    /// `produk`.
    pub product: Option<String>,
    /// `bukan_pengganti`: what the product does not replace.
    pub no_substitute_for: Option<String>,
    /// `pengaduan`.
    pub complaints: ComplaintChannels,
    /// `penetapan`; without it every page says *rancangan*.
    pub decree: Option<Decree>,
    /// `sarana`, component 8.
    pub facilities: Option<String>,
    /// `kompetensi`, component 9.
    pub competence: Option<String>,
    /// `pengawasan`, component 10.
    pub oversight: Option<String>,
    /// `jumlah_pelaksana`, component 11.
    pub staff: Option<String>,
    /// `jaminan`, component 12.
    pub guarantee: Option<String>,
    /// `keamanan`, component 13.
    pub safety: Option<String>,
    /// `evaluasi`, component 14.
    pub evaluation: Option<String>,
}

/// One of `standar.dasar_hukum`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegalBasis {
    /// The text, or `nama`.
    pub name: String,
    /// `diperiksa_oleh` and `pada`; `None` is shown as unchecked.
    pub checked: Option<Checked>,
}

/// Who checked a legal basis, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// `diperiksa_oleh`.
    pub by: String,
    /// `pada`.
    pub on: Date,
}

/// `standar.pengaduan` (R70).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ComplaintChannels {
    /// `surel`.
    pub email: Option<String>,
    /// `telepon`.
    pub phone: Option<String>,
    /// `lapor`: SP4N-LAPOR! is named.
    pub lapor: bool,
}

/// `standar.penetapan`: the decree that adopted the standard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decree {
    /// `nomor`.
    pub number: String,
    /// `tanggal`.
    pub date: Date,
}

/// `[gabung]`: double reports become support, not new cases (R60).
#[derive(Clone, Debug, PartialEq)]
pub struct Duplicates {
    /// `radius` in metres; without a coordinate the same village (R69).
    pub radius_m: u32,
    /// `dalam`: opened on one of the last so many dates.
    pub within: Duration,
    /// `sama`: fields whose known values must be equal.
    pub same: Vec<String>,
}
