//! `/lacak/{number}/berkas/{id}`: a photo or document of a case, for the browser that opened it.

use super::{Counter, access};
use crate::pages::serve::served;
use crate::refusal::DeskRefusal;
use crate::rights::Viewer;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use kernel::CaseNumber;
use web::{Answer, Visitor};

/// `/lacak/{number}/surat/{id}`: a signed letter, for the browser that opened its case.
pub(super) async fn letter(
    visitor: Visitor,
    State(counter): State<Counter>,
    Path((number, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Answer {
    let number = CaseNumber::parse(&number).map_err(|_| DeskRefusal::NoSuchFile)?;
    if !access::is_open(&visitor, &headers, &number) {
        return Err(DeskRefusal::NoSuchFile.into());
    }
    served(counter.desk.letter_file(&number, &Viewer::Reporter, &id).await?)
}

pub(super) async fn file(
    visitor: Visitor,
    State(counter): State<Counter>,
    Path((number, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Answer {
    let number = CaseNumber::parse(&number).map_err(|_| DeskRefusal::NoSuchFile)?;
    if !access::is_open(&visitor, &headers, &number) {
        return Err(DeskRefusal::NoSuchFile.into());
    }
    served(counter.desk.file(&number, &Viewer::Reporter, &id).await?)
}
