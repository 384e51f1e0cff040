//! `/kerja/kasus/{number}/berkas/{file}`: a photo or document of a case, by right.

use super::super::serve::served;
use crate::{Desk, DeskRefusal, Viewer};
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use kernel::CaseNumber;
use web::{Answer, Signed};

pub(super) async fn page(
    who: Signed,
    State(desk): State<Desk>,
    Path((number, file)): Path<(String, String)>,
) -> Answer {
    let number = CaseNumber::parse(&number).map_err(|_| DeskRefusal::NoSuchFile)?;
    let viewer = Viewer::Officer(desk.officer(&who.session).await);
    let mut answer = served(desk.file(&number, &viewer, &file).await?)?;
    // What a signed-in officer sees stays in no cache (ASVS 14.3.2).
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(answer)
}
