//! Who steers the plan: its bodies, their meetings by exception, the decisions that become tasks, and what came of them.

mod agenda;
mod bodies;
mod brief;
mod decisions;
mod filed;
mod meetings;
pub mod model;
pub(crate) mod pages;
mod refusal;
mod reminders;
pub(crate) mod rights;
mod sittings;
mod tasks;

pub use bodies::{Body, Decree, Member, NewBody, NewMember};
pub use decisions::{Decision, NewDecision, Task, TaskFilter};
pub use meetings::{Meeting, NewMeeting};
pub use refusal::Refused;
pub(crate) use reminders::job;
pub use rights::{ConfirmTasks, DecideMeetings, PrepareMeetings, ReadBrief, ReadMeetings, WorkOnTasks};
pub use sittings::{Addendum, Invited};
pub use tasks::{Step, Words};

use kernel::Lang;

/// The texts of this module.
pub(crate) const TEXTS: [(Lang, &str); 2] =
    [(Lang::Id, include_str!("locale/temu.id.ftl")), (Lang::En, include_str!("locale/temu.en.ftl"))];
