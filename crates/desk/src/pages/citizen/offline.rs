//! `/luring`: forms of services that a resident fills in where there is no signal (`saluran = ["luring"]`, ADR 0032). A page
//! that was opened once opens again without a signal; a script keeps what was filled in, sealed, until it can be sent. Without
//! it the form is sent as any other.

use super::contacts::Contacts;
use super::said::Said;
use super::services::Tile;
use super::{Counter, handles, proving, words};
use crate::commands::{OpenCase, counted};
use crate::drafts::DraftFor;
use crate::pages::offline as queue;
use crate::refusal::{DeskError, DeskRefusal};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use definition::model::{Channel, Definition};
use definition::{Stage, origin};
use kernel::{Instant, Refusal, RefusalKind};
use serde_json::json;
use std::sync::Arc;
use web::form::{Drawn, Form, Mistake};
use web::{Answer, FormKey, FormToken, Routes, Submission, View, Visitor};

/// Every address of these pages. What is kept on a device lies below `/luring/`.
pub(super) fn routes() -> Routes<Counter> {
    Routes::new()
        .get("/luring/daftar", list)
        .get("/luring/luring.js", script)
        .get("/luring/pekerja.js", worker)
        .get("/luring/formulir/{id}", form)
        .post("/luring/formulir/{id}", send)
        .get("/luring-tanda/{key}", stamp)
}

/// Purpose of the stamp under which a kept form is sent; its key was made on the device.
const STAMP: &str = "luring";

#[derive(Template)]
#[template(path = "citizen/offline_list.html")]
struct ListPage<'a> {
    v: &'a View,
    tiles: Vec<Tile>,
}

#[derive(Template)]
#[template(path = "citizen/offline_form.html")]
struct FormPage<'a> {
    v: &'a View,
    definition: &'a Definition,
    form: Drawn,
    token: FormToken,
    /// Some answers could be confirmed by a register, which nobody can ask without a signal.
    confirmed: bool,
    /// What the service costs, line by line; it is shown before anything is sent, which a kept form cannot.
    fees: Vec<(String, String)>,
}

/// The running definition, if its form may be kept.
fn offered(counter: &Counter, id: &str) -> Result<Arc<Definition>, DeskRefusal> {
    let definition = counter.service(id)?;
    if definition.is_offline() { Ok(definition) } else { Err(DeskRefusal::NoSuchService) }
}

async fn list(visitor: Visitor, State(counter): State<Counter>) -> Answer {
    let v = &visitor.view;
    let catalogue = counter.desk.catalogue();
    let kept = catalogue.running().filter(|service| service.is_offline());
    let tiles = kept.map(|service| {
        let tile = Tile::of(v, &counter, service);
        Tile { href: format!("/luring/formulir/{}", service.id), ..tile }
    });
    web::working("luring", web::page(&ListPage { v, tiles: tiles.collect() }))
}

async fn form(visitor: Visitor, State(counter): State<Counter>, Path(id): Path<String>) -> Answer {
    let definition = offered(&counter, &id)?;
    let v = &visitor.view.about(definition.kind);
    let form = Form::new(v, counter.desk.lists(), &counter.villages).of(&definition, &Stage::Opening).draw()?;
    let page = FormPage {
        v,
        definition: &definition,
        form,
        token: v.token(&super::service::form_name(&id)),
        confirmed: origin::all(&definition).any(|inquiry| counter.desk.source_name(inquiry.source).is_some()),
        fees: super::fee::rules(v, &definition),
    };
    web::working("luring", web::page(&page))
}

/// `GET /luring-tanda/{key}`: outside of what is kept, so that it is never an old one.
async fn stamp(visitor: Visitor, State(counter): State<Counter>, Path(key): Path<String>) -> Answer {
    let key = FormKey::parse(&key).ok_or_else(web::Error::not_found)?;
    let sent = counter.desk.was_sent(&key.to_string()).await?;
    queue::stamp(&visitor.view.token_for(STAMP, key), sent)
}

/// Takes what was filled in without a signal, once for each key. It is received now; the device's time is kept beside it
/// (semantics R47).
async fn send(
    visitor: Visitor,
    State(counter): State<Counter>,
    Path(id): Path<String>,
    headers: HeaderMap,
    form: Submission,
) -> Answer {
    let definition = offered(&counter, &id)?;
    let v = &visitor.view.about(definition.kind);
    let Ok(key) = v.check_token(STAMP, form.text("_tanda")) else {
        return queue::told(StatusCode::FORBIDDEN, v, "warga-luring-asing", json!({}));
    };
    counter.counted(v)?;
    let before = counter.desk.was_sent(&key.to_string()).await?;
    let takes = |field: &str| definition.files.contains_key(field).then(|| field.to_owned());
    let mut said = Said::read(&counter, DraftFor::Service(&id), v, &form, takes).await?;
    // Judged then, whatever comes along now.
    said.mistakes = if before { Vec::new() } else { mistakes(v, &counter, &definition, &said) };
    let done = match said.mistakes.is_empty() {
        true => counter.desk.open_case(wish(v, &headers, &definition, &said, key)).await,
        false => Err(DeskRefusal::Answers(Vec::new()).into()),
    };
    match &done {
        // Its files came along a second time.
        Ok(receipt) if receipt.repeated => counter.desk.forget_draft(&said.handle).await?,
        Ok(_) => {}
        Err(DeskError::Refused(DeskRefusal::Unproved)) => {
            return coded(v, &counter, &headers, &definition, (&said, key)).await;
        }
        // They come along again with the corrected form.
        Err(_) => counter.desk.forget_draft(&said.handle).await?,
    }
    answered(v, &definition, &said, done)
}

