//! `/dasbor/rapat/{id}/tinjau`: one item after the other, large enough for the wall, with the decision entered on the spot.
//! Plain links lead on, so that it works without script and by keyboard alone.

use super::draw::{ItemShown, item};
use super::tasks::{Shown, shown};
use super::{TaskRow, task_row, typed_day};
use crate::pages::{agencies, genuine};
use crate::programme::Programme;
use crate::steering::decisions::{Decision, NewDecision};
use crate::steering::meetings::Meeting;
use crate::steering::model::MeetingState;
use crate::steering::model::agenda::Placed;
use crate::steering::rights::ConfirmTasks;
use crate::steering::{DecideMeetings, ReadMeetings, Refused};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use web::component::Choice;
use web::{Answer, May, Permission as _, Session, Submission, View};

/// Steps of a task that are shown in the review; its page holds all.
const LAST: usize = 3;

#[derive(Template)]
#[template(path = "rapat/tinjau.html")]
struct Page {
    v: View,
    id: String,
    name: String,
    day: String,
    error: String,
    /// None at the end, where the decisions of the meeting are listed.
    item: Option<ItemShown>,
    at: usize,
    all: usize,
    /// What was decided about it before, and in this meeting.
    before: Vec<TaskRow>,
    now: Vec<TaskRow>,
    /// The task that this item is, with its step.
    task: Option<(String, i64)>,
    /// What its unit said last of it.
    steps: Vec<Shown>,
    asks: String,
    decides: bool,
    confirms: bool,
    units: Vec<Choice>,
    typed: Submission,
}

pub(super) async fn page(
    officer: May<ReadMeetings>,
    State(programme): State<Programme>,
    Path(id): Path<String>,
) -> Answer {
    let meeting = programme.meeting(&officer.session, &id).await?;
    let at = officer.view.asked("butir").parse().unwrap_or(1);
    drawn(officer.view, &officer.session, &programme, (&meeting, at), (None, Submission::default())).await
}

async fn drawn(
    v: View,
    session: &Session,
    programme: &Programme,
    (meeting, at): (&Meeting, usize),
    (refused, typed): (Option<&Refused>, Submission),
) -> Answer {
    let mut placed = programme.agenda(meeting, v.lang()).await?;
    placed.retain(|one| one.dropped.is_none());
    let (all, at) = (placed.len(), at.clamp(1, placed.len() + 1));
    let here = placed.get(at - 1);
    let decided = programme.decisions_of(&meeting.id).await?;
    let key = here.map_or("", |one| one.item.key.as_str());
    let now = decided.iter().filter(|one| here.is_none() || one.item == key);
    let task = itself(programme, here).await?;
    let open = task.as_ref().filter(|task| task.state.is_open());
    let steps = match open {
        Some(task) => programme.steps(&task.id).await?,
        None => Vec::new(),
    };
    let planned = meeting.state == MeetingState::Planned;
    let typed = suggested(&v, here, task.as_ref(), typed);
    let page = Page {
        now: now.map(|one| task_row(&v, programme, one)).collect(),
        before: before(&v, programme, meeting, here).await?,
        item: here.map(|one| item(&v, programme, one, at, meeting.day)),
        asks: open.and_then(|task| task.asked).map(|day| v.words().date(day)).unwrap_or_default(),
        task: open.map(|task| (task.id.clone(), task.steps)),
        steps: shown(&v, programme, steps.get(steps.len().saturating_sub(LAST)..).unwrap_or_default()).await,
        decides: planned && DecideMeetings::allows(session),
        confirms: ConfirmTasks::allows(session),
        units: Choice::all(agencies(programme), [typed.text("opd")]),
        id: meeting.id.clone(),
        name: meeting.body_name.clone(),
        day: v.words().day(meeting.day),
        error: refused.map(|refused| v.said(refused)).unwrap_or_default(),
        at,
        all,
        typed,
        v,
    };
    web::page_with(if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }, &page)
}

/// The task, where the item is one.
async fn itself(programme: &Programme, here: Option<&Placed>) -> Result<Option<Decision>, Refused> {
    match here.map(|one| one.item.about()) {
        Some(("keputusan", id)) => Ok(Some(programme.decision(id).await?)),
        _ => Ok(None),
    }
}

/// Who would get the task, before anybody typed.
fn suggested(v: &View, here: Option<&Placed>, task: Option<&Decision>, typed: Submission) -> Submission {
    if typed.get("putusan").is_some() {
        return typed;
    }
    let unit = task.map_or_else(|| here.map_or("", |one| one.item.unit.as_str()), |task| task.unit.as_str());
    let person = task.map_or_else(|| v.t("rapat-orang-baku"), |task| task.person.as_str());
    typed.with("opd", unit).with("orang", person)
}

/// What earlier meetings decided about the promise of an item.
async fn before(
    v: &View,
    programme: &Programme,
    meeting: &Meeting,
    here: Option<&Placed>,
) -> Result<Vec<TaskRow>, Refused> {
    let Some(("janji", promise)) = here.map(|one| one.item.about()) else { return Ok(Vec::new()) };
    let found = programme.decisions_about(promise).await?;
    let earlier = found.iter().filter(|one| one.meeting != meeting.id);
    Ok(earlier.map(|one| task_row(v, programme, one)).collect())
}

pub(super) async fn decide(
    officer: May<DecideMeetings>,
    State(programme): State<Programme>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    genuine(&officer.view, "rapat keputusan", &sent)?;
    let meeting = programme.meeting(&officer.session, &id).await?;
    let at: usize = sent.text("butir").parse().unwrap_or(1);
    let done = match typed_day(sent.text("tenggat")) {
        Ok(due) => {
            let new = NewDecision {
                item: sent.text("tentang"),
                text: sent.text("putusan"),
                unit: sent.text("opd"),
                person: sent.text("orang"),
                due,
            };
            programme.take(&officer.session, &meeting, &new).await.map(drop)
        }
        Err(refused) => Err(refused),
    };
    match done {
        Ok(()) => web::redirect(&format!("/dasbor/rapat/{id}/tinjau?butir={at}")),
        Err(refused) if refused.is_of_form() => {
            drawn(officer.view, &officer.session, &programme, (&meeting, at), (Some(&refused), sent)).await
        }
        Err(refused) => Err(refused.into()),
    }
}

impl Page {
    /// An address below this meeting's.
    fn path(&self, below: &str) -> String {
        format!("/dasbor/rapat/{}{below}", self.id)
    }

    /// The address of the next item, or of the one before.
    fn step(&self, by: isize) -> String {
        self.path(&format!("/tinjau?butir={}", self.at.saturating_add_signed(by)))
    }
}
