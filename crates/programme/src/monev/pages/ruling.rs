//! `/dasbor/aksi/aturan`: thresholds of the lights and deadlines of reports, with what they were before.

use super::{Tabs, mendable, person};
use crate::monev::model::due::Deadlines;
use crate::monev::model::light::Thresholds;
use crate::monev::{ReadActions, Refused, ReviewQuarters, Rules};
use crate::pages::genuine;
use crate::programme::Programme;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use web::{Answer, May, Permission as _, Session, Submission, View};

/// The fields, in the order of the form.
const FIELDS: [&str; 6] = ["hijau", "kuning", "bulanan", "triwulan", "kepala", "pimpinan"];

#[derive(Template)]
#[template(path = "monev/aturan.html")]
struct Page {
    v: View,
    tabs: Tabs,
    error: String,
    fields: Vec<(&'static str, String, String)>,
    reason: String,
    history: Vec<(String, String, String)>,
    may: bool,
}

fn values(rules: &Rules) -> [String; 6] {
    let (lights, days) = (rules.lights, rules.days);
    let numbers = [days.month, days.quarter, days.head, days.top].map(|number| number.to_string());
    let [month, quarter, head, top] = numbers;
    [lights.green.to_string(), lights.yellow.to_string(), month, quarter, head, top]
}

fn read(sent: &Submission) -> Option<Rules> {
    let number = |name: &str| sent.text(name).trim().parse::<u32>().ok();
    let lights = Thresholds { green: number("hijau")?.into(), yellow: number("kuning")?.into() };
    let days = Deadlines {
        month: number("bulanan")?,
        quarter: number("triwulan")?,
        head: number("kepala")?,
        top: number("pimpinan")?,
    };
    Some(Rules { lights, days })
}

async fn drawn(v: View, session: &Session, programme: &Programme, sent: &Submission) -> Result<Page, Refused> {
    let now = values(&programme.monev_rules().await?);
    let label = |name: &str| v.t(&format!("aksi-aturan-{name}")).to_owned();
    let fields = FIELDS.into_iter().zip(now);
    let fields = fields.map(|(name, now)| (name, label(name), sent.get(name).map_or(now, str::to_owned)));
    let mut history = Vec::new();
    for one in programme.monev_rules_then().await? {
        let told = FIELDS.iter().zip(values(&one.rules)).map(|(name, value)| format!("{}: {value}", label(name)));
        let by = format!("{}, {}", person(programme, &one.by).await, v.words().moment(one.at));
        history.push((one.reason, by, told.collect::<Vec<_>>().join(" · ")));
    }
    Ok(Page {
        tabs: Tabs::new(&v, programme, session).await?,
        error: String::new(),
        fields: fields.collect(),
        reason: sent.text("alasan").to_owned(),
        history,
        may: ReviewQuarters::allows(session),
        v,
    })
}

pub(super) async fn page(officer: May<ReadActions>, State(programme): State<Programme>) -> Answer {
    web::page(&drawn(officer.view, &officer.session, &programme, &Submission::default()).await?)
}

pub(super) async fn set(officer: May<ReviewQuarters>, State(programme): State<Programme>, sent: Submission) -> Answer {
    let (v, session) = (officer.view, officer.session);
    genuine(&v, "aksi aturan", &sent)?;
    let done = match read(&sent) {
        Some(rules) => programme.rule_monev(&session, rules, sent.text("alasan")).await,
        None => Err(Refused::Rules),
    };
    match done {
        Ok(()) => web::redirect("/dasbor/aksi/aturan"),
        Err(refused) if mendable(&refused) => {
            let error = v.said(&refused);
            let page = drawn(v, &session, &programme, &sent).await?;
            web::page_with(StatusCode::UNPROCESSABLE_ENTITY, &Page { error, ..page })
        }
        Err(refused) => Err(refused.into()),
    }
}
