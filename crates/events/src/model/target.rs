//! Where deliveries may go: https, a name or address that is not ours, no user and no fragment. Where the name leads is
//! judged when the connection is made (`web::outgoing`), because it may lead elsewhere tomorrow.

use url::{Host, Url};

/// Longest address.
const LONGEST: usize = 500;

/// Why an address is no target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BadTarget {
    /// It is no whole address, or a too long one.
    Form,
    /// It is not https.
    Scheme,
    /// It holds a user name or a password.
    User,
    /// It leads to this installation itself.
    Ours,
    /// It leads into a network that deliveries must not reach.
    Private,
}

impl BadTarget {
    /// The end of its text key.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Form => "bentuk",
            Self::Scheme => "https",
            Self::User => "sandi",
            Self::Ours => "kita",
            Self::Private => "jaringan",
        }
    }
}

/// The address as it is kept.
///
/// `own` are the addresses of this installation; where the first of them is plain http on this machine, as in a
/// demonstration, targets on this machine may be plain http too.
///
/// # Errors
/// It is none to which deliveries may go.
pub fn check(typed: &str, own: &[String]) -> Result<String, BadTarget> {
    if typed.len() > LONGEST || !typed.is_ascii() || typed.bytes().any(|byte| byte.is_ascii_control() || byte == b' ') {
        return Err(BadTarget::Form);
    }
    let url = Url::parse(typed).map_err(|_| BadTarget::Form)?;
    let host = url.host().ok_or(BadTarget::Form)?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(BadTarget::User);
    }
    if url.fragment().is_some() {
        return Err(BadTarget::Form);
    }
    let local = own.first().is_some_and(|first| first.starts_with("http://")) && is_loopback(&host);
    match url.scheme() {
        "https" => {}
        "http" if local => {}
        _ => return Err(BadTarget::Scheme),
    }
    if own.iter().any(|address| is_same(address, &url, local)) {
        return Err(BadTarget::Ours);
    }
    Ok(url.into())
}

fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => *name == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

/// The same host, whatever the port and however it is written; on a demonstration's own machine the same port too.
fn is_same(address: &str, url: &Url, local: bool) -> bool {
    let Ok(ours) = Url::parse(address) else {
        return false;
    };
    let plain = |url: &Url| url.host_str().unwrap_or_default().trim_end_matches('.').to_owned();
    let loops = |url: &Url| url.host().as_ref().is_some_and(is_loopback);
    let same_host = plain(&ours) == plain(url) || (loops(&ours) && loops(url));
    same_host && (!local || ours.port_or_known_default() == url.port_or_known_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: [&str; 2] = ["https://gapura.jombangkab.go.id", "https://lapor.jombangkab.go.id:8443"];

    fn own(addresses: &[&str]) -> Vec<String> {
        addresses.iter().map(|&address| address.to_owned()).collect()
    }

    #[test]
    fn tricks_with_addresses_are_refused_with_their_reason() {
        for (typed, why) in [
            ("", BadTarget::Form),
            ("simpus.go.id/hook", BadTarget::Form),
            ("https://", BadTarget::Form),
            ("https://a.go.id/x#y", BadTarget::Form),
            ("https://a.go.id/\r\nhost: b", BadTarget::Form),
            ("https://a.go.id/ x", BadTarget::Form),
            ("https://аpp.go.id/", BadTarget::Form),
            ("http://a.go.id/hook", BadTarget::Scheme),
            ("http://127.0.0.1/hook", BadTarget::Scheme),
            ("file:///etc/passwd", BadTarget::Form),
            ("ftp://a.go.id/x", BadTarget::Scheme),
            ("gopher://a.go.id/x", BadTarget::Scheme),
            ("https://siti:rahasia@a.go.id/", BadTarget::User),
            ("https://gapura.jombangkab.go.id@evil.id/", BadTarget::User),
            ("https://gapura.jombangkab.go.id/api/v1/events", BadTarget::Ours),
            ("https://GAPURA.jombangkab.go.id./x", BadTarget::Ours),
            ("https://gapura.jombangkab.go.id:9000/x", BadTarget::Ours),
            ("https://lapor.jombangkab.go.id/x", BadTarget::Ours),
        ] {
            assert_eq!(check(typed, &own(&OWN)), Err(why), "{typed}");
        }
        assert_eq!(check(&format!("https://a.go.id/{}", "x".repeat(500)), &own(&OWN)), Err(BadTarget::Form));
    }

    #[test]
    fn an_https_address_is_kept_as_it_will_be_called() {
        let kept = check("https://SIMPUS.jombangkab.go.id/hook?kunci=1", &own(&OWN)).unwrap();
        assert_eq!(kept, "https://simpus.jombangkab.go.id/hook?kunci=1");
    }

    #[test]
    fn only_a_demonstration_delivers_on_its_own_machine_and_never_to_itself() {
        let demo = own(&["http://127.0.0.1:8080"]);
        assert!(check("http://127.0.0.1:9000/hook", &demo).is_ok());
        assert!(check("http://localhost:9000/hook", &demo).is_ok());
        assert_eq!(check("http://localhost:8080/hook", &demo), Err(BadTarget::Ours));
        assert_eq!(check("http://[::1]:8080/hook", &demo), Err(BadTarget::Ours));
        assert_eq!(check("http://10.0.0.5/hook", &demo), Err(BadTarget::Scheme));
        assert_eq!(check("http://2130706433:8080/", &demo), Err(BadTarget::Ours), "127.0.0.1 as one number");
    }
}
