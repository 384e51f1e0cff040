//! The clocks of a case and their ledger (semantics section 3).

use kernel::clock::{Meter, Stretch};
use kernel::{Actor, Calendar, Duration, Instant, MissingYear};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Which clock of a case: `total`, `verifikasi`, `jawaban` or `langkah.ID`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum ClockRef {
    /// `total` (semantics R23).
    Total,
    /// `verifikasi` (semantics R27).
    Verification,
    /// `jawaban` (semantics R27).
    FirstAnswer,
    /// `langkah.ID` (semantics R24).
    Step(String),
}

/// A text that names no clock.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` bukan nama jam")]
pub struct BadClockRef(pub String);

impl fmt::Display for ClockRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Total => f.write_str("total"),
            Self::Verification => f.write_str("verifikasi"),
            Self::FirstAnswer => f.write_str("jawaban"),
            Self::Step(step) => write!(f, "langkah.{step}"),
        }
    }
}

impl From<ClockRef> for String {
    fn from(clock: ClockRef) -> Self {
        clock.to_string()
    }
}

impl TryFrom<String> for ClockRef {
    type Error = BadClockRef;
    fn try_from(text: String) -> Result<Self, BadClockRef> {
        match text.as_str() {
            "total" => Ok(Self::Total),
            "verifikasi" => Ok(Self::Verification),
            "jawaban" => Ok(Self::FirstAnswer),
            other => match other.strip_prefix("langkah.") {
                Some(step) => Ok(Self::Step(step.to_owned())),
                None => Err(BadClockRef(text)),
            },
        }
    }
}

/// A line in a clock's ledger: what happened to it, when, by whom and why.
#[derive(Clone, Debug, PartialEq)]
pub struct ClockEntry {
    /// When.
    pub at: Instant,
    /// What happened to the clock.
    pub kind: ClockEntryKind,
    /// Who caused it.
    pub actor: Actor,
    /// Why.
    pub why: Why,
}

/// What happened to a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockEntryKind {
    /// It began, with its whole budget.
    Started,
    /// It stopped running for a time; nothing is consumed.
    Paused,
    /// It ran on from where it stood.
    Resumed,
    /// It will never run again, unless the token comes back from the resident (semantics R24).
    Stopped,
    /// It passed its due instant.
    Lapsed,
    /// Its due instant was projected anew after a calendar change (semantics R22).
    Reprojected,
    /// It goes on under another version of the definition, with the same start, stretches and budget (semantics R61).
    Migrated,
}

/// Why a clock stands as it does; pages put it into words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Why {
    /// The case was opened.
    Opened,
    /// A token entered the step.
    Entered {
        /// Which step.
        step: String,
    },
    /// The token came back from the resident; the clock goes on where it stood.
    CameBack {
        /// From which step's clock it goes on.
        step: String,
    },
    /// Nobody in the offices holds the case: it waits for the resident at these steps.
    WaitsForResident {
        /// Where the tokens stand.
        steps: Vec<String>,
    },
    /// An office holds the case again.
    OfficeHolds {
        /// Which step.
        step: String,
    },
    /// An action took the token away.
    ActionTaken {
        /// The step that was left.
        step: String,
        /// By which action.
        action: String,
    },
    /// A join cancelled the branch, or the case ended elsewhere.
    Cancelled,
    /// The case was forwarded to a step beyond the first.
    Forwarded {
        /// Which step.
        step: String,
    },
    /// The first public answer was given.
    Answered,
    /// The case ended.
    CaseEnded,
    /// The due instant passed.
    PastDue,
    /// Already past due when an officer took the imported case over; nothing was set off.
    PastDueAtTakeOver,
    /// The case follows another version of the definition now.
    VersionChanged {
        /// `layanan.versi` of the new one.
        version: u32,
    },
    /// The working calendar changed.
    CalendarChanged {
        /// What was changed, in the words of who changed it (no personal value).
        cause: String,
        /// Due instant before, where it ran and was known.
        before: Option<Instant>,
        /// Due instant after.
        after: Option<Instant>,
    },
}

/// One clock of a case.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseClock {
    /// Which one.
    pub name: ClockRef,
    /// Budget, start and zone.
    pub meter: Meter,
    /// When it ran; only appended.
    pub stretches: Vec<Stretch>,
    /// When it passed its due instant, if it did.
    pub lapsed: Option<Instant>,
    /// When it stopped for good (case clocks) or was last left (step clocks).
    pub stopped: Option<Instant>,
    /// The end of an imported case is unknown in time: this clock says nothing (semantics R55).
    pub void: bool,
    /// Its ledger.
    pub log: Vec<ClockEntry>,
}

impl CaseClock {
    /// A clock that starts running now.
    pub(crate) fn started(name: ClockRef, meter: Meter, actor: &Actor, why: Why) -> Self {
        let mut clock = Self {
            name,
            meter,
            stretches: vec![Stretch::since(meter.start)],
            lapsed: None,
            stopped: None,
            void: false,
            log: Vec::with_capacity(3),
        };
        clock.note(meter.start, ClockEntryKind::Started, actor, why);
        clock
    }

    pub(crate) fn note(&mut self, at: Instant, kind: ClockEntryKind, actor: &Actor, why: Why) {
        self.log.push(ClockEntry { at, kind, actor: actor.clone(), why });
    }

    /// Whether it runs.
    pub fn is_running(&self) -> bool {
        self.stretches.last().is_some_and(|last| last.is_open())
    }

    pub(crate) fn halt(&mut self, at: Instant) {
        if let Some(last) = self.stretches.last_mut().filter(|last| last.is_open()) {
            last.to = Some(at);
        }
    }

    pub(crate) fn run(&mut self, at: Instant) {
        self.stopped = None;
        if !self.is_running() {
            self.stretches.push(Stretch::since(at));
        }
    }

    pub(crate) fn stop(&mut self, at: Instant) {
        self.halt(at);
        self.stopped = Some(self.stopped.unwrap_or(at));
    }

    /// The budget as the definition writes it.
    pub const fn budget(&self) -> Duration {
        self.meter.budget
    }

    /// What it has consumed at `at`, in the clock's measure (semantics R15–R17).
    ///
    /// # Errors
    /// A holiday year is missing.
    pub fn consumed(&self, calendar: &Calendar, at: Instant) -> Result<i64, MissingYear> {
        self.meter.consumed(calendar, &self.stretches, at)
    }

    /// What it did not consume though time went by (`jeda`, semantics R20); counted until it stopped.
    ///
    /// # Errors
    /// A holiday year is missing.
    pub fn paused(&self, calendar: &Calendar, at: Instant) -> Result<i64, MissingYear> {
        let until = self.stopped.map_or(at, |stopped| stopped.min(at));
        Ok(self.meter.elapsed(calendar, until)? - self.consumed(calendar, until)?)
    }

    /// Its due instant; `None` while it does not run (semantics R18).
    ///
    /// # Errors
    /// A holiday year is missing.
    pub fn due(&self, calendar: &Calendar) -> Result<Option<Instant>, MissingYear> {
        if self.void {
            return Ok(None);
        }
        self.meter.due(calendar, &self.stretches)
    }
}
