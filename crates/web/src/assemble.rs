//! Puts the rooms under one roof: what is true for every answer is true here, once.

use crate::compress::{Encoding, compressed};
use crate::error::{Answer, Error, OrFail, Trouble};
use crate::frame::{Frame, FrameError, Observation};
use crate::room::Room;
use crate::session::{read_cookie, session_name};
use crate::view::Asked;
use crate::visitor::find_session;
use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use std::collections::BTreeSet;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use tracing::Instrument;

/// One router of all rooms, with the frame's own pages, headers, errors, languages and limits.
///
/// # Errors
/// Two rooms open one door or use one text key, or a Fluent file has a mistake.
pub fn assemble(mut frame: Frame, rooms: Vec<Room>) -> Result<Router, FrameError> {
    let files: Vec<_> = rooms.iter().flat_map(|room| room.locale.iter().copied()).collect();
    let menu = rooms.iter().flat_map(|room| room.menu.iter().copied()).collect();
    frame.furnish(&files, menu)?;
    frame.described = rooms.iter().flat_map(|room| room.routes.described.iter().copied()).collect();
    let mut doors = BTreeSet::new();
    let mut router = Router::new();
    for room in rooms.into_iter().chain([crate::style_page::room()]) {
        for door in &room.routes.doors {
            if !doors.insert((door.path, door.method)) {
                return Err(FrameError::Twice(format!("{} {} ({})", door.method, door.path, room.name)));
            }
        }
        router = router.merge(room.routes.router);
    }
    let json_bytes = frame.limits().json_bytes;
    let frame = Arc::new(frame);
    Ok(router
        .fallback(nothing_here)
        .method_not_allowed_fallback(not_this_way)
        .layer(DefaultBodyLimit::max(json_bytes))
        .layer(axum::middleware::from_fn_with_state(frame, roof)))
}

async fn nothing_here() -> Response {
    trouble(StatusCode::NOT_FOUND, Trouble::Status)
}

async fn not_this_way() -> Response {
    trouble(StatusCode::METHOD_NOT_ALLOWED, Trouble::Status)
}

fn trouble(status: StatusCode, trouble: Trouble) -> Response {
    let mut response = status.into_response();
    response.extensions_mut().insert(Arc::new(trouble));
    response
}

/// What the roof remembers of a request until it is answered.
struct Kept {
    asked: Arc<Asked>,
    method: Method,
    route: String,
    encoding: Option<Encoding>,
    had_session: bool,
    headers: HeaderMap,
}

async fn roof(State(frame): State<Arc<Frame>>, request: Request, next: Next) -> Response {
    if let Some(asset) = frame.assets.answer(request.uri().path(), request.headers()) {
        return sealed(&frame, asset);
    }
    let (mut parts, body) = request.into_parts();
    let asked = Arc::new(Asked::read(&frame, &parts));
    let kept = Kept {
        asked: Arc::clone(&asked),
        method: parts.method.clone(),
        route: parts.extensions.get::<MatchedPath>().map_or_else(|| "-".to_owned(), |path| path.as_str().to_owned()),
        encoding: Encoding::accepted(&parts.headers),
        had_session: read_cookie(&parts.headers, session_name(frame.secure)).is_some(),
        headers: cookies_only(&parts.headers),
    };
    let began = std::time::Instant::now();
    let span = tracing::info_span!("permintaan", id = %asked.id, method = %kept.method, route = %kept.route);
    let own = crate::origin::is_own(&frame, &parts);
    parts.extensions.insert(Arc::clone(&frame));
    parts.extensions.insert(asked);
    let answer = async {
        if !own {
            return Error::forged().into_response();
        }
        let handled = AssertUnwindSafe(next.run(Request::from_parts(parts, body))).catch_unwind().await;
        handled.unwrap_or_else(|_| Error::failed("a handler panicked").into_response())
    };
    let response = answer.instrument(span.clone()).await;
    let response = finished(&frame, &kept, response).instrument(span.clone()).await;
    let micros = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
    observe(&frame, &kept, response.status(), micros, &span);
    response
}

fn observe(frame: &Frame, kept: &Kept, status: StatusCode, micros: u64, span: &tracing::Span) {
    let _entered = span.enter();
    tracing::info!(status = status.as_u16(), micros, "dijawab");
    if let Some(observer) = &frame.settings.observer {
        observer(Observation { method: kept.method.as_str(), route: &kept.route, status: status.as_u16(), micros });
    }
}

