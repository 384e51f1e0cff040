//! What everyone sees of a promise's quarters: the locked ones, with their steps as they stood.

use super::lamp;
use crate::monev::Refused;
use crate::monev::report::{percent, title};
use crate::pages::{agency_name, money};
use crate::programme::Programme;
use web::{Markup, View};

/// The locked quarters of a promise, the newest first.
pub(crate) struct Quarters(pub Vec<Shown>);

/// One of them.
pub(crate) struct Shown {
    pub title: String,
    pub agency: String,
    pub lamp: Markup,
    pub planned: String,
    pub done: String,
    pub money: String,
    pub obstacle: String,
    pub follow_up: String,
    /// Name, planned and done of each step.
    pub steps: Vec<(String, String, String)>,
    /// Day and text of each correction.
    pub addenda: Vec<(String, String)>,
}

/// What is shown on the page of a promise.
pub(crate) async fn quarters(v: &View, programme: &Programme, promise: &str) -> Result<Quarters, Refused> {
    let mut shown = Vec::new();
    for one in programme.locked_quarters(promise).await?.into_iter().rev() {
        let line = one.line;
        let addenda = programme.addenda(&line.unit, one.year, one.quarter).await?;
        let spent = v.t2("aksi-belanja-dari", "belanja", money(v, line.spent), "anggaran", money(v, line.budget));
        let step = |step: crate::monev::lines::StepThen| {
            (step.name, percent(v, Some(step.planned)), percent(v, Some(step.done)))
        };
        shown.push(Shown {
            title: title(v, one.year, one.quarter),
            agency: agency_name(programme, &line.unit),
            lamp: lamp(v, line.light),
            planned: percent(v, Some(line.planned)),
            done: percent(v, line.done),
            money: spent,
            obstacle: line.obstacle,
            follow_up: line.follow_up,
            steps: one.steps.into_iter().map(step).collect(),
            addenda: addenda.into_iter().map(|one| (v.words().date_of(one.at), one.text)).collect(),
        });
    }
    Ok(Quarters(shown))
}
