//! Rules without a database: counting cohorts, the way of a region, milestones, selection, evaluation, signed summaries.

pub mod cohort;
pub mod evaluation;
pub mod record;
pub mod selection;
pub mod signed;
pub mod stage;
pub mod summary;
pub mod yardstick;
