//! What planners do with a meeting: plan it, invite, order its agenda, keep its minutes, close it.

use super::meeting::drawn;
use super::typed_day;
use crate::pages::genuine;
use crate::programme::Programme;
use crate::steering::meetings::NewMeeting;
use crate::steering::{PrepareMeetings, Refused};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use web::component::Choice;
use web::{Answer, May, Session, Submission, View};

/// The form of everything that is done with one meeting.
const FORM: &str = "rapat";

#[derive(Template)]
#[template(path = "rapat/baru.html")]
struct Page {
    v: View,
    error: String,
    bodies: Vec<Choice>,
    typed: Submission,
}

pub(super) async fn new(officer: May<PrepareMeetings>, State(programme): State<Programme>) -> Answer {
    let typed = Submission::of([("badan", officer.view.asked("badan"))]);
    form(officer.view, &programme, None, typed).await
}

async fn form(v: View, programme: &Programme, refused: Option<&Refused>, typed: Submission) -> Answer {
    let bodies = programme.bodies().await?.into_iter().map(|body| (body.id, body.name));
    let page = Page {
        error: refused.map(|refused| v.said(refused)).unwrap_or_default(),
        bodies: Choice::all(bodies, [typed.text("badan")]),
        typed,
        v,
    };
    web::page_with(if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }, &page)
}

fn planned(sent: &Submission) -> Result<NewMeeting<'_>, Refused> {
    let day = typed_day(sent.text("hari"))?;
    Ok(NewMeeting { day, hour: sent.text("jam"), place: sent.text("tempat"), link: sent.text("tautan") })
}

pub(super) async fn plan(
    officer: May<PrepareMeetings>,
    State(programme): State<Programme>,
    sent: Submission,
) -> Answer {
    genuine(&officer.view, FORM, &sent)?;
    let done = match planned(&sent) {
        Ok(new) => programme.plan_meeting(&officer.session, sent.text("badan"), &new).await,
        Err(refused) => Err(refused),
    };
    match done {
        Ok(id) => web::redirect(&format!("/dasbor/rapat/{id}")),
        // Without a body nothing can be planned: the form says so.
        Err(Refused::NotThere) => form(officer.view, &programme, Some(&Refused::Text), sent).await,
        Err(refused) if refused.is_of_form() => form(officer.view, &programme, Some(&refused), sent).await,
        Err(refused) => Err(refused.into()),
    }
}

fn seen(sent: &Submission) -> i64 {
    sent.text("revisi").parse().unwrap_or(0)
}

/// Back to the meeting, or its page with what was refused and everything that was typed.
async fn told(
    v: View,
    session: &Session,
    programme: &Programme,
    id: &str,
    (done, sent): (Result<(), Refused>, Submission),
) -> Answer {
    match done {
        Ok(()) => web::redirect(&format!("/dasbor/rapat/{id}")),
        Err(refused) if refused.is_of_form() => {
            let meeting = programme.meeting(session, id).await?;
            drawn(v, session, programme, &meeting, (Some(&refused), sent)).await
        }
        Err(refused) => Err(refused.into()),
    }
}

pub(super) async fn change(
    officer: May<PrepareMeetings>,
    State(programme): State<Programme>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    genuine(&officer.view, FORM, &sent)?;
    let done = match planned(&sent) {
        Ok(new) => programme.change_meeting(&officer.session, (&id, seen(&sent)), &new).await,
        Err(refused) => Err(refused),
    };
    told(officer.view, &officer.session, &programme, &id, (done, sent)).await
}

pub(super) async fn cancel(
    officer: May<PrepareMeetings>,
    State(programme): State<Programme>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    genuine(&officer.view, FORM, &sent)?;
    let done = programme.cancel_meeting(&officer.session, (&id, seen(&sent)), sent.text("alasan_batal")).await;
    told(officer.view, &officer.session, &programme, &id, (done, sent)).await
}

pub(super) async fn invite(
    officer: May<PrepareMeetings>,
    State(programme): State<Programme>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    genuine(&officer.view, FORM, &sent)?;
    let units: Vec<&str> = sent.all("opd").collect();
    let done =
        if units.is_empty() { Err(Refused::Unit) } else { programme.invite(&officer.session, &id, &units).await };
    told(officer.view, &officer.session, &programme, &id, (done, sent)).await
}

pub(super) async fn attend(
    officer: May<PrepareMeetings>,
    State(programme): State<Programme>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    genuine(&officer.view, FORM, &sent)?;
    let present: Vec<&str> = sent.all("hadir").collect();
    let done = programme.attend(&officer.session, &id, &present).await;
    told(officer.view, &officer.session, &programme, &id, (done, sent)).await
}

pub(super) async fn add(
    officer: May<PrepareMeetings>,
    State(programme): State<Programme>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    genuine(&officer.view, FORM, &sent)?;
    let meeting = programme.meeting(&officer.session, &id).await?;
    let item = (sent.text("butir"), sent.text("keterangan"), sent.text("dinas"));
    let done = programme.add_item(&officer.session, &meeting, item).await;
    told(officer.view, &officer.session, &programme, &id, (done, sent)).await
}

pub(super) async fn drop_item(
    officer: May<PrepareMeetings>,
    State(programme): State<Programme>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    genuine(&officer.view, FORM, &sent)?;
    let meeting = programme.meeting(&officer.session, &id).await?;
    let (item, lang) = ((sent.text("butir"), sent.text("alasan")), officer.view.lang());
    let done = programme.drop_item(&officer.session, &meeting, item, lang).await;
    told(officer.view, &officer.session, &programme, &id, (done, sent)).await
}

pub(super) async fn restore(
    officer: May<PrepareMeetings>,
    State(programme): State<Programme>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    genuine(&officer.view, FORM, &sent)?;
    let meeting = programme.meeting(&officer.session, &id).await?;
    let done = programme.restore_item(&officer.session, &meeting, sent.text("butir")).await;
    told(officer.view, &officer.session, &programme, &id, (done, sent)).await
}

pub(super) async fn order(
    officer: May<PrepareMeetings>,
    State(programme): State<Programme>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    genuine(&officer.view, FORM, &sent)?;
    let meeting = programme.meeting(&officer.session, &id).await?;
    let (item, lang) = ((sent.text("butir"), sent.text("arah") == "naik"), officer.view.lang());
    let done = programme.move_item(&officer.session, &meeting, item, lang).await;
    told(officer.view, &officer.session, &programme, &id, (done, sent)).await
}

pub(super) async fn minute(
    officer: May<PrepareMeetings>,
    State(programme): State<Programme>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    genuine(&officer.view, FORM, &sent)?;
    let done = programme.minute(&officer.session, (&id, seen(&sent)), sent.text("notulen")).await;
    told(officer.view, &officer.session, &programme, &id, (done, sent)).await
}

pub(super) async fn close(
    officer: May<PrepareMeetings>,
    State(programme): State<Programme>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    genuine(&officer.view, FORM, &sent)?;
    let done = programme.close_meeting(&officer.session, (&id, seen(&sent))).await;
    told(officer.view, &officer.session, &programme, &id, (done, sent)).await
}

pub(super) async fn amend(
    officer: May<PrepareMeetings>,
    State(programme): State<Programme>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    genuine(&officer.view, FORM, &sent)?;
    let done = programme.amend(&officer.session, &id, sent.text("ralat")).await;
    told(officer.view, &officer.session, &programme, &id, (done, sent)).await
}
