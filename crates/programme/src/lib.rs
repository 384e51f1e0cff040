#![doc = include_str!("../README.md")]

pub mod entries;
mod events;
pub mod indicator;
mod linked;
pub mod model;
pub mod monev;
mod pages;
pub mod papers;
mod plans;
mod programme;
mod promises;
pub mod proposals;
mod recurring;
pub mod reference;
mod refusal;
mod results;
pub mod sheet;
pub mod skills;
mod standings;
pub mod steering;
mod texts;
mod told;

pub use pages::{DecidePlan, Discuss, EditPlan, LOCALE, ReadDraft, room};
pub use programme::{Days, Deps, Programme, Services};
pub use promises::{Filter, Line, Promise};
pub use recurring::Reports;
pub use refusal::Refused;
pub use results::{QUICK, Reported, TargetThen, may_report};
pub use standings::{Standing, Tally, counting_day};

use kernel::Zone;
use store::{Job, Migration, Projection};

/// The tables of this room.
pub const MIGRATIONS: &[Migration] = &[
    Migration::common("20261129-programme-01-plan", include_str!("migrations/plan.sql")),
    Migration::common("20261129-programme-02-reports", include_str!("migrations/reports.sql")),
    Migration::common("20261129-programme-10-indicators", include_str!("migrations/indicators.sql")),
    Migration::common("20261129-programme-20-monev", include_str!("migrations/monev.sql")),
    Migration::common("20261129-programme-30-steering", include_str!("migrations/steering.sql")),
    Migration::common("20261129-programme-50-sectors", include_str!("migrations/sectors.sql")),
    Migration::common("20261129-programme-51-skills", include_str!("migrations/skills.sql")),
];

/// What the worker does for this room.
pub fn jobs(programme: &Programme) -> Vec<Box<dyn Job>> {
    vec![monev::job(programme), steering::job(programme)]
}

/// What follows the log here; months are those of the region's zone.
pub fn projections(zone: Zone) -> Vec<Box<dyn Projection>> {
    vec![Box::new(Reports(zone)), Box::new(indicator::Happenings(zone))]
}
