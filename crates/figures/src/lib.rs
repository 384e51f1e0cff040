#![doc = include_str!("../README.md")]

mod facts;
pub mod model;
mod overdue;
mod pages;
mod projection;
mod queries;
mod took;

pub use model::{Counts, Grouping, Period, Summary};
pub use overdue::Overdue;
pub use projection::Cells;
pub use queries::{Figures, Parts, Question};
pub use took::Quarter;

use kernel::Lang;
use store::Migration;

/// The tables of the figures.
pub const MIGRATIONS: &[Migration] = &[
    Migration::common("20261122-figures-01-cells", include_str!("migrations/0001_cells.sql")),
    Migration::common("20261128-figures-02-withdrawn", include_str!("migrations/0002_withdrawn.sql")),
];

/// The texts of the figures.
pub const LOCALE: &[(Lang, &str)] =
    &[(Lang::Id, include_str!("locale/id.ftl")), (Lang::En, include_str!("locale/en.ftl"))];

/// The public page and its data.
pub fn room(figures: Figures) -> web::Room {
    pages::room(figures)
}
