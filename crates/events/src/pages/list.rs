//! `/langganan`: the subscriptions of the officer's agency, or all; the same as CSV; the public key of the installation.

use super::{Choice, asked, may_rotate, why};
use crate::Events;
use crate::refusal::Refused;
use crate::rights::{Rotate, Scope, Subscribe};
use crate::subscription::{Listed, State as Standing, Subscription};
use crate::told::actor;
use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse as _;
use web::{Answer, Markup, May, OrFail as _, Submission, View, csv_safe};

const PAGE: usize = 50;
const EXPORTED: i64 = 10_000;
/// The form that changes the key of the installation.
const FORM: &str = "langganan kunci kota";
const CSV: &str = "text/csv; charset=utf-8";

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
    Listed { search: asked(v, "q"), state: Standing::parse(&asked(v, "keadaan")), after: asked(v, "sesudah") }
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
        states: Choice::all(Standing::ALL.map(state), &asked(&v, "keadaan")),
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

pub(super) async fn csv(officer: May<Subscribe>, State(events): State<Events>) -> Answer {
    let scope = Scope::of(&officer.session);
    let found = events.listed(&scope, &listed(&officer.view), EXPORTED).await?;
    let mut out = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    let head = [
        "kunci",
        "aplikasi",
        "dinas",
        "tujuan",
        "format",
        "tanda_tangan",
        "keadaan",
        "sebab",
        "terkirim",
        "disisihkan",
    ];
    out.write_record(head).or_fail()?;
    for one in &found {
        let (delivered, aside) = (one.delivered.to_string(), one.aside.to_string());
        let cells = [
            one.id.as_str(),
            &one.application,
            &one.unit,
            &one.target,
            one.format.word(),
            one.scheme.word(),
            one.state.word(),
            &one.reason,
            &delivered,
            &aside,
        ];
        out.write_record(cells.iter().map(|cell| csv_safe(cell).into_owned())).or_fail()?;
    }
    let bytes = out.into_inner().map_err(|error| csv::Error::from(error.into_error())).or_fail()?;
    let headers =
        [(header::CONTENT_TYPE, CSV), (header::CONTENT_DISPOSITION, "attachment; filename=\"langganan.csv\"")];
    Ok((headers, bytes).into_response())
}

pub(super) async fn rotate(officer: May<Rotate>, State(events): State<Events>, sent: Submission) -> Answer {
    let (_, expired) = officer.view.stamped(FORM, sent.text("_tanda"))?;
    if !expired {
        events.change_pair(&actor(&officer.session)).await?;
    }
    web::redirect("/langganan#kunci")
}
