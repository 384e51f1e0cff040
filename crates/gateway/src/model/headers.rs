//! Header fields that pass the gateway, each way (RFC 9110 section 7.6.1).

use http::header::{self, HeaderMap, HeaderName};

/// Of one connection, never passed on.
const HOPS: [HeaderName; 8] = [
    header::CONNECTION,
    HeaderName::from_static("keep-alive"),
    HeaderName::from_static("proxy-connection"),
    header::PROXY_AUTHENTICATE,
    header::PROXY_AUTHORIZATION,
    header::TE,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
];

/// What the caller says to us and not to the upstream.
const OURS: [HeaderName; 8] = [
    header::AUTHORIZATION,
    header::COOKIE,
    header::HOST,
    header::EXPECT,
    header::TRAILER,
    header::FORWARDED,
    header::CONTENT_LENGTH,
    header::ORIGIN,
];

/// What an upstream must not say in the name of this host.
const THEIRS: [HeaderName; 12] = [
    header::SET_COOKIE,
    header::STRICT_TRANSPORT_SECURITY,
    header::ALT_SVC,
    header::SERVER,
    header::TRAILER,
    header::REFRESH,
    header::CONTENT_SECURITY_POLICY,
    HeaderName::from_static("clear-site-data"),
    HeaderName::from_static("x-powered-by"),
    HeaderName::from_static("service-worker-allowed"),
    header::PUBLIC_KEY_PINS,
    header::WWW_AUTHENTICATE,
];

/// Takes everything out of a request that is for us or for this connection alone.
pub fn strip_request(headers: &mut HeaderMap) {
    strip_hops(headers);
    for name in OURS {
        headers.remove(name);
    }
    strip_prefixes(headers, &["x-gapura-", "x-forwarded-", "x-real-ip", "sec-"]);
}

/// Takes everything out of an answer that is for this connection alone or that an upstream must not say. `Location` and
/// `Content-Length` are the caller's business.
pub fn strip_answer(headers: &mut HeaderMap) {
    strip_hops(headers);
    for name in THEIRS {
        headers.remove(name);
    }
    strip_prefixes(headers, &["x-gapura-", "access-control-"]);
}

fn strip_hops(headers: &mut HeaderMap) {
    let named: Vec<HeaderName> = headers
        .get_all(header::CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|name| HeaderName::try_from(name.trim()).ok())
        .collect();
    for name in named.into_iter().chain(HOPS) {
        headers.remove(name);
    }
}

fn strip_prefixes(headers: &mut HeaderMap, prefixes: &[&str]) {
    let meant = |name: &&HeaderName| prefixes.iter().any(|prefix| name.as_str().starts_with(prefix));
    let found: Vec<HeaderName> = headers.keys().filter(meant).cloned().collect();
    for name in found {
        headers.remove(name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(fields: &[(&'static str, &'static str)]) -> HeaderMap {
        let one = |(name, value): &(&'static str, &'static str)| {
            (HeaderName::from_static(name), http::HeaderValue::from_static(value))
        };
        fields.iter().map(one).collect()
    }

    fn names(headers: &HeaderMap) -> Vec<&str> {
        let mut names: Vec<&str> = headers.keys().map(HeaderName::as_str).collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn the_callers_token_cookies_and_claims_stay_here() {
        let mut headers = of(&[
            ("authorization", "Bearer x"),
            ("cookie", "a=b"),
            ("x-gapura-client", "palsu"),
            ("x-forwarded-for", "1.2.3.4"),
            ("traceparent", "00-1-2-01"),
            ("accept", "*/*"),
        ]);
        strip_request(&mut headers);
        assert_eq!(names(&headers), ["accept", "traceparent"]);
    }

    #[test]
    fn fields_of_the_connection_and_those_it_names_are_dropped() {
        let mut headers = of(&[
            ("connection", "keep-alive, x-rahasia"),
            ("keep-alive", "timeout=5"),
            ("x-rahasia", "1"),
            ("transfer-encoding", "chunked"),
            ("te", "trailers"),
            ("upgrade", "websocket"),
            ("x-tetap", "1"),
        ]);
        strip_request(&mut headers);
        assert_eq!(names(&headers), ["x-tetap"]);
    }

    #[test]
    fn an_upstream_sets_no_cookie_and_no_policy_in_our_name() {
        let mut headers = of(&[
            ("set-cookie", "sesi=1"),
            ("strict-transport-security", "max-age=0"),
            ("access-control-allow-origin", "*"),
            ("clear-site-data", "\"*\""),
            ("server", "Apache/2.2"),
            ("content-type", "application/json"),
            ("etag", "\"1\""),
        ]);
        strip_answer(&mut headers);
        assert_eq!(names(&headers), ["content-type", "etag"]);
    }
}
