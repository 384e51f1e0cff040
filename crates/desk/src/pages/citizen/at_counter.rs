//! `/kerja/loket`: an officer keys in a case for somebody who stands at the counter, reads it back, and prints the receipt.
//! The case belongs to whoever it was keyed in for; number and code are on the paper and nowhere else.

use super::contacts::Contacts;
use super::fee::FeeView;
use super::filling::{Filling, Place};
use super::said::Said;
use super::services::Tile;
use super::{Counter, access, handles, saved, sources, words};
use crate::commands::{OpenCase, counted};
use crate::drafts::DraftFor;
use crate::model::Receipt;
use crate::pages::officer::WorkCases;
use crate::refusal::{DeskError, DeskRefusal};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use definition::model::Channel;
use definition::{Answers, Definition};
use std::sync::Arc;
use web::form::Mistake;
use web::{Answer, FormKey, FormToken, May, Submission, View};

#[derive(Template)]
#[template(path = "citizen/counter_services.html")]
struct ListPage<'a> {
    v: &'a View,
    asked: String,
    tiles: Vec<Tile>,
}

#[derive(Template)]
#[template(path = "citizen/counter_form.html")]
struct FormPage<'a> {
    v: &'a View,
    definition: &'a Definition,
    filling: Filling,
    said: &'a Said,
}

/// Everything that was typed, to be read aloud to the person before it is sent.
#[derive(Template)]
#[template(path = "citizen/counter_read_back.html")]
struct ReadBack<'a> {
    v: &'a View,
    definition: &'a Definition,
    answers: Vec<(String, String)>,
    files: usize,
    fee: Option<FeeView>,
    said: &'a Said,
    token: FormToken,
    handle: &'a str,
    typed: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "citizen/counter_slip.html")]
struct Slip<'a> {
    v: &'a View,
    service: &'a str,
    number: String,
    code: String,
    link: String,
    opened: String,
    due: String,
}

pub(super) async fn list(who: May<WorkCases>, State(counter): State<Counter>) -> Answer {
    let v = &who.view;
    let asked = super::super::officer::query(v.query(), "q").trim().to_owned();
    let found = counter.desk.catalogue().search(&asked);
    let tiles = found.iter().filter(|service| service.channels.contains(&Channel::Counter)).map(|service| {
        let tile = Tile::of(v, &counter, service);
        Tile { href: format!("/kerja/loket/{}", service.id), ..tile }
    });
    web::page(&ListPage { v, tiles: tiles.collect(), asked })
}

pub(super) async fn page(who: May<WorkCases>, State(counter): State<Counter>, Path(id): Path<String>) -> Answer {
    let definition = offered(&counter, &id)?;
    drawn(&who.view, &counter, &definition, &Said::default(), None)
}

/// The running definition, if the counter takes it in.
pub(super) fn offered(counter: &Counter, id: &str) -> Result<Arc<Definition>, DeskRefusal> {
    let definition = counter.service(id)?;
    if definition.channels.contains(&Channel::Counter) { Ok(definition) } else { Err(DeskRefusal::NoSuchService) }
}

/// The name under which the counter's form is signed.
pub(super) fn form_name(id: &str) -> String {
    format!("loket {id}")
}

/// Under this the draft of a counter is remembered: its pictures are shown, but the next person's form begins empty.
pub(super) fn purpose(id: &str) -> String {
    format!("L{id}")
}

