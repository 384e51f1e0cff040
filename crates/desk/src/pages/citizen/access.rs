//! Which cases this browser has opened: a signed cookie that names them, made after code or link were proved.
//!
//! The cookie ends with the browser and its signatures after the hours of a form; neither code nor token stands in it,
//! nor in any address.

use super::track;
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use kernel::CaseNumber;
use web::{Answer, FormKey, FormToken, OrFail, View, Visitor};

/// So many cases stay open at once; the one opened longest ago is closed first.
const MOST: usize = 6;

/// The case that `{number}` in the address names, which this browser has opened; all others are led to where its code is
/// asked for.
pub(super) struct Own(pub CaseNumber);

impl<S: Send + Sync> FromRequestParts<S> for Own {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let visitor = Visitor::from_request_parts(parts, state).await.map_err(IntoResponse::into_response)?;
        let path = RawPathParams::from_request_parts(parts, state).await.map_err(IntoResponse::into_response)?;
        let typed = path.iter().find(|(name, _)| *name == "number").map_or("", |(_, value)| value);
        let number = track::numbered(&visitor.view, typed).map_err(|answer| answer.into_response())?;
        if is_open(&visitor.view, &parts.headers, &number) {
            return Ok(Self(number));
        }
        Err(web::redirect(&format!("/lacak/{number}")).into_response())
    }
}

fn name(v: &View) -> &'static str {
    if v.frame().secure() { "__Host-lacak" } else { "lacak" }
}

fn purpose(number: &str) -> String {
    format!("buka {number}")
}

/// `NUMBER.SIGNATURE` of every case that is open, the latest first.
fn entries<'a>(v: &View, headers: &'a HeaderMap) -> Vec<(&'a str, &'a str)> {
    let own = web::read_cookie(headers, name(v)).unwrap_or("");
    let all = own.split('~').filter_map(|entry| entry.split_once('.'));
    all.filter(|(number, token)| FormToken::verify(v.frame(), None, &purpose(number), token).is_ok()).collect()
}

/// Whether this browser proved code or link of the case.
pub(super) fn is_open(v: &View, headers: &HeaderMap, number: &CaseNumber) -> bool {
    entries(v, headers).iter().any(|(open, _)| *open == number.as_str())
}

/// Lets this browser open the case from now on.
pub(super) fn opened(v: &View, headers: &HeaderMap, number: &CaseNumber, mut answer: Response) -> Answer {
    let key = FormKey::new(v.frame().chance());
    let token = FormToken::issue(v.frame(), None, &purpose(number.as_str()), key);
    let others = others(v, headers, number);
    let value = std::iter::once(format!("{number}.{token}")).chain(others).take(MOST).collect::<Vec<_>>().join("~");
    answer.headers_mut().append(header::SET_COOKIE, cookie(v, &value)?);
    Ok(answer)
}

/// Closes the case in this browser.
pub(super) fn closed(v: &View, headers: &HeaderMap, number: &CaseNumber, mut answer: Response) -> Answer {
    let value = others(v, headers, number).collect::<Vec<_>>().join("~");
    answer.headers_mut().append(header::SET_COOKIE, cookie(v, &value)?);
    Ok(answer)
}

fn others<'a>(v: &View, headers: &'a HeaderMap, number: &'a CaseNumber) -> impl Iterator<Item = String> + use<'a> {
    let all = entries(v, headers).into_iter();
    all.filter(|(open, _)| *open != number.as_str()).map(|(open, token)| format!("{open}.{token}"))
}

fn cookie(v: &View, value: &str) -> Result<HeaderValue, web::Error> {
    HeaderValue::from_str(&web::cookie(name(v), value, v.frame().secure(), None)).or_fail()
}

/// A page with what only the resident may read is kept by nobody.
pub(super) fn unkept(mut answer: Response) -> Answer {
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    Ok(answer)
}
