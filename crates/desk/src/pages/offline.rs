//! What forms without a signal have in common, those of officers and those of residents: script, worker, stamp, and how a
//! sending is answered.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use serde_json::{Value, json};
use web::{Answer, FormToken, View};

/// The script of these pages.
pub(super) fn script() -> Answer {
    served(include_str!("offline/luring.js"))
}

/// The script that opens the pages beside it without a signal.
pub(super) fn worker() -> Answer {
    served(include_str!("offline/pekerja.js"))
}

fn served(script: &'static str) -> Answer {
    let kind = HeaderValue::from_static("text/javascript; charset=utf-8");
    let fresh = HeaderValue::from_static("no-cache");
    Ok(([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, fresh)], script).into_response())
}

/// A fresh token for a key that a device made: what was filled in yesterday is sent under today's. `sent`: a form with this
/// key is here already.
pub(super) fn stamp(token: &FormToken, sent: bool) -> Answer {
    answer(StatusCode::OK, &json!({ "tanda": token.to_string(), "sudah": sent }))
}

/// A state of the queue in words: `meja-luring-bentrok` is the state `bentrok`, with its advice in `.saran`.
pub(super) fn told(status: StatusCode, v: &View, key: &str, more: Value) -> Answer {
    let state = key.rsplit('-').next().unwrap_or(key);
    let mut body = json!({ "keadaan": state, "judul": v.t(key), "saran": v.t(&format!("{key}.saran")) });
    if let (Some(body), Value::Object(more)) = (body.as_object_mut(), more) {
        body.extend(more);
    }
    answer(status, &body)
}

/// What will not be taken as it is, and what to do.
pub(super) fn refused(status: StatusCode, title: &str, advice: &str) -> Answer {
    answer(status, &json!({ "keadaan": "ditolak", "judul": title, "saran": advice }))
}

/// An answer that nobody keeps.
pub(super) fn answer(status: StatusCode, body: &Value) -> Answer {
    let mut answer = web::json(body)?;
    *answer.status_mut() = status;
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(answer)
}
