//! Answers of `/api/v1`.

use crate::error::{Answer, Error};
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;

/// A JSON answer.
///
/// # Errors
/// The value cannot be written as JSON.
pub fn json(value: &impl Serialize) -> Answer {
    let body = serde_json::to_vec(value).map_err(Error::failed)?;
    let kind = HeaderValue::from_static(crate::media::JSON);
    Ok((StatusCode::OK, [(header::CONTENT_TYPE, kind)], body).into_response())
}

/// Lays one object over another: what both hold as objects is laid together, else the upper one counts.
pub(crate) fn laid(below: &mut serde_json::Value, above: serde_json::Value) {
    match (below.as_object_mut(), above) {
        (Some(all), serde_json::Value::Object(more)) => {
            for (name, value) in more {
                laid(all.entry(name).or_insert(serde_json::Value::Null), value);
            }
        }
        (_, above) => *below = above,
    }
}

/// A problem as in RFC 9457. `code` is stable; `detail` is for people; `more` are further members.
#[derive(Debug, Serialize)]
pub(crate) struct Problem<'a> {
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) title: &'a str,
    pub(crate) status: u16,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(crate) detail: &'a str,
    pub(crate) code: &'a str,
    /// The incident id, as in the log.
    pub(crate) incident: &'a str,
}

/// A problem+json answer that a handler words itself, for example with the mistakes of each field in `more`.
///
/// # Errors
/// `more` cannot be written as JSON.
pub fn problem(status: StatusCode, code: &str, title: &str, more: serde_json::Value) -> Answer {
    let mut body = serde_json::json!({
        "type": problem_type(code), "title": title, "status": status.as_u16(), "code": code,
    });
    if let (Some(body), serde_json::Value::Object(more)) = (body.as_object_mut(), more) {
        body.extend(more);
    }
    problem_response(status, &body)
}

pub(crate) fn problem_type(code: &str) -> String {
    format!("urn:gapura:tolak:{code}")
}

pub(crate) fn problem_response(status: StatusCode, body: &impl Serialize) -> Answer {
    let body = serde_json::to_vec(body).map_err(Error::failed)?;
    let kind = HeaderValue::from_static("application/problem+json");
    let response: Response = (status, [(header::CONTENT_TYPE, kind)], body).into_response();
    Ok(response)
}
