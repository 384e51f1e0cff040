//! The list as a file, with the filter of the address.

use super::list::chosen;
use crate::applications::Applications;
use crate::rights::Read;
use crate::table::{to_csv, to_json, to_xlsx};
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse as _;
use web::{Answer, May, OrFail as _};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

pub(super) async fn csv(officer: May<Read>, State(room): State<Applications>) -> Answer {
    let review = room.review().await?;
    let at = chosen(&officer.view, &officer.session, &review);
    file("aplikasi.csv", "text/csv; charset=utf-8", to_csv(&review, &at).or_fail()?)
}

pub(super) async fn xlsx(officer: May<Read>, State(room): State<Applications>) -> Answer {
    let review = room.review().await?;
    let at = chosen(&officer.view, &officer.session, &review);
    file("aplikasi.xlsx", XLSX, to_xlsx(&review, &at).or_fail()?)
}

pub(super) async fn json(officer: May<Read>, State(room): State<Applications>) -> Answer {
    let review = room.review().await?;
    let at = chosen(&officer.view, &officer.session, &review);
    file("aplikasi.json", "application/json", to_json(&review, &at).to_string().into_bytes())
}

pub(super) fn file(name: &str, media: &'static str, bytes: Vec<u8>) -> Answer {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media)),
        (header::CONTENT_DISPOSITION, HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")).or_fail()?),
    ];
    Ok((headers, bytes).into_response())
}
