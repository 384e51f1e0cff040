//! Whether a change of state was asked from our own pages (OWASP CSRF: fetch metadata, then Origin, then Referer).

use crate::frame::Frame;
use crate::session::{read_cookie, session_name};
use crate::view::header;
use http::Method;
use http::request::Parts;

/// Whether the request may change something as far as its origin tells. Old text browsers say nothing about where
/// a form came from: they may send as a stranger (the form token still counts), never with a session.
pub(crate) fn is_own(frame: &Frame, parts: &Parts) -> bool {
    if matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return true;
    }
    match header(&parts.headers, "sec-fetch-site") {
        "same-origin" | "none" => return true,
        "" => {}
        _ => return false,
    }
    let origin = header(&parts.headers, "origin");
    if !origin.is_empty() {
        return is_here(frame, parts, origin);
    }
    let referer = header(&parts.headers, "referer");
    if !referer.is_empty() {
        return is_here(frame, parts, origin_part(referer));
    }
    read_cookie(&parts.headers, session_name(frame.secure)).is_none()
}

/// Our public address, or the host that was asked (several names lead here on a city's network).
fn is_here(frame: &Frame, parts: &Parts, origin: &str) -> bool {
    if origin == frame.origin {
        return true;
    }
    let scheme = if frame.secure { "https://" } else { "http://" };
    let host = header(&parts.headers, "host");
    !host.is_empty() && origin.strip_prefix(scheme) == Some(host)
}

fn origin_part(address: &str) -> &str {
    let start = address.find("://").map_or(0, |at| at + 3);
    let end = address.get(start..).and_then(|rest| rest.find('/')).map_or(address.len(), |at| start + at);
    address.get(..end).unwrap_or(address)
}
