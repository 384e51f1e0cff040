//! A whole year of a regency with thirty agencies, from readiness to the next year's improvement, on one ledger: what one
//! stage leaves behind the next one finds.

mod action;
mod assessing;
mod evaluation;
mod meeting;
mod next;
mod papers;
mod plan;
mod quarters;
mod readiness;

use crate::agencies::Agency;
use crate::browser::{Browser, Screen, in_window};
use crate::machine::is_there;
use crate::people::keep;
use crate::town::Town;
use anyhow::{Context, Result};
use std::collections::BTreeMap;

/// The year while it runs.
struct Year<'a> {
    /// The regency; its clock begins on 1 March 2027.
    town: &'a Town,
    /// The computer that officers share.
    office: &'a Browser,
    /// A phone: of a resident, or of an officer under way.
    phone: &'a Browser,
    /// The addresses of the promises by their names.
    promises: BTreeMap<String, String>,
}

impl Year<'_> {
    /// The public page of an agency's promise.
    fn promise(&self, agency: &Agency) -> Result<String> {
        self.promises.get(agency.promise).cloned().with_context(|| agency.promise.to_owned())
    }

    /// The page on which officers report what became of it.
    fn promise_for_officers(&self, agency: &Agency) -> Result<String> {
        Ok(format!("/dasbor{}", self.promise(agency)?.replace("/rencana/", "/rencana/program/")))
    }

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
            let mut year = Year { town: &town, office, phone, promises: BTreeMap::new() };
            office.go("/").await?;
            readiness::three_agencies_prove_how_ready_the_region_is(&year).await.context("readiness")?;
            year.promises = plan::thirty_agencies_promise_and_everybody_reads_it(&year).await.context("plan")?;
            action::thirty_agencies_lay_down_their_steps(&year).await.context("action plans")?;
            quarters::four_quarters_are_reported_reviewed_and_met_about(&year).await.context("quarters")?;
            town.until("2028-01-17").await?;
            papers::books_brief_and_report_are_taken_along(&year).await.context("papers")?;
            evaluation::somebody_from_outside_judges_the_year(&year).await.context("evaluation")?;
            town.until("2028-02-01").await?;
            next::promises_are_judged_and_the_next_year_does_better(&year).await.context("next")
        })
        .await
    })
    .await
}
