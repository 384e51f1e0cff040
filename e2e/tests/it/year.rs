//! A whole year of a regency with thirty agencies, from readiness to the next year's improvement, on one ledger: what one
//! stage leaves behind the next one finds.

mod assessing;
mod plan;
mod readiness;

use crate::browser::{Browser, Screen, in_window};
use crate::machine::is_there;
use crate::people::keep;
use crate::town::Town;
use anyhow::{Context, Result};

/// The year while it runs.
struct Year<'a> {
    /// The regency; its clock begins on 1 March 2027.
    town: &'a Town,
    /// The computer that officers share.
    office: &'a Browser,
    /// A phone: of a resident, or of an officer under way.
    phone: &'a Browser,
}

impl Year<'_> {
    /// Keeps a picture of the page in the office, as wide as there and as narrow as on a phone.
    async fn look(&self, name: &str) -> Result<()> {
        for width in [Screen::PHONE.width, Screen::DESK.width] {
            self.office.resize(width).await?;
            keep(self.office, &format!("tahun-{name}-{width}")).await?;
        }
        Ok(())
    }

    /// Keeps a picture of the page on the phone.
    async fn look_at_phone(&self, name: &str) -> Result<()> {
        keep(self.phone, &format!("tahun-{name}-{}", Screen::PHONE.width)).await
    }
}

#[tokio::test]
async fn a_year_of_a_regency_runs_from_readiness_to_the_next_years_improvement() -> Result<()> {
    if !is_there() {
        return Ok(());
    }
    let town = Town::of_thirty_agencies().await?;
    in_window(&town.base, Screen::PHONE, async |phone: &Browser| {
        in_window(&town.base, Screen::DESK, async |office: &Browser| {
            let year = Year { town: &town, office, phone };
            office.go("/").await?;
            readiness::three_agencies_prove_how_ready_the_region_is(&year).await.context("readiness")?;
            plan::thirty_agencies_promise_and_everybody_reads_it(&year).await.context("plan")?;
            Ok(())
        })
        .await
    })
    .await
}
