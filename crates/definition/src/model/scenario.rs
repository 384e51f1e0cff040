//! `[[uji]]`: scenarios, parsed and typed; the case engine runs them (R64–R67).

use crate::model::Office;
use crate::number::Number;
use crate::value::Answers;
use kernel::duration::{Duration, Unit};
use kernel::time::{Instant, Zone};

/// An entry of `[[uji]]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// `nama`.
    pub name: String,
    /// `mulai`; its offset gives the zone. Default: 09:00 WIB on the first working day from `berlaku` (R64).
    pub start: Option<(Instant, Zone)>,
    /// `perpanjangan = true` opens a renewal.
    pub renewal: bool,
    /// `isi`, typed. Values for `diisi` fields are held back until the first action at that step (R64).
    pub answers: Answers,
    /// `jalan`.
    pub run: Vec<Entry>,
    /// `harap`.
    pub expect: Expect,
}

/// An entry of `jalan` (R65).
#[expect(clippy::large_enum_variant, reason = "a handful per file; a box would be in every reader's way")]
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    /// `"aksi"`, `"langkah.aksi"` or `{ aksi, isi, tandai, oleh }`.
    Act {
        /// The step, where it is named.
        step: Option<String>,
        /// The action.
        action: String,
        /// `isi`: answers that go with it.
        answers: Answers,
        /// `tandai`: fields and files that are marked.
        marks: Vec<String>,
        /// `oleh`: a fictitious person; default one per step.
        by: Option<String>,
    },
    /// `{ jawab = true }`: the public answer.
    Answer,
    /// `{ tunggu = "…" }`: time passes.
    Wait(Duration),
    /// `{ sampai = INSTANT }`: time passes until then.
    Until(Instant),
}

/// `harap`, looked at after the last entry (R66). `None`: not asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Expect {
    /// `akhir`.
    pub end: Option<String>,
    /// `langkah`: all steps with tokens.
    pub steps: Option<Vec<String>>,
    /// `terpakai`: consumption of `total`.
    pub consumed: Option<Measure>,
    /// `terpakai_langkah`: consumption of the step clock.
    pub consumed_step: Option<Measure>,
    /// `tenggat_total`.
    pub total: Option<DueExpect>,
    /// `tenggat_langkah`.
    pub step: Option<DueExpect>,
    /// `lewati`: the set of steps skipped.
    pub skipped: Option<Vec<String>>,
    /// `berkas_wajib`: the set.
    pub required_files: Option<Vec<String>>,
    /// `isian_wajib`: the set.
    pub required_fields: Option<Vec<String>>,
    /// `tampil`: a subset of the visible.
    pub visible: Option<Vec<String>>,
    /// `biaya` in rupiah.
    pub fee: Option<u64>,
    /// `naik`, in order.
    pub escalated: Option<Vec<Office>>,
    /// `terlampaui`: the set of clocks that fired.
    pub lapsed: Option<Vec<ClockName>>,
    /// `tolak`: the code with which the last entry is refused.
    pub refused: Option<String>,
}

/// A consumption as written: `"1.2 hari kerja"`. Compared after cutting to the decimals written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// The number; zero and decimals are allowed here (R3).
    pub number: Number,
    /// How many decimals were written.
    pub decimals: u32,
    /// The unit of the clock.
    pub unit: Unit,
}

/// `tenggat_total`, `tenggat_langkah`: a duration is the budget, an instant the due.
#[derive(Clone, Debug, PartialEq)]
pub enum DueExpect {
    /// The budget.
    Budget(Duration),
    /// The due instant.
    Due(Instant),
}

/// A clock of a case (R66).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ClockName {
    /// `total`.
    Total,
    /// `verifikasi`.
    Verification,
    /// `jawaban`.
    FirstAnswer,
    /// `langkah.ID`.
    Step(String),
}

impl std::fmt::Display for ClockName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Total => f.write_str("total"),
            Self::Verification => f.write_str("verifikasi"),
            Self::FirstAnswer => f.write_str("jawaban"),
            Self::Step(step) => write!(f, "langkah.{step}"),
        }
    }
}
