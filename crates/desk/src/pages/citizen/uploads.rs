//! `…/unggahan`: a form's files in pieces, while it is still being filled in. Only script comes here; without it the files
//! go with their form.

use super::act::takes_file;
use super::{Counter, access, at_counter, handles, service};
use crate::drafts::DraftFor;
use crate::pages::officer::WorkCases;
use crate::pages::serve::served;
use crate::refusal::{DeskError, DeskRefusal, Desked};
use crate::rights::Viewer;
use crate::uploads::{NewUpload, Piece, Upload};
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use definition::model::Channel;
use kernel::{CaseNumber, Token};
use serde::Serialize;
use web::{Answer, May, Purpose, Submission, View, Visitor};

/// Files begun or gone on with from one address.
const FILES: Purpose = Purpose { name: "warga-unggah", burst: 240, per_hour: 2400 };
/// Pieces from one address.
const PIECES: Purpose = Purpose { name: "warga-potongan", burst: 4000, per_hour: 40_000 };

/// What the script hears.
#[derive(Serialize)]
struct Progress<'a> {
    draf: &'a str,
    unggahan: &'a str,
    sudah: u64,
    berkas: Option<&'a str>,
}

fn wish(form: &Submission, field: String) -> NewUpload {
    NewUpload { field, mark: form.text("sidik").to_owned(), bytes: form.text("besar").parse().unwrap_or(0) }
}

fn piece(upload: String, headers: &HeaderMap, body: &Bytes) -> (String, Piece) {
    let said = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let start = said("x-mulai").parse().unwrap_or(u64::MAX);
    (said("x-draf").to_owned(), Piece { upload, start, bytes: body.to_vec() })
}

/// Begins in the draft that the form names, else in the one that this browser holds; anew where that is gone.
async fn begun(
    counter: &Counter,
    purpose: DraftFor<'_>,
    typed: &str,
    held: Option<Token>,
    wish: NewUpload,
) -> Desked<Upload> {
    let held = held.map(|handle| handle.secret().to_owned()).unwrap_or_default();
    let handle = if typed.is_empty() { &held } else { typed };
    match counter.desk.begin_upload(purpose, handle, wish.clone()).await {
        Err(DeskError::Refused(DeskRefusal::DraftGone)) => counter.desk.begin_upload(purpose, "", wish).await,
        done => done,
    }
}

/// The answer, with the draft remembered under `purpose`.
fn told(v: &View, headers: &HeaderMap, purpose: &str, upload: &Upload) -> Answer {
    let handle = upload.handle.secret();
    let progress = Progress { draf: handle, unggahan: &upload.id, sudah: upload.here, berkas: upload.file.as_deref() };
    access::unkept(handles::kept(v, headers, purpose, handle, web::json(&progress)?)?)
}

/// The form was drawn here; one that stood open too long is said when it is sent.
fn drawn_here(v: &View, form: &str, token: &str) -> Result<(), web::Error> {
    v.stamped(form, token).map(|_| ())
}

/// `POST /layanan/{id}/unggahan`.
pub(super) async fn begin(
    visitor: Visitor,
    State(counter): State<Counter>,
    Path(id): Path<String>,
    headers: HeaderMap,
    form: Submission,
) -> Answer {
    let v = &visitor.view;
    let definition = counter.service(&id)?;
    if !definition.channels.contains(&Channel::Web) {
        return Err(DeskRefusal::NoSuchService.into());
    }
    drawn_here(v, &service::form_name(&id), form.text("_tanda"))?;
    v.frame().throttle().check(FILES, &v.address())?;
    let wish = wish(&form, form.text("isian").to_owned());
    let held = handles::of(v, &headers, &id);
    let upload = begun(&counter, DraftFor::Service(&id), form.text("_draf"), held, wish).await?;
    told(v, &headers, &id, &upload)
}

