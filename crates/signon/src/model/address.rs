//! Addresses to which browsers are sent back. They are compared as texts, so what is registered must be written in the
//! one way in which a browser writes it (RFC 6749 section 3.1.2, RFC 9700 section 2.1).

use url::{Host, Url};

/// Longest address.
const LONGEST: usize = 500;
/// Most addresses of one key.
pub const MOST: usize = 10;
/// Names in a query that are ours to fill in.
const OURS: [&str; 4] = ["code", "state", "error", "iss"];

/// Why an address is not taken; the word is part of the text that says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadAddress {
    /// Empty, too long, or not an address at all.
    Unreadable,
    /// Neither https nor http on this machine.
    Scheme,
    /// A name or password before the host.
    UserInfo,
    /// A part behind `#`.
    Fragment,
    /// An asterisk.
    Wildcard,
    /// Written otherwise than a browser writes it: capital letters in the host, `..`, a standard port, no path.
    NotPlain,
    /// Hidden slashes, dots or other escapes in the path.
    Hidden,
    /// The query names something that we fill in.
    OurQuery,
    /// It leads to this installation itself.
    Ours,
    /// It leads into a network that this program must not reach.
    Inner,
}

impl BadAddress {
    /// The word in text keys.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unreadable => "tak-terbaca",
            Self::Scheme => "skema",
            Self::UserInfo => "pengguna",
            Self::Fragment => "pagar",
            Self::Wildcard => "bintang",
            Self::NotPlain => "tulisan",
            Self::Hidden => "tersembunyi",
            Self::OurQuery => "kueri",
            Self::Ours => "kita",
            Self::Inner => "jaringan",
        }
    }
}

/// Whether a browser may be sent to this address.
///
/// # Errors
/// What is wrong with it.
pub fn check(text: &str) -> Result<(), BadAddress> {
    if text.is_empty() || text.len() > LONGEST || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(BadAddress::Unreadable);
    }
    if text.contains('#') {
        return Err(BadAddress::Fragment);
    }
    if text.contains('*') {
        return Err(BadAddress::Wildcard);
    }
    let url = Url::parse(text).map_err(|_| BadAddress::Unreadable)?;
    if !url.username().is_empty() || url.password().is_some() || authority(text).contains('@') {
        return Err(BadAddress::UserInfo);
    }
    if !(url.scheme() == "https" || (url.scheme() == "http" && is_this_machine(&url))) {
        return Err(BadAddress::Scheme);
    }
    if url.host().is_none() || url.as_str() != text {
        return Err(BadAddress::NotPlain);
    }
    let path = url.path().to_ascii_lowercase();
    if ["%2f", "%5c", "%2e", "%00", "%25", "//", "\\"].iter().any(|hidden| path.contains(hidden)) {
        return Err(BadAddress::Hidden);
    }
    if url.query_pairs().any(|(name, _)| OURS.contains(&&*name)) {
        return Err(BadAddress::OurQuery);
    }
    Ok(())
}

/// Whether it is an address for links and pictures of ours: readable and https, or http on this machine.
pub fn check_link(text: &str) -> Result<(), BadAddress> {
    let url = Url::parse(text).map_err(|_| BadAddress::Unreadable)?;
    match url.scheme() {
        "https" if text.len() <= LONGEST => Ok(()),
        "http" if is_this_machine(&url) => Ok(()),
        _ => Err(BadAddress::Scheme),
    }
}

fn authority(text: &str) -> &str {
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    rest.split(['/', '?']).next().unwrap_or(rest)
}

fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// The address with more in its query, each value encoded.
pub fn with(address: &str, more: &[(&str, &str)]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    more.iter().for_each(|(name, value)| {
        query.append_pair(name, value);
    });
    let joint = if address.contains('?') { '&' } else { '?' };
    format!("{address}{joint}{}", query.finish())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn https_and_this_machine_are_taken() {
        for good in [
            "https://simpus.contoh.go.id/masuk/kembali",
            "https://simpus.contoh.go.id:8443/kembali?jalan=gapura",
            "https://10.7.1.2/kembali",
            "http://127.0.0.1:8000/kembali",
            "http://localhost:3000/kembali",
            "http://[::1]:3000/kembali",
        ] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
    }

    #[test]
    fn every_trick_with_an_address_is_refused_for_its_own_reason() {
        use BadAddress::{Fragment, Hidden, NotPlain, OurQuery, Scheme, Unreadable, UserInfo, Wildcard};
        for (tricky, why) in [
            ("", Unreadable),
            ("simpus.contoh.go.id/kembali", Unreadable),
            ("https://simpus.contoh.go.id/kem bali", Unreadable),
            ("https://simpus.contoh.go.id/kembali\r\nX: y", Unreadable),
            ("https://späm.go.id/", Unreadable),
            ("http://simpus.contoh.go.id/kembali", Scheme),
            ("http://127.0.0.1.jahat.id/kembali", Scheme),
            ("http://localhost.jahat.id/kembali", Scheme),
            ("javascript:alert(1)", Scheme),
            ("data:text/html,x", Scheme),
            ("id.go.simpus://kembali", Scheme),
            ("https://simpus.contoh.go.id@jahat.id/", UserInfo),
            ("https://a:b@simpus.contoh.go.id/", UserInfo),
            ("https://@simpus.contoh.go.id/", UserInfo),
            ("https://simpus.contoh.go.id/#kembali", Fragment),
            ("https://*.contoh.go.id/", Wildcard),
            ("https://simpus.contoh.go.id/*", Wildcard),
            ("https://SIMPUS.contoh.go.id/kembali", NotPlain),
            ("https://simpus.contoh.go.id:443/kembali", NotPlain),
            ("https://simpus.contoh.go.id", NotPlain),
            ("https://simpus.contoh.go.id/a/../kembali", NotPlain),
            ("https://simpus.contoh.go.id\\@jahat.id/", UserInfo),
            ("https:simpus.contoh.go.id/", NotPlain),
            ("https://simpus.contoh.go.id/a%2f..%2fb", Hidden),
            ("https://simpus.contoh.go.id/a%5Cb", Hidden),
            ("https://simpus.contoh.go.id//jahat.id", Hidden),
            ("https://simpus.contoh.go.id/%252e", Hidden),
            ("https://simpus.contoh.go.id/k?code=1", OurQuery),
            ("https://simpus.contoh.go.id/k?a=1&state=2", OurQuery),
        ] {
            assert_eq!(check(tricky), Err(why), "{tricky}");
        }
    }

    #[test]
    fn what_is_added_to_an_address_cannot_leave_its_value() {
        assert_eq!(with("https://a.id/k", &[("state", "x&code=1#y")]), "https://a.id/k?state=x%26code%3D1%23y");
        assert_eq!(with("https://a.id/k?b=1", &[("code", "c")]), "https://a.id/k?b=1&code=c");
    }

    proptest! {
        #[test]
        fn whatever_is_taken_reads_back_as_itself(text in "https?://[a-z0-9.@:/\\\\#?%*A-Z-]{0,40}") {
            if check(&text).is_ok() {
                let url = Url::parse(&text).unwrap();
                prop_assert_eq!(url.as_str(), &text);
                prop_assert!(url.username().is_empty() && url.fragment().is_none());
            }
        }
    }
}
