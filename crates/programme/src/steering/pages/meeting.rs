//! `/dasbor/rapat/{id}`: a meeting with its agenda, who is invited, what was decided and its minutes.

use super::bodies::name_of;
use super::draw::{ItemShown, items};
use super::{TaskRow, task_row};
use crate::pages::{agencies, agency_name};
use crate::programme::Programme;
use crate::steering::meetings::Meeting;
use crate::steering::model::MeetingState;
use crate::steering::{PrepareMeetings, ReadMeetings, Refused};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use std::collections::HashMap;
use web::component::Choice;
use web::{Answer, Markup, May, Permission as _, Session, Submission, View};

#[derive(Template)]
#[template(path = "rapat/rapat.html")]
struct Page {
    v: View,
    id: String,
    name: String,
    day: String,
    error: String,
    tag: Markup,
    lines: Vec<(String, String)>,
    link: String,
    revision: i64,
    /// Whether it is planned.
    open: bool,
    closed: bool,
    prepares: bool,
    agenda: Vec<ItemShown>,
    dropped: Vec<ItemShown>,
    decisions: Vec<TaskRow>,
    invited: Vec<Guest>,
    minutes: String,
    addenda: Vec<(String, String)>,
    units: Vec<Choice>,
    typed: Submission,
}

/// Somebody who is invited.
struct Guest {
    who: String,
    name: String,
    came: bool,
    word: Markup,
}

pub(super) async fn page(
    officer: May<ReadMeetings>,
    State(programme): State<Programme>,
    Path(id): Path<String>,
) -> Answer {
    let meeting = programme.meeting(&officer.session, &id).await?;
    drawn(officer.view, &officer.session, &programme, &meeting, (None, Submission::default())).await
}

/// The page, with what was refused and what was typed.
pub(super) async fn drawn(
    v: View,
    session: &Session,
    programme: &Programme,
    meeting: &Meeting,
    (refused, typed): (Option<&Refused>, Submission),
) -> Answer {
    let placed = programme.agenda(meeting, v.lang()).await?;
    let (agenda, dropped) = items(&v, programme, &placed, meeting.day);
    let decisions = programme.decisions_of(&meeting.id).await?;
    let mut addenda = Vec::new();
    for one in programme.meeting_addenda(&meeting.id).await? {
        let name = programme.deps().staff.name(&one.by).await.unwrap_or_default();
        addenda.push((format!("{name}, {}", v.words().moment(one.at)), one.text));
    }
    let page = Page {
        id: meeting.id.clone(),
        name: meeting.body_name.clone(),
        day: v.words().day(meeting.day),
        error: refused.map(|refused| v.said(refused)).unwrap_or_default(),
        tag: web::component::tag(meeting.state.tag(), v.t(&format!("rapat-keadaan-{}", meeting.state.word()))),
        lines: lines(&v, programme, meeting).await,
        link: meeting.link.clone(),
        revision: meeting.revision,
        open: meeting.state == MeetingState::Planned,
        closed: meeting.state == MeetingState::Closed,
        prepares: PrepareMeetings::allows(session),
        decisions: decisions.iter().map(|one| task_row(&v, programme, one)).collect(),
        invited: guests(&v, programme, meeting).await?,
        minutes: typed.get("notulen").unwrap_or(&meeting.minutes).to_owned(),
        units: Choice::all(agencies(programme), typed.all("opd")),
        agenda,
        dropped,
        addenda,
        typed: with_meeting(typed, meeting),
        v,
    };
    web::page_with(if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }, &page)
}

/// What was typed, and what stands in the fields that were not.
fn with_meeting(typed: Submission, meeting: &Meeting) -> Submission {
    let stands = [
        ("hari", meeting.day.to_string()),
        ("jam", meeting.hour.clone()),
        ("tempat", meeting.place.clone()),
        ("tautan", meeting.link.clone()),
    ];
    let missing: Vec<_> = stands.into_iter().filter(|(name, _)| typed.get(name).is_none()).collect();
    missing.into_iter().fold(typed, |typed, (name, text)| typed.with(name, &text))
}

async fn lines(v: &View, programme: &Programme, meeting: &Meeting) -> Vec<(String, String)> {
    let mut lines = vec![
        (v.t("rapat-hari").to_owned(), [v.words().day(meeting.day), meeting.hour.clone()].join(" ").trim().to_owned()),
        (v.t("rapat-tempat").to_owned(), meeting.place.clone()),
    ];
    if let Some((at, by)) = &meeting.ended {
        let name = programme.deps().staff.name(by).await.unwrap_or_default();
        let word = v.t(&format!("rapat-keadaan-{}", meeting.state.word())).to_owned();
        lines.push((word, format!("{name}, {}", v.words().moment(*at))));
    }
    if !meeting.reason.is_empty() {
        lines.push((v.t("rapat-alasan").to_owned(), meeting.reason.clone()));
    }
    lines
}

async fn guests(v: &View, programme: &Programme, meeting: &Meeting) -> Result<Vec<Guest>, Refused> {
    let mut names = HashMap::new();
    for member in programme.members(&meeting.body).await? {
        let name = name_of(programme, &member).await;
        names.insert(member.id, format!("{name}, {}", member.duty));
    }
    let guest = |one: crate::steering::Invited| {
        let name = match one.unit.as_str() {
            "" => names.get(&one.who).cloned().unwrap_or_default(),
            unit => agency_name(programme, unit),
        };
        let word = match one.attended {
            None => web::component::tag("plain", v.t("rapat-diundang")),
            Some(true) => web::component::tag("good", v.t("rapat-hadir")),
            Some(false) => web::component::tag("stop", v.t("rapat-tidak-hadir")),
        };
        Guest { who: one.who, name, came: one.attended == Some(true), word }
    };
    let mut guests: Vec<Guest> = programme.invited(&meeting.id).await?.into_iter().map(guest).collect();
    guests.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(guests)
}

impl Page {
    /// An address below this meeting's.
    fn path(&self, below: &str) -> String {
        format!("/dasbor/rapat/{}{below}", self.id)
    }
}
