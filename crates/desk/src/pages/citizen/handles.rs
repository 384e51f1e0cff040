//! Which drafts this browser holds: handles of 130 bits in a cookie that ends with the browser, never in an address.
//! They let a page that is loaded anew, and the pictures on it, find what was sent before.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use kernel::Token;
use web::{Answer, OrFail, View};

/// So many drafts are remembered; the one touched longest ago is forgotten first.
const MOST: usize = 6;

fn name(v: &View) -> &'static str {
    if v.frame().secure() { "__Host-draf" } else { "draf" }
}

/// What each draft is for, and its handle; the latest first.
fn entries(v: &View, headers: &HeaderMap) -> Vec<(String, Token)> {
    let own = web::read_cookie(headers, name(v)).unwrap_or("");
    let all = own.split('~').filter_map(|entry| entry.split_once('.'));
    all.filter_map(|(purpose, handle)| Some((purpose.to_owned(), Token::parse(handle)?))).take(MOST).collect()
}

/// The handle of the draft for this purpose.
pub(super) fn of(v: &View, headers: &HeaderMap, purpose: &str) -> Option<Token> {
    entries(v, headers).into_iter().find(|(known, _)| known == purpose).map(|(_, handle)| handle)
}

/// The handles of all drafts of this browser.
pub(super) fn all(v: &View, headers: &HeaderMap) -> Vec<Token> {
    entries(v, headers).into_iter().map(|(_, handle)| handle).collect()
}

/// Remembers the draft that a form works with; an empty handle forgets it.
pub(super) fn kept(v: &View, headers: &HeaderMap, purpose: &str, handle: &str, mut answer: Response) -> Answer {
    let known = entries(v, headers);
    let now = Token::parse(handle);
    if known.iter().find(|(known, _)| known == purpose).map(|(_, handle)| handle) == now.as_ref() {
        return Ok(answer);
    }
    let others = known.iter().filter(|(known, _)| known != purpose);
    let others = others.map(|(purpose, handle)| format!("{purpose}.{}", handle.secret()));
    let own = now.map(|handle| format!("{purpose}.{}", handle.secret()));
    let value = own.into_iter().chain(others).take(MOST).collect::<Vec<_>>().join("~");
    let cookie = web::cookie(name(v), &value, v.frame().secure(), None);
    answer.headers_mut().append(header::SET_COOKIE, HeaderValue::from_str(&cookie).or_fail()?);
    Ok(answer)
}
