//! Pemantauan dan evaluasi: action plans of agencies, what was done month by month, and the quarter that is reviewed and locked.

mod data;
mod duties;
mod import;
mod lines;
pub mod model;
mod months;
pub(crate) mod pages;
mod plans;
mod quarters;
mod refusal;
mod report;
mod rights;
mod rules;
pub mod sheet;

pub use data::{Body, Missing};
pub use duties::Reminder;
pub(crate) use duties::job;
pub use import::{Brought, Fault, NotBrought};
pub use months::{Entry, NewEntry, Wrong};
pub use plans::{Action, ActionLine, ActionPlan, Changed, Edition};
pub use quarters::{Addendum, Quarter, QuarterState};
pub use refusal::Refused;
pub use rights::{DecideActions, EnterMonths, ReadActions, ReviewQuarters, SendQuarter, WriteActions};
pub use rules::{Ruled, Rules};

/// The stream of everything here. What a commit relies on stands in its statements, not in the version of the stream:
/// agencies write beside each other.
pub(crate) const STREAM: &str = "monev";

/// How a promise stands in a quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Light {
    /// Merah: far behind what was planned.
    Red,
    /// Abu-abu: planned, and nothing was reported though its time is over.
    Grey,
    /// Kuning: behind.
    Yellow,
    /// Hijau: as planned.
    Green,
}

/// One promise of one agency in one quarter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuarterLine {
    /// Unit of the agency (OPD, BUMD, BLUD, kecamatan).
    pub unit: String,
    /// Id of the promise.
    pub promise: String,
    /// Its name.
    pub name: String,
    /// Id of its pillar.
    pub pillar: String,
    /// What was planned by the end of the quarter since the year began, and what is done by then, in thousandths of the year's
    /// work on this promise; `None`: nothing was reported in this quarter.
    pub planned: i64,
    /// See `planned`.
    pub done: Option<i64>,
    /// Budget of the quarter and what was spent of it, in whole rupiah.
    pub budget: i64,
    /// See `budget`.
    pub spent: i64,
    /// Kendala; may be empty.
    pub obstacle: String,
    /// Tindak lanjut; may be empty.
    pub follow_up: String,
    /// How it stands.
    pub light: Light,
    /// Whether the agency's quarter is reviewed and locked.
    pub locked: bool,
}
