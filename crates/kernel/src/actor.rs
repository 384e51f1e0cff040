//! Who does something.

use serde::{Deserialize, Serialize};

/// An officer's id, stable for life; never a name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OfficerId(pub String);

/// Who acts. Stands in every event; holds no personal value, only ids.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Actor {
    /// The clock job or another part of the program.
    System,
    /// Whoever opened the case (`@pelapor`), proved by token or code.
    Reporter,
    /// Another resident ("saya juga mengalami").
    Resident,
    /// An officer signed in, acting for an agency unit.
    Officer {
        /// The person.
        id: OfficerId,
        /// The agency unit for which the person acts, for example `dinas-pupr`.
        unit: String,
        /// The title under which the person acts, for example `verifikator`.
        title: String,
    },
    /// An import run by an operator.
    Import {
        /// What was imported, for example `lapor`.
        source: String,
    },
    /// The operator at the command line.
    Operator,
}

impl Actor {
    /// Whether it is a person in the sense of four eyes (semantics R45: the system is no person), and which one.
    pub fn person(&self) -> Option<&str> {
        match self {
            Self::Officer { id, .. } => Some(&id.0),
            Self::Reporter => Some("@pelapor"),
            _ => None,
        }
    }
}

/// What an officer may be in a unit; job titles of definitions map to these in `unit.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Verifikator: checks and forwards new cases.
    Verifier,
    /// Pejabat penghubung: answers for an agency.
    Liaison,
    /// Petugas lapangan: surveys and carries out.
    FieldOfficer,
    /// Kepala dinas, bidang, desa or kecamatan: may act where escalated.
    Head,
    /// Administrator kota: officers, calendar, services; no right to read secret texts by itself.
    CityAdmin,
    /// Pimpinan daerah: sees figures of all agencies.
    Leader,
    /// Pemeriksa: may read and sample, changes nothing.
    Auditor,
    /// Penilai: from outside; reads, samples and judges the assessments that were handed to them, and nothing else.
    Assessor,
    /// Perencana: writes the master plan and its indicators.
    Planner,
}

impl Role {
    /// Every role, in the order in which people are shown them.
    pub const ALL: [Self; 9] = [
        Self::Verifier,
        Self::Liaison,
        Self::FieldOfficer,
        Self::Head,
        Self::CityAdmin,
        Self::Leader,
        Self::Auditor,
        Self::Assessor,
        Self::Planner,
    ];

    /// The Indonesian word used at the command line, in `unit.toml` and on pages.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Verifier => "verifikator",
            Self::Liaison => "penghubung",
            Self::FieldOfficer => "petugas-lapangan",
            Self::Head => "kepala",
            Self::CityAdmin => "admin-kota",
            Self::Leader => "pimpinan",
            Self::Auditor => "pemeriksa",
            Self::Assessor => "penilai",
            Self::Planner => "perencana",
        }
    }

    /// The role called `word`.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }
}