async fn finished(frame: &Arc<Frame>, kept: &Kept, mut response: Response) -> Response {
    let failed = response.status().is_client_error() || response.status().is_server_error();
    if failed && kept.had_session && find_session(frame, &kept.asked, &kept.headers).await.is_err() {
        tracing::warn!("the session could not be looked up for an error page");
    }
    if let Some(trouble) = response.extensions_mut().remove::<Arc<Trouble>>() {
        response = crate::problem_page::draw(frame, &kept.asked, &trouble, response);
    } else if failed && (is_bare(&response) || !response.headers().contains_key(header::CONTENT_TYPE)) {
        response = crate::problem_page::draw(frame, &kept.asked, &Trouble::Status, response);
    }
    remember(kept, frame.secure, response.headers_mut());
    let response = compressed(response, kept.encoding).await;
    sealed(frame, response)
}

fn cookies_only(headers: &HeaderMap) -> HeaderMap {
    let cookies = headers.get_all(header::COOKIE).iter();
    cookies.map(|cookie| (header::COOKIE, cookie.clone())).collect()
}

/// Plain-text rejections of the web library are replaced: they speak English to nobody in particular.
fn is_bare(response: &Response) -> bool {
    crate::view::header(response.headers(), "content-type").starts_with("text/plain")
}

/// Cookies, caching, the request id; whoever signs out leaves nothing in the browser (ASVS 14.3.1).
fn remember(kept: &Kept, secure: bool, headers: &mut HeaderMap) {
    for cookie in &kept.asked.new_cookies {
        if let Ok(value) = HeaderValue::from_str(cookie) {
            headers.append(header::SET_COOKIE, value);
        }
    }
    if let Ok(id) = HeaderValue::from_str(&kept.asked.id) {
        headers.insert("x-request-id", id);
    }
    let cache = if kept.had_session { "no-store" } else { "private, no-cache" };
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static(cache));
    let left = format!("{}=;", session_name(secure));
    let leaves = |cookie: &HeaderValue| cookie.to_str().is_ok_and(|cookie| cookie.starts_with(&left));
    if headers.get_all(header::SET_COOKIE).iter().any(leaves) {
        headers.insert("clear-site-data", HeaderValue::from_static("\"cache\", \"storage\""));
    }
    if matches!(kept.route.as_str(), "/l/{token}" | "/t/{token}" | "/lanjut/{token}") {
        headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    }
    let vary = "accept-encoding, accept-language, cookie, save-data, accept";
    headers.entry(header::VARY).or_insert(HeaderValue::from_static(vary));
}

const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; worker-src 'self'; manifest-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'";

/// A page that shows files of this house in frames; every other page has none.
///
/// # Errors
/// The page's own.
pub fn framing(page: Answer) -> Answer {
    let mut page = page?;
    let policy = HeaderValue::from_str(&format!("{CSP}; frame-src 'self'")).or_fail()?;
    page.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    Ok(page)
}

/// A page whose script starts a worker: it may name its script under this one policy of trusted types.
///
/// # Errors
/// The page's own.
pub fn working(policy: &str, page: Answer) -> Answer {
    let mut page = page?;
    let policy = CSP.replace("trusted-types 'none'", &format!("trusted-types {policy}"));
    page.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_str(&policy).or_fail()?);
    Ok(page)
}

/// The headers that every answer has, whatever it is.
fn sealed(frame: &Frame, mut response: Response) -> Response {
    let headers = response.headers_mut();
    let fixed: [(HeaderName, &'static str); 6] = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("origin-agent-cluster"), "?1"),
        (HeaderName::from_static("x-permitted-cross-domain-policies"), "none"),
        (
            HeaderName::from_static("permissions-policy"),
            "geolocation=(self), camera=(), microphone=(), payment=(), usb=(), browsing-topics=()",
        ),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::X_FRAME_OPTIONS).or_insert(HeaderValue::from_static("DENY"));
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(CSP));
    headers.entry(header::REFERRER_POLICY).or_insert(HeaderValue::from_static("same-origin"));
    if frame.secure {
        headers
            .insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=63072000; includeSubDomains"));
    }
    response
}