pub(super) async fn send(
    who: May<WorkCases>,
    State(counter): State<Counter>,
    Path(id): Path<String>,
    headers: HeaderMap,
    form: Submission,
) -> Answer {
    let v = &who.view;
    let definition = offered(&counter, &id)?;
    let held = |handle: &str, answer: Answer| handles::kept(v, &headers, &purpose(&id), handle, answer?);
    let (key, expired) = v.stamped(&form_name(&id), form.text("_tanda"))?;
    let takes = |field: &str| definition.files.contains_key(field).then(|| field.to_owned());
    let mut said = Said::read(&counter, DraftFor::Service(&id), v, &form, takes).await?;
    if expired {
        said.notice = Some("warga-formulir-lama");
    }
    if !form.text("_simpan").is_empty() {
        let begun = counter.desk.save_answers(&id, said.draft(), said.typed()).await?;
        return held("", saved::slip(v, &counter, &begun));
    }
    let asked = sources::asked(v, &counter, &definition, &form, &mut said).await;
    let changed = asked || !form.text("_buang").is_empty() || !form.text("_ubah").is_empty();
    let before = counter.desk.was_sent(&key.to_string()).await?;
    let answers = match checked(v, &counter, &definition, (&said, before)) {
        Ok(answers) if !expired && !changed && said.mistakes.is_empty() => answers,
        Ok(_) => return held(said.draft(), drawn(v, &counter, &definition, &said, Some(key))),
        Err(mistakes) => {
            said.mistakes.extend(mistakes.into_iter().filter(|_| !changed));
            return held(said.draft(), drawn(v, &counter, &definition, &said, Some(key)));
        }
    };
    if said.sent.text("_tetap").is_empty() {
        return read_back(v, &counter, &definition, &said, (key, &answers));
    }
    let officer = counter.desk.officer(&who.session).await;
    let wish = OpenCase { at_counter: Some(officer), ..wish(v, &definition, &said, key) };
    match counter.desk.open_case(wish).await {
        Ok(receipt) => held("", slip(v, &definition, &receipt)),
        Err(DeskError::Refused(DeskRefusal::Answers(errors))) => {
            said.mistakes = Mistake::all(&errors, v.lang());
            drawn(v, &counter, &definition, &said, Some(key))
        }
        Err(failure) => Err(failure.into()),
    }
}

/// The typed answers, or every mistake. Files of a form that was sent before have left the draft, and were judged then.
fn checked(
    v: &View,
    counter: &Counter,
    definition: &Definition,
    (said, before): (&Said, bool),
) -> Result<Answers, Vec<Mistake>> {
    let files = counted(said.files.iter().map(|file| file.field.as_str()));
    let files = (!before).then_some(&files);
    let checked = counter.desk.checked(definition, &web::form::input(&said.sent), files);
    let contacts = Contacts::at_counter(definition).mistakes(v, &said.sent);
    match checked {
        Ok(answers) if contacts.is_empty() => Ok(answers),
        Ok(_) => Err(contacts),
        Err(errors) => Err([Mistake::all(&errors, v.lang()), contacts].concat()),
    }
}

fn wish(v: &View, definition: &Definition, said: &Said, key: FormKey) -> OpenCase {
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
        channel: Channel::Counter.key().to_owned(),
        form_key: key.to_string(),
        lang: v.lang(),
        ..OpenCase::default()
    }
}

fn drawn(v: &View, counter: &Counter, definition: &Definition, said: &Said, key: Option<FormKey>) -> Answer {
    let place = Place {
        action: format!("/kerja/loket/{}", definition.id),
        form: form_name(&definition.id),
        at_counter: true,
        position: None,
    };
    let filling = Filling::of(v, counter, definition, said, &place, key)?;
    let page = FormPage { v, definition, filling, said };
    web::page_with(said.status(), &page)
}

fn read_back(
    v: &View,
    counter: &Counter,
    definition: &Definition,
    said: &Said,
    (key, answers): (FormKey, &Answers),
) -> Answer {
    let fields = definition.fields.iter().filter_map(|(id, field)| {
        let value = answers.get(id)?;
        Some((field.label.clone(), words::answer(v, &counter.desk, &field.kind, value)))
    });
    let page = ReadBack {
        v,
        definition,
        answers: fields.collect(),
        files: said.files.len(),
        fee: FeeView::of(v, definition, answers).filter(|fee| !fee.lines.is_empty()),
        said,
        token: v.token_for(&form_name(&definition.id), key),
        handle: said.draft(),
        typed: said.typed(),
    };
    access::unkept(web::page(&page)?)
}

fn slip(v: &View, definition: &Definition, receipt: &Receipt) -> Answer {
    let page = Slip {
        v,
        service: &definition.name,
        number: receipt.number.to_string(),
        code: receipt.code.printed(),
        link: format!("{}/l/{}", v.frame().public_url(), receipt.token.secret()),
        opened: v.words().moment(receipt.opened_at),
        due: words::due(v, receipt.total_due, true),
    };
    access::unkept(web::page(&page)?)
}
