//! `/kerja/kasus/{number}/berkas/{file}`: a photo or document of a case, by right.

use super::super::serve::served;
use crate::model::Served;
use crate::{Desk, DeskRefusal, Viewer};
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use kernel::CaseNumber;
use web::{Answer, Signed};

/// The same in a frame of ours: a document is shown by the browser's own viewer.
pub(super) async fn shown(
    who: Signed,
    State(desk): State<Desk>,
    Path((number, file)): Path<(String, String)>,
) -> Answer {
    let number = CaseNumber::parse(&number).map_err(|_| DeskRefusal::NoSuchFile)?;
    let viewer = Viewer::Officer(desk.officer(&who.session).await);
    let file = desk.file(&number, &viewer, &file).await?;
    let pdf = file.media == "application/pdf";
    let mut answer = served(Served { inline: file.inline || pdf, ..file })?;
    let headers = answer.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if pdf {
        // Without the sandbox, in which no browser shows a document; only our own pages may frame it.
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(FRAMED));
        headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN"));
    }
    Ok(answer)
}

const FRAMED: &str = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'";

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
