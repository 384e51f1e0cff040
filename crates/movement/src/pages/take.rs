//! The steering side takes a region's summary, or says what is wrong with it.

use super::said;
use crate::events::actor;
use crate::model::summary::{Bad, Summary};
use crate::movement::Movement;
use crate::rights::Steer;
use crate::summaries::Took;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use web::{Answer, May, Submission, View, in_time, unsent};

#[derive(Template)]
#[template(path = "terima.html")]
struct Page {
    v: View,
    error: String,
    /// Words and address of the region whose summary was taken.
    done: Option<(String, String)>,
}

const FORM: &str = "gerakan terima";

pub(super) async fn page(officer: May<Steer>, State(movement): State<Movement>) -> Answer {
    movement.steering()?;
    web::page(&Page { v: officer.view, error: String::new(), done: None })
}

pub(super) async fn take(officer: May<Steer>, State(movement): State<Movement>, sent: Submission) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let by = actor(&session);
    let Some(file) = sent.files_of("berkas").next() else {
        v.stamped(FORM, sent.text("_tanda"))?;
        let error = v.t("gerakan-terima-tanpa-berkas").to_owned();
        return web::page_with(StatusCode::UNPROCESSABLE_ENTITY, &Page { v, error, done: None });
    };
    match in_time(&v, FORM, &sent, movement.take_summary(&file.bytes, &by)).await? {
        Ok(took) => {
            let done = Some(taken(&v, &took));
            web::page(&Page { v, error: String::new(), done })
        }
        Err(refused) => {
            let (status, error) = unsent(&v, refused, |one| said(&v, one))?;
            web::page_with(status, &Page { v, error, done: None })
        }
    }
}

fn taken(v: &View, took: &Took) -> (String, String) {
    let (key, summary): (&str, &Summary) = match took {
        Took::New(summary) => ("gerakan-terima-baru", summary),
        Took::Same(summary) => ("gerakan-terima-sama", summary),
    };
    let made = v.words().moment(summary.dibuat);
    (
        v.t2(key, "daerah", &*summary.nama, "dibuat", made),
        format!("/dasbor/gerakan/daerah/{}#ringkasan", summary.daerah),
    )
}

/// What is wrong with a file, with the region that it claims.
pub(super) fn worded(v: &View, bad: &Bad) -> String {
    let key = format!("gerakan-tolak-{}", bad.word());
    let claims = if bad.claims().is_empty() { "?".to_owned() } else { bad.claims().chars().take(20).collect() };
    match bad {
        Bad::Json { line, column } => v.t2(&key, "baris", line.to_string(), "kolom", column.to_string()),
        Bad::Large | Bad::Format => v.t(&key).to_owned(),
        Bad::UnknownKey { fingerprint, .. } => v.t2(&key, "daerah", claims, "sidik", fingerprint.as_str()),
        Bad::OtherKey { owner, .. } => v.t2(&key, "daerah", claims, "pemilik", owner.as_str()),
        Bad::Older { newest, .. } => v.t2(&key, "daerah", claims, "terbaru", v.words().moment(*newest)),
        Bad::Altered { .. } | Bad::OldKey { .. } | Bad::Period { .. } | Bad::Foreign { .. } => {
            v.t1(&key, "daerah", claims)
        }
    }
}
