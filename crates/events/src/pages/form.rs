//! `/langganan/baru`: a new subscription, and the one page that shows its secret.

use super::said;
use crate::Events;
use crate::model::signature::Scheme;
use crate::model::wish::Wish;
use crate::refusal::Refused;
use crate::rights::{Scope, Subscribe};
use crate::subscription::Format;
use crate::subscriptions::NewSubscription;
use crate::told::actor;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use web::component::Choice;
use web::{Answer, May, Submission, View, in_time, unsent};

const FORM: &str = "langganan baru";

#[derive(Template)]
#[template(path = "baru.html")]
struct Page {
    v: View,
    error: String,
    sent: Submission,
    applications: Vec<Choice>,
    kinds: Vec<Kind>,
    formats: Vec<Choice>,
    schemes: Vec<Choice>,
}

struct Kind {
    value: String,
    label: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "rahasia.html")]
struct SecretPage {
    v: View,
    href: String,
    secret: String,
    fresh: bool,
}

pub(super) async fn page(officer: May<Subscribe>, State(events): State<Events>) -> Answer {
    let scope = Scope::of(&officer.session);
    drawn(officer.view, &events, &scope, (StatusCode::OK, String::new(), Submission::default())).await
}

async fn drawn(
    v: View,
    events: &Events,
    scope: &Scope,
    (status, error, sent): (StatusCode, String, Submission),
) -> Answer {
    let all = events.deps().applications.all().await.map_err(Refused::Failed)?;
    let own = all.iter().filter(|one| one.alive && scope.reaches(&one.unit, &one.id));
    let named = own.map(|one| (one.id.clone(), one.name.clone()));
    let english = v.lang() == kernel::Lang::En;
    let kind = |kind: &crate::model::registry::Kind| Kind {
        value: kind.fact.clone(),
        label: if english { kind.en.clone() } else { kind.id.clone() },
        chosen: sent.all("jenis").any(|ticked| ticked == kind.fact),
    };
    let word = |key: &str, word: &str| (word.to_owned(), v.t(&format!("peristiwa-{key}-{word}")).to_owned());
    let page = Page {
        applications: Choice::all(named, [sent.text("aplikasi")]),
        kinds: events.registry().kinds().iter().map(kind).collect(),
        formats: Choice::all(Format::ALL.map(|one| word("format", one.word())), [sent.text("format")]),
        schemes: Choice::all(Scheme::ALL.map(|one| word("tanda", one.word())), [sent.text("tanda")]),
        error,
        sent,
        v,
    };
    web::page_with(status, &page)
}

fn words(text: &str) -> Vec<String> {
    text.split([' ', ',', ';', '\n', '\r']).map(str::to_owned).collect()
}

fn typed(events: &Events, sent: &Submission) -> Result<NewSubscription, Refused> {
    let ticked: Vec<String> = sent.all("jenis").map(str::to_owned).collect();
    let after = sent.text("sesudah").trim();
    Ok(NewSubscription {
        application: sent.text("aplikasi").to_owned(),
        target: sent.text("tujuan").to_owned(),
        wish: Wish::read(events.registry(), ticked, words(sent.text("layanan")), words(sent.text("wilayah")))?,
        format: Format::parse(sent.text("format")).ok_or(Refused::Choice)?,
        scheme: Scheme::parse(sent.text("tanda")).ok_or(Refused::Choice)?,
        handshake: !sent.text("jabat_tangan").is_empty(),
        after: if after.is_empty() { None } else { Some(after.parse().map_err(|_| Refused::Cursor)?) },
    })
}

pub(super) async fn create(officer: May<Subscribe>, State(events): State<Events>, sent: Submission) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let scope = Scope::of(&session);
    let act = async { events.subscribe(&scope, typed(&events, &sent)?, &actor(&session)).await };
    match in_time(&v, FORM, &sent, act).await? {
        Ok(opened) => secret(v, &opened.id, &opened.secret.text(), true),
        Err(refused) => {
            let (status, error) = unsent(&v, refused, |one| said(&v, one))?;
            drawn(v, &events, &scope, (status, error, sent)).await
        }
    }
}

/// The page that shows a secret, once: it is kept nowhere but sealed.
pub(super) fn secret(v: View, id: &str, secret: &str, fresh: bool) -> Answer {
    web::page(&SecretPage { v, href: format!("/langganan/{id}"), secret: secret.to_owned(), fresh })
}
