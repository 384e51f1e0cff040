//! `/dasbor/rapat`: which bodies there are, whether they meet, what is planned and what is open.

use super::rhythm;
use crate::programme::Programme;
use crate::steering::meetings::Meeting;
use crate::steering::{PrepareMeetings, ReadBrief, ReadMeetings};
use askama::Template;
use axum::extract::State;
use web::{Answer, Markup, May, Permission as _, View};

/// Past meetings on a page.
const PAGE: usize = 20;

#[derive(Template)]
#[template(path = "rapat/daftar.html")]
struct Page {
    v: View,
    prepares: bool,
    oversees: bool,
    bodies: Vec<BodyRow>,
    planned: Vec<Row>,
    past: Vec<Row>,
    first: String,
    next: String,
}

struct BodyRow {
    id: String,
    name: String,
    kind: String,
    last: String,
    next: String,
    tag: Markup,
    words: String,
    open: String,
}

/// A meeting in a list.
struct Row {
    id: String,
    day: String,
    body: String,
    place: String,
    tag: Markup,
}

pub(super) async fn page(officer: May<ReadMeetings>, State(programme): State<Programme>) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let before = v.asked("sebelum");
    let before = before.split_once('_').and_then(|(day, id)| Some((day.parse().ok()?, id.to_owned())));
    let limit = i64::try_from(PAGE).unwrap_or(0) + 1;
    let mut past = programme.past_meetings(&session, before.clone(), limit).await?;
    let more = past.len() > PAGE;
    past.truncate(PAGE);
    let last = past.last().filter(|_| more);
    let next = last.map(|one| v.with_query("sebelum", &format!("{}_{}", one.day, one.id)));
    let bodies = programme.bodies().await?;
    let planned = programme.planned_meetings(&session).await?;
    let today = programme.today();
    let page = Page {
        prepares: PrepareMeetings::allows(&session),
        oversees: ReadBrief::allows(&session),
        bodies: bodies
            .iter()
            .map(|one| {
                let (tag, words) = rhythm(&v, one, today);
                let day =
                    |day: Option<jiff::civil::Date>| day.map_or_else(|| "–".to_owned(), |day| v.words().date(day));
                BodyRow {
                    id: one.id.clone(),
                    name: one.name.clone(),
                    kind: v.t(&format!("rapat-jenis-{}", one.kind.word())).to_owned(),
                    last: day(one.last),
                    next: day(one.next),
                    open: v.words().count(one.open),
                    tag,
                    words,
                }
            })
            .collect(),
        planned: planned.iter().map(|one| row(&v, one)).collect(),
        past: past.iter().map(|one| row(&v, one)).collect(),
        first: if before.is_some() { v.with_query("sebelum", "") } else { String::new() },
        next: next.unwrap_or_default(),
        v,
    };
    web::page(&page)
}

fn row(v: &View, one: &Meeting) -> Row {
    Row {
        id: one.id.clone(),
        day: v.words().day(one.day),
        body: one.body_name.clone(),
        place: one.place.clone(),
        tag: web::component::tag(one.state.tag(), v.t(&format!("rapat-keadaan-{}", one.state.word()))),
    }
}
