//! Steps in the life of a version: published, deprecated, withdrawn, followed by the next.

use super::offer::{FORM, answered};
use super::{Parts, key_of};
use crate::exchange::Exchange;
use crate::refusal::Refused;
use crate::rights::Work;
use axum::extract::{Path, State};
use jiff::civil::Date;
use web::{Answer, May, Submission, in_time};

pub(super) async fn publish(
    officer: May<Work>,
    State(exchange): State<Exchange>,
    Path(parts): Path<Parts>,
    sent: Submission,
) -> Answer {
    let (v, session, key) = (officer.view, officer.session, key_of(&parts));
    let done = in_time(&v, FORM, &sent, exchange.publish(&session, &key)).await?;
    answered(v, &exchange, (&session, &key), (Submission::default(), done)).await
}

pub(super) async fn deprecate(
    officer: May<Work>,
    State(exchange): State<Exchange>,
    Path(parts): Path<Parts>,
    sent: Submission,
) -> Answer {
    let (v, session, key) = (officer.view, officer.session, key_of(&parts));
    let act = async {
        let last: Date = sent.text("hari").parse().map_err(|_| Refused::Day)?;
        exchange.deprecate(&session, &key, (last, sent.text("alasan"))).await
    };
    let done = in_time(&v, FORM, &sent, act).await?;
    answered(v, &exchange, (&session, &key), (sent, done)).await
}

pub(super) async fn withdraw(
    officer: May<Work>,
    State(exchange): State<Exchange>,
    Path(parts): Path<Parts>,
    sent: Submission,
) -> Answer {
    let (v, session, key) = (officer.view, officer.session, key_of(&parts));
    let done = in_time(&v, FORM, &sent, exchange.withdraw(&session, &key, sent.text("sebab"))).await?;
    answered(v, &exchange, (&session, &key), (sent, done)).await
}

pub(super) async fn version(
    officer: May<Work>,
    State(exchange): State<Exchange>,
    Path(parts): Path<Parts>,
    sent: Submission,
) -> Answer {
    let (v, session, key) = (officer.view, officer.session, key_of(&parts));
    match in_time(&v, FORM, &sent, exchange.next_version(&session, &key)).await? {
        Ok(next) => web::redirect(&format!("/pertukaran/layanan/{next}")),
        Err(refused) => answered(v, &exchange, (&session, &key), (Submission::default(), Err(refused))).await,
    }
}