/// The contact has to be proved first: the answers wait here under the key that they came with, a code is on its way, and the
/// device is told where it is typed in. Then the same key brings number and code.
async fn coded(
    v: &View,
    counter: &Counter,
    headers: &HeaderMap,
    definition: &Definition,
    (said, key): (&Said, FormKey),
) -> Answer {
    let mut typed = said.typed();
    typed.push((proving::KEY.to_owned(), key.to_string()));
    let begun = counter.desk.keep_answers(&definition.id, said.draft(), typed).await?;
    let page = proving::ordered(v, counter, &begun).await?;
    let told = queue::told(StatusCode::ACCEPTED, v, "warga-luring-kode", json!({ "lanjut": page }))?;
    handles::kept(v, headers, &begun.service, begun.handle.secret(), told)
}

/// Everything that is wrong with the form, so that one more way to the signal is enough.
fn mistakes(v: &View, counter: &Counter, definition: &Definition, said: &Said) -> Vec<Mistake> {
    let files = counted(said.files.iter().map(|file| file.field.as_str()));
    let checked = counter.desk.checked(definition, &web::form::input(&said.sent), Some(&files));
    let mut wrong = said.mistakes.clone();
    wrong.extend(checked.map_or_else(|errors| Mistake::all(&errors, v.lang()), |_| Vec::new()));
    wrong.extend(Contacts::of(&counter.desk, definition).mistakes(v, &said.sent));
    wrong
}

fn wish(v: &View, headers: &HeaderMap, definition: &Definition, said: &Said, key: FormKey) -> OpenCase {
    let sent = &said.sent;
    let text = |name: &str| sent.text(name).to_owned();
    OpenCase {
        service: definition.id.clone(),
        input: web::form::input(sent),
        draft: said.handle.clone(),
        anonymous: sent.text("_anonim") == "ya",
        secret: sent.text("_rahasia") == "ya",
        name: text("_nama"),
        phone: text("_hp"),
        email: text("_surel"),
        channel: Channel::Offline.key().to_owned(),
        device_at: Instant::parse(sent.text("_alat")).ok(),
        form_key: key.to_string(),
        lang: v.lang(),
        proofs: proving::proofs(v, headers),
        ..OpenCase::default()
    }
}

/// Number and code, or what to mend.
fn answered(v: &View, definition: &Definition, said: &Said, done: Result<crate::model::Receipt, DeskError>) -> Answer {
    let refused = match done {
        Ok(receipt) => {
            let body = json!({
                "keadaan": "diterima",
                "nomor": receipt.number.to_string(),
                "kode": receipt.code.printed(),
            });
            return queue::answer(StatusCode::OK, &body);
        }
        Err(DeskError::Refused(refused)) => refused,
        Err(failure) => return Err(failure.into()),
    };
    if let DeskRefusal::Answers(errors) = &refused {
        let found = said.mistakes.iter().cloned().chain(Mistake::all(errors, v.lang()));
        let named: Vec<String> = found.map(|mistake| named(definition, &mistake)).collect();
        let more = json!({ "sementara": named });
        return queue::told(StatusCode::UNPROCESSABLE_ENTITY, v, "warga-luring-perbaiki", more);
    }
    let status = match refused.kind() {
        RefusalKind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        RefusalKind::Conflict => StatusCode::CONFLICT,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    queue::refused(status, v.t("warga-luring-ditolak"), &words::refusal(v, &refused))
}

/// Which question, and what to do; never what was answered.
fn named(definition: &Definition, mistake: &Mistake) -> String {
    let field = definition.fields.get(&mistake.field).map(|field| field.label.as_str());
    let file = || definition.files.get(&mistake.field).map(|file| file.label.as_str());
    match field.or_else(file) {
        Some(label) => format!("{}: {}", label.trim_end_matches('?'), mistake.message),
        None => mistake.message.clone(),
    }
}

/// The script of these pages.
async fn script(_: Visitor) -> Answer {
    queue::script()
}

/// The script that opens them without a signal.
async fn worker(_: Visitor) -> Answer {
    queue::worker()
}
