//! How programs are answered, and how a browser is sent on to an application.

use crate::oauth::OAuthError;
use askama::Template;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::IntoResponse as _;
use serde_json::{Value, json};
use web::{Answer, OrFail as _, View};

/// A JSON answer that nobody keeps (RFC 6749 section 5.1).
pub(super) fn unkept(status: StatusCode, value: &Value) -> Answer {
    let mut answer = web::json(value)?;
    *answer.status_mut() = status;
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer.headers_mut().insert(header::PRAGMA, HeaderValue::from_static("no-cache"));
    Ok(answer)
}

/// An error of the protocol (RFC 6749 section 5.2).
pub(super) fn refused(error: &OAuthError) -> Answer {
    let status = StatusCode::from_u16(error.status()).or_fail()?;
    let mut answer = unkept(status, &json!({ "error": error.code(), "error_description": error.to_string() }))?;
    if matches!(error, OAuthError::InvalidClient) {
        let challenge = HeaderValue::from_static("Basic realm=\"gapura\"");
        answer.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    }
    if matches!(error, OAuthError::Unavailable) {
        answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
    }
    Ok(answer)
}

/// Published for a while: metadata and keys.
pub(super) fn published(value: &Value) -> Answer {
    let mut answer = web::json(value)?;
    let kept = HeaderValue::from_static("public, max-age=300");
    answer.headers_mut().insert(header::CACHE_CONTROL, kept);
    answer.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    Ok(answer)
}

#[derive(Template)]
#[template(path = "lanjut.html")]
struct GoingOn<'a> {
    v: &'a View,
    name: &'a str,
    to: &'a str,
}

/// Sends the browser on to the application. Where it comes from a form of ours (the sign-in page is one), our policy lets
/// no redirect leave this site, so a page leads on by itself and holds the link (docs/adr/0077).
pub(super) fn on(v: &View, headers: &HeaderMap, name: &str, to: &str) -> Answer {
    let from_here = headers.get("sec-fetch-site").is_some_and(|site| site == "same-origin" || site == "same-site");
    let mut answer = if from_here {
        web::page(&GoingOn { v, name, to })?
    } else {
        let to = HeaderValue::from_str(to).or_fail()?;
        (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response()
    };
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    Ok(answer)
}
