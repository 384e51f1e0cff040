//! `/pertukaran/layanan-baru`: a service is registered.

use crate::exchange::Exchange;
use crate::model::terms::Terms;
use crate::register::NewOffer;
use crate::rights::{Work, acts_for};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use web::component::Choice;
use web::{Answer, Error, May, Session, Submission, View, in_time, unsent};

#[derive(Template)]
#[template(path = "baru.html")]
struct Page {
    v: View,
    error: String,
    sent: Submission,
    applications: Vec<Choice>,
    tables: Vec<Choice>,
}

const FORM: &str = "pertukaran layanan";

pub(super) async fn page(officer: May<Work>, State(exchange): State<Exchange>) -> Answer {
    let application = officer.view.asked("aplikasi");
    let sent = Submission::of([("aplikasi", application.as_str())]);
    drawn(officer.view, &exchange, &officer.session, (StatusCode::OK, String::new(), sent)).await
}

async fn drawn(
    v: View,
    exchange: &Exchange,
    session: &Session,
    (status, error, sent): (StatusCode, String, Submission),
) -> Answer {
    let applications = own_applications(exchange, session, sent.text("aplikasi")).await?;
    let tables = exchange.deps().feeds.tables().await.map_err(Error::failed)?;
    let own = tables.into_iter().filter(|table| acts_for(session, &table.unit));
    let tables = Choice::all(
        own.map(|table| (table.id, format!("{} ({})", table.name, table.application))),
        [sent.text("umpan")],
    );
    web::page_with(status, &Page { v, error, sent, applications, tables })
}

/// Applications for which this officer acts.
pub(super) async fn own_applications(
    exchange: &Exchange,
    session: &Session,
    chosen: &str,
) -> Result<Vec<Choice>, Error> {
    let all = exchange.deps().applications.all().await.map_err(Error::failed)?;
    let own = all.iter().filter(|one| one.alive && acts_for(session, &one.unit));
    let named = own.map(|one| (one.id.clone(), format!("{} – {}", one.name, exchange.agency(&one.unit))));
    Ok(Choice::all(named, [chosen]))
}

pub(super) async fn register(officer: May<Work>, State(exchange): State<Exchange>, sent: Submission) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let feed = sent.text("umpan");
    let upstream = if feed.is_empty() { sent.text("alamat") } else { feed };
    let new = NewOffer {
        application: sent.text("aplikasi").to_owned(),
        service: sent.text("layanan").trim().to_owned(),
        name: sent.text("nama").to_owned(),
        about: sent.text("guna").to_owned(),
        terms: Terms { upstream: upstream.to_owned(), feed: !feed.is_empty(), ..Terms::default() },
    };
    match in_time(&v, FORM, &sent, exchange.register(&session, &new)).await? {
        Ok(key) => web::redirect(&format!("/pertukaran/layanan/{key}")),
        Err(refused) => {
            let (status, error) = unsent(&v, refused, |one| v.said(one))?;
            drawn(v, &exchange, &session, (status, error, sent)).await
        }
    }
}
