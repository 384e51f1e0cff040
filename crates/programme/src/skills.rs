//! People of the plan: which skills are needed and held, which trainings are planned and were held, who can run what.
//!
//! An agency says numbers; names stand only where an officer entered something about himself, and are shown to his own agency
//! and to the planners of the unit that runs the region's applications (docs/adr/0062).

mod claims;
mod export;
mod model;
pub(crate) mod pages;
mod read;
mod refusal;
mod rights;
mod trainings;
mod write;

pub use claims::{Claim, ClaimKind, ClaimState};
pub use model::{Gap, Numbers, skills};
pub use read::Standing;
pub use refusal::Refused;
pub use rights::{EnterOwn, WriteSkills, may_see_names, may_write};
pub use trainings::{NewTraining, Training, TrainingState};
pub use write::NewNumbers;
