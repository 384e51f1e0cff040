//! `/kerja/kasus/{number}/surat/{id}`: the letter that a case would earn, for who is about to decide it.

use super::super::serve::previewed;
use crate::{Desk, DeskRefusal};
use axum::extract::{Path, State};
use kernel::CaseNumber;
use web::{Answer, Signed};

pub(super) async fn page(who: Signed, State(desk): State<Desk>, Path((number, key)): Path<(String, String)>) -> Answer {
    let number = CaseNumber::parse(&number).map_err(|_| DeskRefusal::NoSuchCase)?;
    let officer = desk.officer(&who.session).await;
    previewed(desk.letter_draft(&number, &officer, &key).await?)
}
