//! `/langganan/{id}`: where a subscription stands, its attempts, and what was set aside.

use super::why;
use crate::Events;
use crate::attempts::Attempt;
use crate::refusal::Refused;
use crate::rights::{Scope, Subscribe};
use crate::subscription::{State as Standing, Subscription};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use web::{Answer, Markup, May, View};

/// The form of everything that is done to one subscription.
pub(super) const FORM: &str = "langganan ubah";
const ATTEMPTS: i64 = 25;
const ASIDE: i64 = 50;

#[derive(Template)]
#[template(path = "satu.html")]
struct Page {
    v: View,
    error: String,
    one: Subscription,
    action: String,
    application: String,
    agency: String,
    state: Markup,
    why: String,
    behind: String,
    next_try: String,
    facts: Vec<(String, String)>,
    attempts: Vec<Tried>,
    newest: String,
    older: String,
    aside: Vec<Lying>,
    aside_next: String,
}

impl Page {
    fn untested(&self) -> bool {
        self.one.tested_at.is_none()
    }

    fn active(&self) -> bool {
        self.one.state == Standing::Active
    }
}

struct Tried {
    at: String,
    carried: String,
    outcome: Markup,
    why: String,
    took: String,
    answer: String,
}

struct Lying {
    index: i64,
    kind: String,
    subject: String,
    why: String,
    again: bool,
}

pub(super) async fn page(officer: May<Subscribe>, State(events): State<Events>, Path(id): Path<String>) -> Answer {
    let scope = Scope::of(&officer.session);
    drawn(officer.view, &events, (&scope, &id), (StatusCode::OK, String::new())).await
}

pub(super) async fn drawn(
    v: View,
    events: &Events,
    (scope, id): (&Scope, &str),
    (status, error): (StatusCode, String),
) -> Answer {
    let one = events.own(scope, id).await?;
    let known = events.known().await?;
    let before = v.asked("sebelum").parse().unwrap_or(0);
    let attempts = events.attempts(&one, before, ATTEMPTS + 1).await?;
    let lying = events.aside(&one, v.asked("sisih").parse().unwrap_or(0), ASIDE + 1).await?;
    let (shown, older) = split(&attempts, ATTEMPTS, |last| v.with_query("sebelum", &last.number.to_string()));
    let (laid, aside_next) = split(&lying, ASIDE, |last| v.with_query("sisih", &last.index.to_string()));
    let named = events.deps().applications.application(&one.application).await.map_err(Refused::Failed)?;
    let agency = events.deps().agencies.agency(&one.unit);
    let page = Page {
        action: format!("/langganan/{}", one.id),
        application: named.map_or_else(|| one.application.clone(), |named| named.name),
        agency: agency.map_or_else(|| one.unit.clone(), |agency| agency.name),
        state: web::component::tag(one.state.tag(), v.t(&format!("peristiwa-keadaan-{}", one.state.word()))),
        why: why(&v, &one.reason),
        behind: v.words().count((known - one.position).max(0)),
        next_try: if one.failures > 0 { v.words().moment(one.next_at) } else { String::new() },
        facts: facts(&v, &one),
        attempts: shown.iter().map(|attempt| tried(&v, attempt)).collect(),
        newest: if before > 0 { v.with_query("sebelum", "") } else { String::new() },
        older,
        aside: laid.iter().map(|aside| self::lying(&v, aside)).collect(),
        aside_next,
        error,
        one,
        v,
    };
    web::page_with(status, &page)
}

/// What one page shows of a list, and the address of the next one.
fn split<T>(all: &[T], most: i64, next: impl Fn(&T) -> String) -> (&[T], String) {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let shown = all.get(..most).unwrap_or(all);
    let more = shown.last().filter(|_| all.len() > most);
    (shown, more.map(next).unwrap_or_default())
}

fn facts(v: &View, one: &Subscription) -> Vec<(String, String)> {
    let all = || v.t("peristiwa-semua").to_owned();
    let list = |list: &[String]| if list.is_empty() { all() } else { list.join(", ") };
    let at = |at: Option<kernel::Instant>| at.map_or_else(|| "–".to_owned(), |at| v.words().moment(at));
    let text = |key: &str| v.t(key).to_owned();
    vec![
        (text("peristiwa-jenis"), list(&one.wish.kinds)),
        (text("peristiwa-layanan"), list(&one.wish.services)),
        (text("peristiwa-wilayah"), list(&one.wish.areas)),
        (text("peristiwa-format"), text(&format!("peristiwa-format-{}", one.format.word()))),
        (text("peristiwa-tanda"), text(&format!("peristiwa-tanda-{}", one.scheme.word()))),
        (text("peristiwa-terkirim"), v.words().count(one.delivered)),
        (text("peristiwa-terakhir"), at(one.last_at)),
        (text("peristiwa-diuji"), at(one.tested_at)),
        (text("peristiwa-dibuat"), at(Some(one.created_at))),
    ]
}

fn tried(v: &View, one: &Attempt) -> Tried {
    let carried = match (one.first, one.last) {
        (0, _) => v.t("peristiwa-uji").to_owned(),
        (first, last) if first == last => first.to_string(),
        (first, last) => v.tf(
            "peristiwa-rentang-n",
            &[("dari", &first.to_string()), ("sampai", &last.to_string()), ("jumlah", &one.count)],
        ),
    };
    let kind = if one.outcome == "diterima" { "good" } else { "late" };
    let code = one.status.map_or_else(|| one.why.clone(), |status| status.to_string());
    Tried {
        at: v.words().moment(one.at),
        carried,
        outcome: web::component::tag(kind, v.t(&format!("peristiwa-hasil-{}", one.outcome))),
        why: why(v, &code),
        took: v.t1("peristiwa-milidetik", "jumlah", one.micros / 1000),
        answer: String::from_utf8_lossy(&one.answer).replace(|c: char| c.is_control() && c != '\n', " "),
    }
}

fn lying(v: &View, one: &crate::Aside) -> Lying {
    Lying {
        index: one.index,
        kind: one.kind.clone(),
        subject: one.subject.clone(),
        why: one.status.map(|status| why(v, &status.to_string())).unwrap_or_default(),
        again: one.again,
    }
}
