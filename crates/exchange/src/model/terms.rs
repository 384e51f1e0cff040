//! What may be typed about a service: where calls go and within which limits.

use url::{Host, Url};

/// Terms of a service's version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Where calls go.
    pub upstream: String,
    /// `upstream` is the id of a table of feeds, not an address.
    pub feed: bool,
    /// Largest request body in KiB.
    pub most_request: i64,
    /// Largest answer in KiB; 0: no limit.
    pub most_answer: i64,
    /// Time until the head of the answer, in milliseconds.
    pub timeout_ms: i64,
    /// Calls a minute over all clients; 0: no limit.
    pub per_minute: i64,
    /// The answer may leave before its record is durable.
    pub relaxed: bool,
    /// Bodies are held against their schema.
    pub checked: bool,
    /// Agencies may ask for it, and everybody may read its documentation.
    pub open: bool,
    /// PEM of a further authority; empty: none.
    pub authority: String,
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            upstream: String::new(),
            feed: false,
            most_request: 1024,
            most_answer: 10 * 1024,
            timeout_ms: 10_000,
            per_minute: 600,
            relaxed: false,
            checked: false,
            open: true,
            authority: String::new(),
        }
    }
}

/// What is wrong with terms; the word is that of the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No address, or not one that may be called.
    Address,
    /// It is ours.
    Ourselves,
    /// A limit lies outside of what the gateway can hold.
    Limit(&'static str),
    /// Not the PEM of certificates.
    Authority,
}

impl Terms {
    /// Looks at everything but the feed, which only feeds know. `ours` is our own address.
    ///
    /// # Errors
    /// The first fault.
    pub fn checked(mut self, ours: &str) -> Result<Self, Fault> {
        if !self.feed {
            self.upstream = address(&self.upstream, ours)?;
        }
        let limits = [
            ("most_request", self.most_request, 1..=1024 * 1024),
            ("most_answer", self.most_answer, 0..=10 * 1024 * 1024),
            ("timeout_ms", self.timeout_ms, 100..=120_000),
            ("per_minute", self.per_minute, 0..=1_000_000),
        ];
        if let Some((name, ..)) = limits.iter().find(|(_, value, range)| !range.contains(value)) {
            return Err(Fault::Limit(name));
        }
        if !self.authority.trim().is_empty() {
            super::authority::ends(&self.authority).ok_or(Fault::Authority)?;
        }
        Ok(self)
    }
}

/// An address that may be called, without a slash at its end: https, or http to this machine; no name or password, no query,
/// no fragment, and not ours. In which networks it may lie is the operator's to say and the gateway's to check.
///
/// # Errors
/// [`Fault::Address`] or [`Fault::Ourselves`].
pub fn address(typed: &str, ours: &str) -> Result<String, Fault> {
    let typed = typed.trim();
    let tricks = |one: char| one.is_control() || one.is_whitespace() || one == '\\' || one == '@' || one == '%';
    if typed.len() > 500 || typed.contains(tricks) || typed.contains("/../") || typed.ends_with("/..") {
        return Err(Fault::Address);
    }
    let url = Url::parse(typed).map_err(|_| Fault::Address)?;
    let sound = url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
        && url.fragment().is_none()
        && (url.scheme() == "https" || (url.scheme() == "http" && is_loopback(&url)));
    if !sound {
        return Err(Fault::Address);
    }
    let same = Url::parse(ours).is_ok_and(|ours| {
        ours.host_str() == url.host_str() && ours.port_or_known_default() == url.port_or_known_default()
    });
    if same { Err(Fault::Ourselves) } else { Ok(url.as_str().trim_end_matches('/').to_owned()) }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// A header field that may carry a secret to the upstream server, lower case; `None` where it would change the call itself.
pub fn header(typed: &str) -> Option<String> {
    let name = typed.trim().to_ascii_lowercase();
    let known = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let reserved = ["host", "content-length", "transfer-encoding", "connection", "upgrade", "te", "trailer", "cookie"];
    let fits = (1..=64).contains(&name.len()) && name.bytes().all(known) && !reserved.contains(&name.as_str());
    fits.then_some(name)
}

/// Whether this can be the value of a header field: visible ASCII, at most 4000 characters.
pub fn is_header_value(value: &str) -> bool {
    (1..=4000).contains(&value.len())
        && value.bytes().all(|byte| (b' '..=b'~').contains(&byte))
        && value.trim() == value
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: &str = "https://gapura.kab.example";

    #[test]
    fn an_upstream_is_https_without_tricks() {
        assert_eq!(address(" https://simpus.internal/api/ ", OURS).unwrap(), "https://simpus.internal/api");
        assert_eq!(address("http://127.0.0.1:9001", OURS).unwrap(), "http://127.0.0.1:9001");
        assert_eq!(address("http://[::1]:9001/a", OURS).unwrap(), "http://[::1]:9001/a");
        for wrong in [
            "",
            "simpus",
            "http://simpus.internal",
            "ftp://a/b",
            "https://u:p@a/b",
            "https://u@a",
            "https://a/b?c=d",
            "https://a/b#c",
            "https://a/../b",
            "https://a/%2e%2e/b",
            "https://a\\b",
            "https://a b",
            "https://a\n/b",
            "file:///etc/passwd",
            "https://",
            "javascript:1",
            "http://127.0.0.1.example.org",
            "//a/b",
        ] {
            assert_eq!(address(wrong, OURS), Err(Fault::Address), "{wrong:?}");
        }
        for own in [OURS, "https://GAPURA.kab.example/x/a", "https://gapura.kab.example:443/"] {
            assert_eq!(address(own, OURS), Err(Fault::Ourselves), "{own}");
        }
    }

    #[test]
    fn limits_are_those_that_the_gateway_can_hold() {
        let good = Terms { upstream: "https://a.example".into(), ..Terms::default() };
        assert!(good.clone().checked(OURS).is_ok());
        assert_eq!(Terms { timeout_ms: 0, ..good.clone() }.checked(OURS), Err(Fault::Limit("timeout_ms")));
        assert_eq!(Terms { most_request: 0, ..good.clone() }.checked(OURS), Err(Fault::Limit("most_request")));
        assert_eq!(Terms { authority: "halo".into(), ..good }.checked(OURS), Err(Fault::Authority));
    }

    #[test]
    fn a_secret_travels_in_a_plain_header_field() {
        assert_eq!(header(" X-Api-Key ").as_deref(), Some("x-api-key"));
        for wrong in ["", "host", "Content-Length", "a b", "a:b", "x\r\ny", "cookie"] {
            assert_eq!(header(wrong), None, "{wrong:?}");
        }
        assert!(is_header_value("Bearer abc=="));
        assert!(!is_header_value("a\r\nx: y") && !is_header_value("") && !is_header_value("é"));
    }
}
