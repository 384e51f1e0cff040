//! What is done to an assessment as a whole.

use super::overview::{Page, form};
use super::said;
use crate::Assessments;
use crate::assessment::Spoken;
use crate::assessment::decide::Command;
use crate::assessment::rights::{Coordinate, Judge, ReadAssessments};
use crate::refusal::Refused;
use axum::extract::{Path, State};
use kernel::OfficerId;
use web::{Answer, May, Sent, Session, Submission, View, in_time, unsent};

/// What came of it: back to the assessment, or the same page with what was typed and what is wrong.
async fn answered(
    (v, session): (View, &Session),
    assessments: &Assessments,
    id: &str,
    sent: Submission,
    done: Sent<(), Refused>,
) -> Answer {
    let (status, error) = match done {
        Ok(()) => return web::redirect(&format!("/dasbor/penilaian/{id}")),
        Err(refused) => unsent(&v, refused, |one| said(&v, one))?,
    };
    let mut page = Page::read(v, session, assessments, id).await?;
    (page.error, page.typed) = (error, sent);
    web::page_with(status, &page)
}

/// Open the review, submit, conclude: which, the pressed button says.
pub(super) async fn advance(
    officer: May<ReadAssessments>,
    State(assessments): State<Assessments>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let act = async {
        match sent.text("langkah") {
            "tinjauan" => assessments.act(&session, &id, Command::OpenReview).await,
            "selesai" => assessments.act(&session, &id, Command::Conclude).await,
            _ => {
                let reason = sent.text("alasan").to_owned();
                assessments.say(&session, &id, Spoken::Submit { reason }).await
            }
        }
    };
    let done = in_time(&v, &form(&id), &sent, act).await?;
    answered((v, &session), &assessments, &id, sent, done).await
}

pub(super) async fn assessor(
    officer: May<Coordinate>,
    State(assessments): State<Assessments>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let act = async {
        match sent.get("lepas") {
            Some(released) => {
                let command = Command::ReleaseAssessor(OfficerId(released.to_owned()));
                assessments.act(&session, &id, command).await
            }
            None => assessments.name_assessor(&session, &id, OfficerId(sent.text("tunjuk").to_owned())).await,
        }
    };
    let done = in_time(&v, &form(&id), &sent, act).await?;
    answered((v, &session), &assessments, &id, sent, done).await
}

pub(super) async fn publish(
    officer: May<Coordinate>,
    State(assessments): State<Assessments>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let act = async {
        let text = |name: &str| sent.text(name).trim().to_owned();
        match text("tahun").parse() {
            Ok(year) => {
                let (instrument, index, source) = (text("instrumen"), text("indeks"), text("sumber"));
                assessments.say(&session, &id, Spoken::Publish { instrument, year, index, source }).await
            }
            Err(_) => Err(Refused::Year),
        }
    };
    let done = in_time(&v, &form(&id), &sent, act).await?;
    answered((v, &session), &assessments, &id, sent, done).await
}

pub(super) async fn sample(
    officer: May<Judge>,
    State(assessments): State<Assessments>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let act = async {
        match sent.text("jumlah").trim().parse() {
            Ok(count) => assessments.draw_sample(&session, &id, count).await,
            Err(_) => Err(Refused::SampleSize),
        }
    };
    let done = in_time(&v, &form(&id), &sent, act).await?;
    answered((v, &session), &assessments, &id, sent, done).await
}
