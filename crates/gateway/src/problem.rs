//! What a caller reads instead of an answer: problem+json (RFC 9457) in Indonesian or English.

use crate::refusal::Why;
use axum::body::Body;
use axum::response::Response;
use http::{HeaderMap, HeaderValue, header};
use kernel::Lang;
use serde::Serialize;
use web::Catalogue;

#[derive(Serialize)]
struct Problem<'a> {
    #[serde(rename = "type")]
    kind: String,
    title: &'a str,
    status: u16,
    detail: &'a str,
    code: &'a str,
    /// The call's id, as in records.
    incident: &'a str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    mistakes: &'a [String],
}

/// Indonesian unless the caller prefers English.
pub(crate) fn language(headers: &HeaderMap) -> Lang {
    let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if asked.trim_start().get(..2).is_some_and(|two| two.eq_ignore_ascii_case("en")) { Lang::En } else { Lang::Id }
}

/// The answer that says why.
pub(crate) fn problem(texts: &Catalogue, lang: Lang, why: &Why, call: &str) -> Response {
    let (code, status) = (why.code(), why.status());
    let (title, advice) = (format!("tolak-{code}"), format!("tolak-{code}.saran"));
    let problem = Problem {
        kind: format!("urn:gapura:tolak:{code}"),
        title: texts.text(lang, &title),
        status: status.as_u16(),
        detail: texts.text(lang, &advice),
        code,
        incident: call,
        mistakes: if let Why::Mismatch(mistakes) = why { mistakes } else { &[] },
    };
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    if let Some(seconds) = why.retry_after() {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    match why {
        Why::NoToken(challenge) => {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        }
        Why::NoScope => {
            let challenge = "Bearer error=\"insufficient_scope\", scope=\"layanan.panggil\"";
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        }
        Why::Method(methods) => {
            if let Ok(methods) = HeaderValue::from_str(methods) {
                headers.insert(header::ALLOW, methods);
            }
        }
        _ => {}
    }
    response
}
