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
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pairs = cookies.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let own = pairs.filter(|(found, _)| *found == name(v)).map(|(_, value)| value).next().unwrap_or("");
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
    let secure = if v.frame().secure() { "; Secure" } else { "" };
    let cookie = format!("{}={value}; Path=/; HttpOnly; SameSite=Lax{secure}", name(v));
    answer.headers_mut().append(header::SET_COOKIE, HeaderValue::from_str(&cookie).or_fail()?);
    Ok(answer)
}