/// `POST /layanan/{id}/unggahan/{upload}`.
pub(super) async fn put(
    visitor: Visitor,
    State(counter): State<Counter>,
    Path((id, upload)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    let v = &visitor.view;
    v.frame().throttle().check(PIECES, &v.address())?;
    let (handle, piece) = piece(upload, &headers, &body);
    let upload = counter.desk.put_piece(DraftFor::Service(&id), &handle, piece).await?;
    told(v, &headers, &id, &upload)
}

/// The case, if this browser proved its code or link.
fn opened(v: &View, headers: &HeaderMap, number: &str) -> Result<CaseNumber, DeskRefusal> {
    let number = CaseNumber::parse(number).map_err(|_| DeskRefusal::NoSuchCase)?;
    if access::is_open(v, headers, &number) { Ok(number) } else { Err(DeskRefusal::Forbidden) }
}

/// `POST /lacak/{number}/unggahan`: additions, and what an action of the resident asks for.
pub(super) async fn begin_on_case(
    visitor: Visitor,
    State(counter): State<Counter>,
    Path(number): Path<String>,
    headers: HeaderMap,
    form: Submission,
) -> Answer {
    let v = &visitor.view;
    let number = opened(v, &headers, &number)?;
    v.frame().throttle().check(FILES, &v.address())?;
    let view = counter.desk.view(&number, &Viewer::Reporter).await?;
    let asked = form.text("isian");
    let field = if asked == "foto-tambahan" {
        view.can.add_info.then(String::new)
    } else {
        view.offered.iter().find_map(|offered| takes_file(&view, &offered.step, &offered.id, asked))
    };
    let wish = wish(&form, field.ok_or(DeskRefusal::NoSuchFile)?);
    let held = handles::of(v, &headers, number.as_str());
    let upload = begun(&counter, DraftFor::Case(&number), form.text("_draf"), held, wish).await?;
    told(v, &headers, number.as_str(), &upload)
}

/// `POST /lacak/{number}/unggahan/{upload}`.
pub(super) async fn put_on_case(
    visitor: Visitor,
    State(counter): State<Counter>,
    Path((number, upload)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    let v = &visitor.view;
    let number = opened(v, &headers, &number)?;
    v.frame().throttle().check(PIECES, &v.address())?;
    let (handle, piece) = piece(upload, &headers, &body);
    let upload = counter.desk.put_piece(DraftFor::Case(&number), &handle, piece).await?;
    told(v, &headers, number.as_str(), &upload)
}

/// `POST /kerja/loket/{id}/unggahan`.
pub(super) async fn begin_at_counter(
    who: May<WorkCases>,
    State(counter): State<Counter>,
    Path(id): Path<String>,
    headers: HeaderMap,
    form: Submission,
) -> Answer {
    at_counter::offered(&counter, &id)?;
    drawn_here(&who.view, &at_counter::form_name(&id), form.text("_tanda"))?;
    let wish = wish(&form, form.text("isian").to_owned());
    let upload = begun(&counter, DraftFor::Service(&id), form.text("_draf"), None, wish).await?;
    told(&who.view, &headers, &at_counter::purpose(&id), &upload)
}

/// `POST /kerja/loket/{id}/unggahan/{upload}`.
pub(super) async fn put_at_counter(
    who: May<WorkCases>,
    State(counter): State<Counter>,
    Path((id, upload)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    let (handle, piece) = piece(upload, &headers, &body);
    let upload = counter.desk.put_piece(DraftFor::Service(&id), &handle, piece).await?;
    told(&who.view, &headers, &at_counter::purpose(&id), &upload)
}

/// `GET /draf/{file}`: a file that waits for its form, for the browser that sent it: is the writing readable?
pub(super) async fn shown(
    visitor: Visitor,
    State(counter): State<Counter>,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Answer {
    for handle in handles::all(&visitor.view, &headers) {
        match counter.desk.draft_file(handle.secret(), &file).await {
            Ok(found) => return served(found),
            Err(DeskError::Refused(DeskRefusal::NoSuchFile)) => {}
            Err(failure) => return Err(failure.into()),
        }
    }
    Err(DeskRefusal::NoSuchFile.into())
}
