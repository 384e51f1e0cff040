//! Addresses that this program itself calls when a sign-on ends. More is asked of them than of addresses that a browser is
//! sent to: a browser has its own networks, this program stands in ours. Where a name leads is judged when the connection
//! is made (`web::outgoing`), because it may lead elsewhere tomorrow.

use super::address::{self, BadAddress};
use std::net::{IpAddr, Ipv4Addr};
use url::{Host, Url};
use web::outgoing::Reach;

/// Whether farewells may go to this address. `own` are the addresses of this installation; where the first of them is plain
/// http, as in a demonstration, this machine may be called with plain http too.
///
/// # Errors
/// What is wrong with it.
pub fn check(text: &str, own: &[String], reach: &Reach) -> Result<(), BadAddress> {
    address::check(text)?;
    let url = Url::parse(text).map_err(|_| BadAddress::Unreadable)?;
    if own.iter().any(|one| is_own(&url, one)) {
        return Err(BadAddress::Ours);
    }
    let secure = url.scheme() == "https";
    let demonstrates = own.first().is_some_and(|first| first.starts_with("http://"));
    let reached = literal(&url).is_none_or(|address| reach.allows(address, secure));
    if reached && (secure || demonstrates) { Ok(()) } else { Err(BadAddress::Inner) }
}

/// The same host whatever the port; in a demonstration the same port too.
fn is_own(url: &Url, own: &str) -> bool {
    let host = |url: &Url| url.host_str().map(|host| host.trim_end_matches('.').to_owned());
    let Ok(own) = Url::parse(own) else {
        return false;
    };
    host(&own) == host(url) && (own.scheme() == "https" || own.port_or_known_default() == url.port_or_known_default())
}

/// The network address that the text itself names.
fn literal(url: &Url) -> Option<IpAddr> {
    match url.host()? {
        Host::Domain(name) => (name == "localhost").then_some(IpAddr::V4(Ipv4Addr::LOCALHOST)),
        Host::Ipv4(address) => Some(address.into()),
        Host::Ipv6(address) => Some(address.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use web::Network;

    fn checked(text: &str, own: &str, networks: &[&str]) -> Result<(), BadAddress> {
        let networks = networks.iter().map(|text| Network::parse(text).unwrap()).collect();
        check(text, &[own.to_owned()], &Reach::Public(networks))
    }

    #[test]
    fn an_address_towards_an_inner_network_is_refused_unless_the_operator_listed_it() {
        let own = "https://gapura.contoh.go.id";
        for inner in [
            "https://10.7.1.2/keluar",
            "https://127.0.0.1/keluar",
            "https://localhost/keluar",
            "https://169.254.169.254/keluar",
            "https://[::1]/keluar",
            "https://[fd00::1]/keluar",
            "http://127.0.0.1:8000/keluar",
            "http://localhost:8000/keluar",
        ] {
            assert_eq!(checked(inner, own, &[]), Err(BadAddress::Inner), "{inner}");
        }
        assert_eq!(checked("https://10.7.1.2/keluar", own, &["10.7.0.0/16"]), Ok(()));
        assert_eq!(checked("http://10.7.1.2/keluar", own, &["10.7.0.0/16"]), Err(BadAddress::Scheme));
        assert_eq!(checked("https://simpus.contoh.go.id/keluar", own, &[]), Ok(()));
    }

    #[test]
    fn an_address_of_this_installation_is_refused() {
        let own = "https://gapura.contoh.go.id";
        for ours in
            ["https://gapura.contoh.go.id/keluar", "https://gapura.contoh.go.id:9000/", "https://gapura.contoh.go.id./"]
        {
            assert_eq!(checked(ours, own, &[]), Err(BadAddress::Ours), "{ours}");
        }
    }

    #[test]
    fn only_a_demonstration_calls_its_own_machine_and_never_itself() {
        let own = "http://127.0.0.1:8080";
        assert_eq!(checked("http://127.0.0.1:9000/keluar", own, &[]), Ok(()));
        assert_eq!(checked("http://127.0.0.1:8080/keluar", own, &[]), Err(BadAddress::Ours));
    }
}
