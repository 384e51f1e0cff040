//! The region's side: look before you send, then the signed file.

use super::said;
use crate::events::actor;
use crate::movement::Movement;
use crate::own::Prepared;
use crate::rights::Summarise;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use web::{Answer, May, Submission, View, in_time, media, unsent};

#[derive(Template)]
#[template(path = "ringkasan.html")]
struct Page {
    v: View,
    error: String,
    year: i64,
    period: String,
    /// Public half and fingerprint of the key.
    key: Option<(String, String)>,
    figures: Vec<(String, String, String)>,
    silent: u64,
}

const FORM: &str = "gerakan ringkasan";

pub(super) async fn page(officer: May<Summarise>, State(movement): State<Movement>) -> Answer {
    let asked: Option<i64> = officer.view.asked("tahun").parse().ok();
    let year = asked.unwrap_or_else(|| i64::from(movement.today().year()));
    drawn(officer.view, &movement, year, (StatusCode::OK, String::new())).await
}

async fn drawn(v: View, movement: &Movement, year: i64, (status, error): (StatusCode, String)) -> Answer {
    let this = i64::from(movement.today().year());
    // A year that cannot be asked for shows this one, with what was said of it.
    let (year, prepared) = match movement.prepare(year).await {
        Ok(prepared) => (year, prepared),
        Err(_) => (this, movement.prepare(this).await?),
    };
    let Prepared { summary, silent } = prepared;
    let key = movement.own_key().await?;
    let figure =
        |one: &crate::model::summary::Figure| (one.nama.clone(), v.words().fact(one.nilai), v.words().date_of(one.per));
    let page = Page {
        period: format!("{} – {}", v.words().date(summary.dari), v.words().date(summary.sampai)),
        figures: summary.angka.values().map(figure).collect(),
        key: key.map(|key| (key.to_string(), key.fingerprint())),
        silent: silent as u64,
        year,
        error,
        v,
    };
    web::page_with(status, &page)
}

pub(super) async fn key(officer: May<Summarise>, State(movement): State<Movement>, sent: Submission) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let by = actor(&session);
    match in_time(&v, FORM, &sent, movement.make_key(&by)).await? {
        Ok(_) => web::redirect("/dasbor/gerakan/ringkasan"),
        Err(refused) => {
            let told = unsent(&v, refused, |one| said(&v, one))?;
            let year = i64::from(movement.today().year());
            drawn(v, &movement, year, told).await
        }
    }
}

pub(super) async fn download(officer: May<Summarise>, State(movement): State<Movement>, sent: Submission) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let by = actor(&session);
    let year = sent.text("tahun").parse().unwrap_or(0);
    match in_time(&v, FORM, &sent, movement.summarise(year, &by)).await? {
        Ok(made) => web::download(&made.name, media::JSON, made.file),
        Err(refused) => {
            let told = unsent(&v, refused, |one| said(&v, one))?;
            drawn(v, &movement, year, told).await
        }
    }
}
