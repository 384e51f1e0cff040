//! The list as a file, with the filter of the address.

use super::list::chosen;
use crate::applications::Applications;
use crate::rights::Read;
use crate::table::{to_csv, to_json, to_xlsx};
use axum::extract::State;
use web::{Answer, May, OrFail as _, download, media};

pub(super) async fn csv(officer: May<Read>, State(room): State<Applications>) -> Answer {
    let review = room.review().await?;
    let at = chosen(&officer.view, &officer.session, &review);
    download("aplikasi.csv", media::CSV, to_csv(&review, &at))
}

pub(super) async fn xlsx(officer: May<Read>, State(room): State<Applications>) -> Answer {
    let review = room.review().await?;
    let at = chosen(&officer.view, &officer.session, &review);
    download("aplikasi.xlsx", media::XLSX, to_xlsx(&review, &at).or_fail()?)
}

pub(super) async fn json(officer: May<Read>, State(room): State<Applications>) -> Answer {
    let review = room.review().await?;
    let at = chosen(&officer.view, &officer.session, &review);
    download("aplikasi.json", media::JSON, to_json(&review, &at).to_string())
}
