//! `/kerja/luring`: forms of steps that are filled in where there is no signal (`luring`, semantics R47). The pages are small
//! enough to be carried along; a script keeps what was filled in until it can be sent. Without it the form is sent as any other.

use super::acts::{Sent, act_on, form_of};
use super::at_case::AtCase;
use super::filter::{Filter, Tab};
use super::forms::{Panel, TOKEN};
use super::listing::list;
use super::{Stamp, WorkCases, acting_from, open, parts, refused_words, stamp, words};
use crate::pages::offline;
use crate::{CaseView, Desk, DeskRefusal};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::{Instant, Refusal};
use serde_json::json;
use web::{Answer, FormKey, May, Submission, View};

/// So many cases of the officer's turn are looked at.
const CASES: usize = 50;

/// One form that may be carried along.
struct Form {
    href: String,
    label: String,
}

/// A case with its forms.
struct Visit {
    number: String,
    service: String,
    step: String,
    place: String,
    due: words::DueWords,
    forms: Vec<Form>,
}

#[derive(Template)]
#[template(path = "officer/field_list.html")]
struct ListPage {
    v: View,
    officer: String,
    visits: Vec<Visit>,
}

#[derive(Template)]
#[template(path = "officer/field.html")]
struct FormPage {
    v: View,
    officer: String,
    case: CaseView,
    number: String,
    place: String,
    coordinate: String,
    geo: String,
    panel: Panel,
    keep: bool,
}

pub(super) async fn page(who: May<WorkCases>, State(desk): State<Desk>) -> Answer {
    let officer = desk.officer(&who.session).await;
    let filter = Filter { tab: Tab::Mine, limit: CASES, ..Filter::read("", &officer) };
    let mut visits = Vec::new();
    for row in list(&desk, &officer, &filter).await?.rows {
        let Some(definition) = desk.catalogue().service(&row.head.service) else { continue };
        if !definition.steps.values().any(|step| step.offline) {
            continue;
        }
        let (_, case) = open(&desk, row.head.number.as_str(), &officer).await?;
        visits.extend(visit(&who.view, &desk, &case));
    }
    let page = ListPage { officer: who.session.officer.0.clone(), visits, v: who.view };
    web::working("luring", web::page(&page))
}

/// Whether a form of this case may be filled in without a signal.
pub(super) fn offered(case: &CaseView) -> bool {
    case.offered.iter().any(|offered| offline(case, &offered.step))
}

fn offline(case: &CaseView, step: &str) -> bool {
    case.definition.steps.get(step).is_some_and(|step| step.offline)
}

fn visit(v: &View, desk: &Desk, case: &CaseView) -> Option<Visit> {
    let offered = case.offered.iter().filter(|offered| offline(case, &offered.step) && offered.blocked.is_none());
    let forms: Vec<Form> = offered
        .clone()
        .map(|offered| Form {
            href: format!("/kerja/luring/{}/{}.{}", case.head.number, offered.step, offered.id),
            label: offered.label.clone(),
        })
        .collect();
    let step = offered.clone().next()?;
    Some(Visit {
        number: case.head.number.to_string(),
        service: case.head.service_name.clone(),
        step: step.step_name.clone(),
        place: words::place(desk, &case.head),
        due: words::due(v, case.head.step_due),
        forms,
    })
}

pub(super) async fn form(
    who: May<WorkCases>,
    State(desk): State<Desk>,
    Path((number, action)): Path<(String, String)>,
) -> Answer {
    let officer = desk.officer(&who.session).await;
    let (_, case) = open(&desk, &number, &officer).await?;
    let named = case.offered.iter().find(|offered| format!("{}.{}", offered.step, offered.id) == action);
    if !named.is_some_and(|offered| offline(&case, &offered.step)) {
        return web::redirect(&format!("/kerja/kasus/{number}"));
    }
    let v = who.view.about(case.definition.kind);
    let coordinate = super::case::coordinate(&case);
    let page = FormPage {
        officer: who.session.officer.0.clone(),
        number: case.head.number.to_string(),
        place: words::place(&desk, &case.head),
        geo: format!("geo:{}", coordinate.replace(' ', "")),
        coordinate,
        panel: Panel::carried(&v, &desk, &case, &action)?,
        keep: false,
        case,
        v,
    };
    web::working("luring", web::page(&page))
}

