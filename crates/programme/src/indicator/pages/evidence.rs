//! `/dasbor/indikator/{id}/bukti/{period}/{version}`: the file behind an entered value. Only saved, never run.

use super::asked;
use crate::indicator::Refused;
use crate::indicator::rights::may_see_evidence;
use crate::programme::Programme;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse as _;
use store::{BlobId, values};
use web::{Answer, OrFail, Signed};

pub(super) async fn file(
    officer: Signed,
    State(programme): State<Programme>,
    Path((id, period, version)): Path<(String, String, i64)>,
) -> Answer {
    let one = asked(&programme, &id)?;
    if !may_see_evidence(&officer.session, one) {
        return Err(Refused::NotYours.into());
    }
    let sql = "SELECT person, blob, media FROM programme_indicator_values WHERE region = $1 AND indicator = $2 AND period = $3 \
               AND version = $4 AND blob IS NOT NULL";
    let row = programme.store().row(sql, &values![programme.region(), &one.id, &period, version]).await.or_fail()?;
    let row = row.ok_or_else(web::Error::not_found)?;
    let blob = BlobId::parse(row.text(1).or_fail()?).ok_or_else(web::Error::not_found)?;
    let person = programme.store().open_person(programme.region(), row.text(0).or_fail()?).await.or_fail()?;
    let person = person.ok_or_else(web::Error::not_found)?;
    // A file that vanished or was damaged is said to whoever asks for it, and to the log.
    let bytes = programme.store().get_sealed_blob(&person, &blob).await.unwrap_or_else(|error| {
        tracing::warn!(indicator = one.id, period, version, %error, "the evidence of a value cannot be opened");
        None
    });
    let bytes = bytes.ok_or(Refused::Lost)?;
    let media = row.text(2).or_fail()?;
    let ending = web::media::ending(media);
    let file = web::download(&format!("{}-{period}-{version}.{ending}", one.id), media, bytes)?;
    let headers =
        [(header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"), (header::CACHE_CONTROL, "no-store")];
    Ok((headers, file).into_response())
}
