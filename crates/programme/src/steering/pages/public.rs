//! `/rencana/tim`: who steers the plan, whether they meet as promised, and which decisions they made public.

use super::{rhythm, state};
use crate::pages::agency_name;
use crate::programme::Programme;
use crate::steering::Refused;
use crate::steering::bodies::Body;
use crate::steering::meetings::Meeting;
use crate::steering::model::promised_in_a_year;
use askama::Template;
use axum::extract::State;
use jiff::ToSpan as _;
use web::{Answer, Markup, View, Visitor};

/// Meetings that are shown.
const MEETINGS: i64 = 24;

#[derive(Template)]
#[template(path = "rapat/tim.html")]
struct Page {
    v: View,
    bodies: Vec<Shown>,
    meetings: Vec<Held>,
}

struct Shown {
    name: String,
    mandate: String,
    decree: String,
    tag: Markup,
    words: String,
    met: String,
    next: String,
}

struct Held {
    day: String,
    body: String,
    decisions: Vec<(String, String, Markup)>,
}

pub(super) async fn page(visitor: Visitor, State(programme): State<Programme>) -> Answer {
    let v = visitor.view;
    let bodies = programme.bodies().await?;
    let meetings = programme.closed_meetings(MEETINGS).await?;
    let page = Page {
        bodies: bodies.iter().map(|one| shown(&v, &programme, one, &meetings)).collect(),
        meetings: held(&v, &programme, &meetings).await?,
        v,
    };
    web::page(&page)
}

fn shown(v: &View, programme: &Programme, one: &Body, meetings: &[Meeting]) -> Shown {
    let today = programme.today();
    let (tag, words) = rhythm(v, one, today);
    let since = today.saturating_sub(1.year());
    let met = meetings.iter().filter(|meeting| meeting.body == one.id && meeting.day > since).count();
    Shown {
        name: one.name.clone(),
        mandate: one.mandate.clone(),
        decree: decreed(v, one),
        met: v.t2("rapat-setahun", "kali", i64::try_from(met).unwrap_or(0), "janji", promised_in_a_year(one.months)),
        next: one.next.map(|day| v.words().day(day)).unwrap_or_default(),
        tag,
        words,
    }
}

/// What set a body up: `Peraturan Bupati/Wali Kota Nomor 12 Tahun 2027`, or that nothing did yet.
pub(crate) fn decreed(v: &View, one: &Body) -> String {
    let Some(decree) = one.decree else { return v.t("rapat-tanpa-sk").to_owned() };
    let kind = format!("rencana-dasar-{}", decree.kind.word());
    let year = decree.day.year().to_string();
    format!("{} {}", v.t(&kind), v.t2("rencana-nomor-tahun", "nomor", decree.number.to_string(), "tahun", year))
}

/// Each meeting with what the leader made public of it; a meeting without such a decision is a date only.
async fn held(v: &View, programme: &Programme, meetings: &[Meeting]) -> Result<Vec<Held>, Refused> {
    let public = programme.public_decisions(meetings.last().map(|meeting| meeting.day)).await?;
    let today = programme.today();
    let one = |meeting: &Meeting| {
        let own = public.iter().filter(|one| one.meeting == meeting.id);
        let own = own.map(|one| {
            let who = v.t2(
                "rapat-umum-tugas",
                "dinas",
                agency_name(programme, &one.unit),
                "tanggal",
                v.words().date(one.due),
            );
            (one.text.clone(), who, state(v, one.state, one.due, today))
        });
        Held { day: v.words().day(meeting.day), body: meeting.body_name.clone(), decisions: own.collect() }
    };
    Ok(meetings.iter().map(one).collect())
}
