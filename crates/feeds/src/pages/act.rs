//! What officers do on the page of a feed. What changed nothing comes back with the page and says why.

use super::one;
use crate::feeds::Feeds;
use crate::refusal::Refused;
use crate::rights::Work;
use axum::extract::{Path, State};
use web::{Answer, May, Sent, Submission, in_time, unsent};

/// The name of the forms' token.
const FORM: &str = "umpan";

pub(super) async fn ask(
    officer: May<Work>,
    State(feeds): State<Feeds>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    let act = async { feeds.ask(&officer.session, &id).await };
    let done = in_time(&officer, FORM, &sent, act).await?;
    answered(officer, &feeds, &id, done).await
}

pub(super) async fn pause(
    officer: May<Work>,
    State(feeds): State<Feeds>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    let act = async { feeds.pause(&officer.session, &id, sent.text("jeda") == "ya").await };
    let done = in_time(&officer, FORM, &sent, act).await?;
    answered(officer, &feeds, &id, done).await
}

pub(super) async fn accept(
    officer: May<Work>,
    State(feeds): State<Feeds>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    let act = async { feeds.accept(&officer.session, &id).await };
    let done = in_time(&officer, FORM, &sent, act).await?;
    answered(officer, &feeds, &id, done).await
}

pub(super) async fn bring(
    officer: May<Work>,
    State(feeds): State<Feeds>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    let act = async { feeds.bring(&officer.session, &id, sent.files_of("berkas").next()).await };
    let done = in_time(&officer, FORM, &sent, act).await?;
    answered(officer, &feeds, &id, done).await
}

async fn answered(officer: May<Work>, feeds: &Feeds, id: &str, done: Sent<(), Refused>) -> Answer {
    let (v, session) = (officer.view, officer.session);
    match done {
        Ok(()) => web::redirect(&format!("/umpan/{id}")),
        Err(refused) => {
            let unsent = unsent(&v, refused, |one| v.said(one))?;
            one::drawn(v, &session, feeds, id, Some(unsent)).await
        }
    }
}
