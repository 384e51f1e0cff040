//! What officers do on the page of a feed. What changed nothing comes back with the page and says why.

use super::{one, said};
use crate::feeds::Feeds;
use crate::refusal::Refused;
use crate::rights::Work;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::{Refusal as _, RefusalKind};
use web::{Answer, Error, May, Submission};

/// The name of the forms' token.
const FORM: &str = "umpan";

pub(super) async fn ask(
    officer: May<Work>,
    State(feeds): State<Feeds>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    let act = async { feeds.ask(&officer.session, &id).await };
    let done = in_time(&officer, &sent, act).await?;
    answered(officer, &feeds, &id, done).await
}

pub(super) async fn pause(
    officer: May<Work>,
    State(feeds): State<Feeds>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    let act = async { feeds.pause(&officer.session, &id, sent.text("jeda") == "ya").await };
    let done = in_time(&officer, &sent, act).await?;
    answered(officer, &feeds, &id, done).await
}

pub(super) async fn accept(
    officer: May<Work>,
    State(feeds): State<Feeds>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    let act = async { feeds.accept(&officer.session, &id).await };
    let done = in_time(&officer, &sent, act).await?;
    answered(officer, &feeds, &id, done).await
}

pub(super) async fn bring(
    officer: May<Work>,
    State(feeds): State<Feeds>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    let act = async { feeds.bring(&officer.session, &id, sent.files_of("berkas").next()).await };
    let done = in_time(&officer, &sent, act).await?;
    answered(officer, &feeds, &id, done).await
}

/// A form that lay too long does nothing and is told so; a forged one is an error.
async fn in_time(
    officer: &May<Work>,
    sent: &Submission,
    act: impl Future<Output = Result<(), Refused>>,
) -> Result<Result<(), Option<Refused>>, Error> {
    let (_, expired) = officer.view.stamped(FORM, sent.text("_tanda"))?;
    Ok(if expired { Err(None) } else { act.await.map_err(Some) })
}

async fn answered(officer: May<Work>, feeds: &Feeds, id: &str, done: Result<(), Option<Refused>>) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let (status, words) = match done {
        Ok(()) => return web::redirect(&format!("/umpan/{id}")),
        Err(None) => (StatusCode::UNPROCESSABLE_ENTITY, v.t("umpan-formulir-lama").to_owned()),
        Err(Some(refused)) => match refused.kind() {
            RefusalKind::Invalid => (StatusCode::UNPROCESSABLE_ENTITY, said(&v, &refused)),
            RefusalKind::Conflict => (StatusCode::CONFLICT, said(&v, &refused)),
            _ => return Err(refused.into()),
        },
    };
    one::drawn(v, &session, feeds, id, Some((status, words))).await
}