/// A fresh token for a key that a phone made: what was filled in yesterday is sent under today's session.
pub(super) async fn token(who: May<WorkCases>, Path(key): Path<String>) -> Answer {
    let key = FormKey::parse(&key).ok_or_else(web::Error::not_found)?;
    offline::stamp(&who.token_for(TOKEN, key), false)
}

/// Takes what was filled in without a signal. It acts now; the device's time is kept beside it (semantics R47).
pub(super) async fn send(
    AtCase(who): AtCase,
    State(desk): State<Desk>,
    Path((number, action)): Path<(String, String)>,
    sent: Submission,
) -> Answer {
    let v = &who.view;
    let Stamp::Good(key) = stamp(v, TOKEN, sent.text("_tanda")) else {
        return offline::told(StatusCode::FORBIDDEN, v, "meja-luring-asing", json!({}));
    };
    let device_at = Instant::parse(sent.text("_alat")).ok();
    let officer = desk.officer(&who.session).await;
    let acting = acting_from(&officer, &sent, key);
    let wanted = form_of(&action, &sent, device_at).ok_or_else(web::Error::not_found)?;
    if desk.sent_already(&number, &acting, &wanted).await? {
        return web::json(&json!({ "keadaan": "diterima" }));
    }
    let done = match open(&desk, &number, &officer).await {
        Ok((number, case)) => act_on(v, &desk, &number, &case, (acting, wanted, sent)).await?,
        Err(_) => Sent::Refused(DeskRefusal::NoSuchCase),
    };
    match done {
        Sent::Taken => web::json(&json!({ "keadaan": "diterima" })),
        Sent::Mistakes(mistakes) => {
            let more = json!({ "sementara": mistakes.into_iter().map(|one| one.message).collect::<Vec<_>>() });
            offline::told(StatusCode::UNPROCESSABLE_ENTITY, v, "meja-luring-perbaiki", more)
        }
        Sent::Refused(refused) => declined(v, &desk, &officer, &number, refused).await,
    }
}

/// Why it was not taken: what happened meanwhile where others were faster, else what to mend.
async fn declined(v: &View, desk: &Desk, officer: &crate::Officer, number: &str, refused: DeskRefusal) -> Answer {
    if let DeskRefusal::Moved { seen } = &refused
        && let Ok((_, case)) = open(desk, number, officer).await
    {
        let since = parts::since(v, &case, *seen);
        let told: Vec<String> =
            since.into_iter().map(|one| format!("{}, {}: {}", one.when, one.who, one.what)).collect();
        let more = json!({ "versi": case.head.version.to_string(), "sementara": told });
        return offline::told(StatusCode::CONFLICT, v, "meja-luring-bentrok", more);
    }
    let (title, advice) = match &refused {
        DeskRefusal::Answers(errors) => {
            let found = web::form::Mistake::all(errors, v.lang());
            let told: Vec<String> = found.into_iter().map(|one| one.message).collect();
            return offline::told(
                StatusCode::UNPROCESSABLE_ENTITY,
                v,
                "meja-luring-perbaiki",
                json!({ "sementara": told }),
            );
        }
        refused => refused_words(v, refused),
    };
    let status = match refused.kind() {
        kernel::RefusalKind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        kernel::RefusalKind::Conflict => StatusCode::CONFLICT,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    offline::refused(status, &title, &advice)
}

/// The script of these pages.
pub(super) async fn script(_: May<WorkCases>) -> Answer {
    offline::script()
}

/// The script that opens them without a signal.
pub(super) async fn worker(_: May<WorkCases>) -> Answer {
    offline::worker()
}
