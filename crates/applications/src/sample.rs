//! A hundred invented applications of thirty agencies, with what joins them: for a demonstration, and for measurements.

use crate::applications::Applications;
use crate::model::ladder::{Link, rung};
use crate::model::mapping::Mapping;
use crate::model::stage::{Stage, Step};
use crate::refusal::Refused;
use crate::rights::Author;
use cases::doors::Rung;

/// The sample as a table that an import takes, with two columns more: `tahap` and `pengganti`.
pub const CELLS: &str = include_str!("data/contoh.csv");
const LINKS: &str = include_str!("data/contoh-sambungan.csv");

/// What was filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Applications that were not there.
    pub recorded: usize,
    /// Links that were declared.
    pub links: usize,
}

impl Applications {
    /// Fills the sample in; what is there stays as it is. It goes the way of an import, so that a demonstration shows nothing
    /// that an agency could not do.
    ///
    /// # Errors
    /// The store failed.
    pub async fn fill_sample(&self, author: &Author) -> Result<Sample, Refused> {
        let report = self.take_file(author, CELLS.as_bytes(), Mapping::default()).await?;
        self.live_sample(author).await?;
        let mut links = 0;
        for row in csv::Reader::from_reader(LINKS.as_bytes()).records().filter_map(Result::ok) {
            let cell = |at: usize| row.get(at).unwrap_or_default().to_owned();
            let way = rung(&cell(2)).unwrap_or(Rung::None);
            let link = Link { from: cell(0), to: cell(1), rung: way, what: String::new() };
            match self.declare(author, &link).await {
                Ok(()) => links += 1,
                // An agency that this region does not have has no applications either.
                Err(Refused::NoOther) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(Sample { recorded: report.recorded, links })
    }

    /// Moves those on that are not in use.
    async fn live_sample(&self, author: &Author) -> Result<(), Refused> {
        let mut table = csv::Reader::from_reader(CELLS.as_bytes());
        let head = table.headers().cloned().unwrap_or_default();
        let column = |name: &str| head.iter().position(|one| one == name);
        for row in table.records().filter_map(Result::ok) {
            let cell = |name: &str| column(name).and_then(|at| row.get(at)).unwrap_or_default();
            let inventory = self.inventory().await?;
            let found = inventory.apps.iter().find(|app| app.name() == cell("nama") && app.unit() == cell("pemilik"));
            let (Some(app), Some(to)) = (found, Stage::parse(cell("tahap"))) else { continue };
            if app.stage == to || app.revision > 1 {
                continue;
            }
            let step = Step { to, day: app.since, reason: "Data contoh", successor: cell("pengganti") };
            self.step(author, &app.slug, step, app.revision).await?;
        }
        Ok(())
    }
}
