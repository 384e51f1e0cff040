#![doc = include_str!("../README.md")]

pub mod answers;
mod apply;
pub mod clocks;
pub mod command;
pub mod coverage;
mod decide;
pub mod doors;
pub mod events;
mod game;
mod migration;
pub mod nearby;
mod open;
pub mod refusal;
pub mod rehearsal;
pub mod scenario;
mod silence;
pub mod simulate;
pub mod state;
pub mod units;
mod verbs;
pub mod views;

pub use answers::{AnswersRef, FileRef};
pub use clocks::{CaseClock, ClockEntry, ClockEntryKind, ClockRef, Why};
pub use command::{Act, Command, Evidence, EvidenceValue, GivenReason, Import, Open};
pub use coverage::{Coverage, Part, coverage};
pub use decide::{Context, Decision, decide};
pub use events::{CaseEvent, Closing, Fact, Follows, Mandate, WITHDRAWN};
pub use open::{import, open, open_after};
pub use refusal::CaseRefusal;
pub use rehearsal::{Fate, Misfit, Rehearsal, rehearse};
pub use scenario::{ScenarioResult, run_scenario, run_scenarios};
pub use simulate::simulate;
pub use state::{Case, Ended, Stay, Token};
pub use units::{AsWritten, Units};
pub use verbs::may_be_withdrawn;
pub use views::{ClockState, ClockView, Due, Holder, Offer, offers};
