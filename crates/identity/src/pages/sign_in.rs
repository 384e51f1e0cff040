//! `/masuk` and `/keluar`.

use super::in_time;
use crate::fault::Fault;
use crate::identity::Identity;
use crate::refusal::Refused;
use crate::sessions::From;
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use kernel::Refusal;
use web::{Answer, OrFail, Submission, View, Visitor};

/// The officers' desk.
const HOME: &str = "/kerja";

#[derive(Template)]
#[template(path = "sign_in.html")]
struct Page {
    v: View,
    to: String,
    name: String,
    error: String,
    /// A password was just made by a one-time link.
    made: bool,
}

pub(super) async fn page(visitor: Visitor) -> Answer {
    let to = local(&query(visitor.query(), "ke"));
    if visitor.session().is_some() {
        return web::redirect(&to);
    }
    let made = query(visitor.query(), "selesai") == "sandi";
    web::page(&Page { v: visitor.view, to, name: String::new(), error: String::new(), made })
}

pub(super) async fn send(
    visitor: Visitor,
    State(identity): State<Identity>,
    headers: HeaderMap,
    form: Submission,
) -> Answer {
    let v = visitor.view;
    let to = local(form.text("ke"));
    let name = form.text("nama").to_owned();
    if !in_time(&v, "masuk", form.text("_tanda"))? {
        let error = v.t("web-formulir-lama").to_owned();
        return web::page_with(StatusCode::UNPROCESSABLE_ENTITY, &Page { v, to, name, error, made: false });
    }
    let address = v.address();
    let from = From { address: &address, user_agent: user_agent(&headers) };
    match identity.sign_in(&name, form.text("sandi"), from, v.now()).await {
        Ok(token) => with_cookie(web::redirect(&to)?, &web::session_cookie(v.frame(), &token)),
        Err(Fault::Refused(refused)) => {
            let error = v.said(&refused);
            let mut answer = web::page_with(status(refused), &Page { v, to, name, error, made: false })?;
            if let Refused::TooOften(seconds) = refused {
                answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            }
            Ok(answer)
        }
        Err(fault) => Err(fault.into()),
    }
}

fn status(refused: Refused) -> StatusCode {
    match refused.kind() {
        kernel::RefusalKind::TooMany => StatusCode::TOO_MANY_REQUESTS,
        kernel::RefusalKind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// Signs out. Who has to prove who they are once more (`ke`) goes on to the sign-in page and from there back.
pub(super) async fn leave(visitor: Visitor, State(identity): State<Identity>, form: Submission) -> Answer {
    if let Some(session) = visitor.session() {
        identity.sign_out(session, visitor.now()).await?;
    }
    let gone = web::session_cookie_gone(visitor.frame());
    let mut answer = with_cookie(web::redirect(&sign_in_for(form.text("ke")))?, &gone)?;
    let clear = HeaderValue::from_static("\"cache\", \"storage\"");
    answer.headers_mut().insert(HeaderName::from_static("clear-site-data"), clear);
    Ok(answer)
}

/// The sign-in page, and from there on to a path of our own.
fn sign_in_for(to: &str) -> String {
    match local(to).as_str() {
        HOME => "/masuk".to_owned(),
        to => format!("/masuk?ke={}", percent_encoding::utf8_percent_encode(to, percent_encoding::NON_ALPHANUMERIC)),
    }
}

/// Where an officer goes who has just signed out everywhere else, too.
pub(super) fn with_cookie(mut answer: axum::response::Response, cookie: &str) -> Answer {
    let cookie = HeaderValue::from_str(cookie).or_fail()?;
    answer.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(answer)
}

pub(super) fn user_agent(headers: &HeaderMap) -> &str {
    headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or("")
}

pub(super) fn query(query: &str, name: &str) -> String {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let value = pairs.filter(|(found, _)| *found == name).map(|(_, value)| value).next().unwrap_or("");
    percent_encoding::percent_decode_str(&value.replace('+', " ")).decode_utf8_lossy().into_owned()
}

/// Only a path of our own is a place to go on to; everything else is the officers' desk.
fn local(to: &str) -> String {
    let own =
        to.starts_with('/') && !to.starts_with("//") && !to.contains('\\') && to.chars().all(|c| c.is_ascii_graphic());
    if own && !to.starts_with("/masuk") { to.to_owned() } else { HOME.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_goes_on_only_to_a_path_of_our_own() {
        assert_eq!(local("/kerja/kasus/PGD-2026-000123-7?tab=1"), "/kerja/kasus/PGD-2026-000123-7?tab=1");
        for elsewhere in [
            "",
            "//jahat.id",
            "https://jahat.id",
            "/\\jahat.id",
            "/a\r\nSet-Cookie: x",
            "javascript:x",
            "/masuk?ke=/masuk",
        ] {
            assert_eq!(local(elsewhere), "/kerja", "{elsewhere}");
        }
    }

    #[test]
    fn who_signs_out_to_sign_in_again_comes_back_to_a_path_of_our_own_only() {
        assert_eq!(sign_in_for("/oauth/authorize?a=1"), "/masuk?ke=%2Foauth%2Fauthorize%3Fa%3D1");
        for nowhere in ["", "https://jahat.id", "//jahat.id", "/masuk"] {
            assert_eq!(sign_in_for(nowhere), "/masuk", "{nowhere}");
        }
    }

    #[test]
    fn a_query_value_is_decoded() {
        assert_eq!(query("a=1&ke=%2Fkerja%3Fq%3Djalan%20rusak", "ke"), "/kerja?q=jalan rusak");
        assert_eq!(query("", "ke"), "");
    }
}
