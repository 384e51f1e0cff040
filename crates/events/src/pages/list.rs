//! `/langganan`: the subscriptions of the officer's agency, or all; the same as CSV; the public key of the installation.

use super::{may_rotate, why};
use crate::Events;
use crate::refusal::Refused;
use crate::rights::{Rotate, Scope, Subscribe};
use crate::subscription::{Listed, State as Standing, Subscription};
use crate::told::actor;
use askama::Template;
use axum::extract::State;
use web::component::Choice;
use web::{Answer, Markup, May, Submission, View, csv_file};

const PAGE: usize = 50;
const EXPORTED: i64 = 10_000;
/// The form that changes the key of the installation.
const FORM: &str = "langganan kunci kota";

#[derive(Template)]
#[template(path = "langganan.html")]
struct Page {
    v: View,
    search: String,
    states: Vec<Choice>,
    rows: Vec<Row>,
    first: String,
    next: String,
    keys: Vec<(String, String)>,
    rotates: bool,
}

struct Row {
    href: String,
    application: String,
    unit: String,
    target: String,
    state: Markup,
    why: String,
    behind: String,
    last: String,
    delivered: String,
}

fn listed(v: &View) -> Listed {
    Listed { search: v.asked("q"), state: Standing::parse(&v.asked("keadaan")), after: v.asked("sesudah") }
}

pub(super) async fn page(officer: May<Subscribe>, State(events): State<Events>) -> Answer {
    let (v, scope) = (officer.view, Scope::of(&officer.session));
    let wish = listed(&v);
    let mut found = events.listed(&scope, &wish, PAGE as i64 + 1).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let known = events.known().await?;
    let state =
        |state: Standing| (state.word().to_owned(), v.t(&format!("peristiwa-keadaan-{}", state.word())).to_owned());
    let page = Page {
        next: found.last().filter(|_| more).map(|last| v.with_query("sesudah", &last.id)).unwrap_or_default(),
        first: if wish.after.is_empty() { String::new() } else { v.with_query("sesudah", "") },
        rows: found.iter().map(|one| row(&v, &events, one, known)).collect(),
        states: Choice::all(Standing::ALL.map(state), [v.asked("keadaan").as_str()]),
        keys: keys(&v, &events).await?,
        rotates: may_rotate(&officer.session),
        search: wish.search,
        v,
    };
    web::page(&page)
}

/// The public keys with until when they sign.
async fn keys(v: &View, events: &Events) -> Result<Vec<(String, String)>, Refused> {
    let until = |key: &crate::PublicKey| match key.until {
        Some(until) => v.t1("peristiwa-kunci-sampai", "saat", v.words().moment(until)),
        None => v.t1("peristiwa-kunci-sejak", "saat", v.words().moment(key.made_at)),
    };
    Ok(events.public_keys().await?.iter().map(|key| (key.key.clone(), until(key))).collect())
}

fn row(v: &View, events: &Events, one: &Subscription, known: i64) -> Row {
    let agency = events.deps().agencies.agency(&one.unit);
    Row {
        href: format!("/langganan/{}", one.id),
        application: one.application.clone(),
        unit: agency.map_or_else(|| one.unit.clone(), |agency| agency.short),
        target: one.target.clone(),
        state: web::component::tag(one.state.tag(), v.t(&format!("peristiwa-keadaan-{}", one.state.word()))),
        why: why(v, &one.reason),
        behind: v.words().count((known - one.position).max(0)),
        last: one.last_at.map_or_else(|| "–".to_owned(), |at| v.words().moment(at)),
        delivered: v.words().count(one.delivered),
    }
}

const HEAD: [&str; 10] =
    ["kunci", "aplikasi", "dinas", "tujuan", "format", "tanda_tangan", "keadaan", "sebab", "terkirim", "disisihkan"];

pub(super) async fn csv(officer: May<Subscribe>, State(events): State<Events>) -> Answer {
    let scope = Scope::of(&officer.session);
    let found = events.listed(&scope, &listed(&officer.view), EXPORTED).await?;
    let row = |one: &Subscription| {
        [
            one.id.clone(),
            one.application.clone(),
            one.unit.clone(),
            one.target.clone(),
            one.format.word().to_owned(),
            one.scheme.word().to_owned(),
            one.state.word().to_owned(),
            one.reason.clone(),
            one.delivered.to_string(),
            one.aside.to_string(),
        ]
    };
    csv_file("langganan.csv", HEAD, found.iter().map(row))
}

pub(super) async fn rotate(officer: May<Rotate>, State(events): State<Events>, sent: Submission) -> Answer {
    let (_, expired) = officer.view.stamped(FORM, sent.text("_tanda"))?;
    if !expired {
        events.change_pair(&actor(&officer.session)).await?;
    }
    web::redirect("/langganan#kunci")
}
