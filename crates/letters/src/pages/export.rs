//! `/kerja/surat/ekspor`: the filtered register as CSV or as a spreadsheet. Taking data out is a fact of the ledger, so this is
//! no GET.

use super::register::filter;
use super::{ReadRegister, genuine};
use crate::events::event;
use crate::letters::Letters;
use crate::refusal::Refused;
use crate::table::{Shape, table};
use axum::extract::State;
use kernel::Actor;
use serde_json::json;
use store::{ANY_VERSION, Commit};
use web::{Answer, May, OrFail, Session, Submission};

/// Most rows of one file; the fact says whether there were more.
const MOST: usize = 5000;

pub(super) async fn send(officer: May<ReadRegister>, State(letters): State<Letters>, form: Submission) -> Answer {
    genuine(&officer.view, "ekspor surat", &form)?;
    let filter = crate::Filter { after: None, ..filter(form.text("saringan")) };
    let shape = Shape::read(form.text("bentuk"));
    let listed = letters.register(&officer.session, &filter, MOST).await?;
    let (rows, complete) = (listed.letters.len(), listed.next.is_none());
    let own = letters.clone();
    let file = tokio::task::spawn_blocking(move || table(&own, &listed.letters, shape)).await.or_fail()?.or_fail()?;
    record(&letters, &officer.session, shape, (rows, complete)).await?;
    let part = if complete { "" } else { "-sebagian" };
    web::download(&format!("surat-{}{part}.{}", letters.today(), shape.word()), shape.media(), file)
}

/// That the register left the house, by whom, and how much of it.
async fn record(
    letters: &Letters,
    session: &Session,
    shape: Shape,
    (rows, complete): (usize, bool),
) -> Result<(), Refused> {
    let data = json!({ "what": "letters", "format": shape.word(), "rows": rows, "complete": complete });
    let unit = session.grants.first().map(|grant| grant.unit.clone()).unwrap_or_default();
    let actor = Actor::Officer { id: session.officer.clone(), unit, title: String::new() };
    let facts = event("export.made", letters.now(), &actor, data);
    let commit = Commit { events: vec![facts], ..Commit::new(letters.region(), "letters/exports", ANY_VERSION) };
    letters.store().commit(commit, letters.now()).await?;
    Ok(())
}
