//! Where a request comes from, when proxies stand in between.

use crate::frame::Frame;
use axum::extract::ConnectInfo;
use http::request::Parts;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// A network in CIDR form: `10.0.0.0/8`, `::1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    base: IpAddr,
    bits: u8,
}

impl Network {
    /// Reads `10.0.0.0/8`, or one address.
    pub fn parse(text: &str) -> Option<Self> {
        let (base, bits) = match text.split_once('/') {
            Some((base, bits)) => (base.parse().ok()?, bits.parse().ok()?),
            None => {
                let base: IpAddr = text.parse().ok()?;
                (base, if base.is_ipv4() { 32 } else { 128 })
            }
        };
        let most = if base.is_ipv4() { 32 } else { 128 };
        (bits <= most).then_some(Self { base, bits })
    }

    /// Whether the address lies in it.
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.base, address.to_canonical()) {
            (IpAddr::V4(base), IpAddr::V4(address)) => {
                same_prefix(u128::from(u32::from(base)) << 96, u128::from(u32::from(address)) << 96, self.bits)
            }
            (IpAddr::V6(base), IpAddr::V6(address)) => same_prefix(base.into(), address.into(), self.bits),
            _ => false,
        }
    }
}

fn same_prefix(one: u128, other: u128, bits: u8) -> bool {
    bits == 0 || (one ^ other) >> (128 - u32::from(bits)) == 0
}

/// The proxies whose `X-Forwarded-For` is believed.
#[derive(Clone, Debug, Default)]
pub struct Proxies(pub Vec<Network>);

impl Proxies {
    fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(address))
    }

    /// The nearest address that is no trusted proxy: the peer, or walking `X-Forwarded-For` from the right.
    pub fn visitor(&self, peer: IpAddr, forwarded: &str) -> IpAddr {
        if !self.trusts(peer) {
            return peer.to_canonical();
        }
        let mut nearest = peer;
        for hop in forwarded.rsplit(',').map(str::trim).filter(|hop| !hop.is_empty()) {
            let Ok(address) = hop.parse::<IpAddr>() else {
                break;
            };
            nearest = address;
            if !self.trusts(address) {
                break;
            }
        }
        nearest.to_canonical()
    }
}

/// The visitor's address; unspecified when the server does not tell the peer.
pub(crate) fn of(frame: &Frame, parts: &Parts) -> IpAddr {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    let lines = parts.headers.get_all("x-forwarded-for").iter();
    let forwarded: Vec<_> = lines.filter_map(|line| line.to_str().ok()).collect();
    let peer = peer.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
    frame.settings.proxies.visitor(peer, &forwarded.join(","))
}

/// One household is one key: IPv4 whole, IPv6 cut to the /64.
pub(crate) fn throttle_key(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visitor(trusted: &[&str], peer: &str, forwarded: &str) -> String {
        let networks = trusted.iter().map(|text| Network::parse(text).unwrap()).collect();
        Proxies(networks).visitor(peer.parse().unwrap(), forwarded).to_string()
    }

    #[test]
    fn a_stranger_cannot_choose_an_address_by_header() {
        assert_eq!(visitor(&[], "203.0.113.9", "1.2.3.4"), "203.0.113.9");
        assert_eq!(visitor(&["127.0.0.1"], "203.0.113.9", "1.2.3.4"), "203.0.113.9");
    }

    #[test]
    fn the_last_address_that_is_no_trusted_proxy_counts() {
        let trusted = ["127.0.0.0/8", "10.0.0.0/8"];
        assert_eq!(visitor(&trusted, "127.0.0.1", "6.6.6.6, 203.0.113.9, 10.0.0.4"), "203.0.113.9");
    }

    #[test]
    fn a_broken_header_ends_the_walk() {
        assert_eq!(visitor(&["127.0.0.1"], "127.0.0.1", "203.0.113.9, <script>"), "127.0.0.1");
    }

    #[test]
    fn a_household_with_ipv6_is_one_key() {
        let key = |text: &str| throttle_key(text.parse().unwrap());
        assert_eq!(key("2001:db8:1:2:3:4:5:6"), key("2001:db8:1:2:ffff::1"));
        assert_ne!(key("2001:db8:1:2::1"), key("2001:db8:1:3::1"));
    }

    #[test]
    fn a_network_needs_a_mask_that_fits() {
        assert_eq!(Network::parse("10.0.0.0/33"), None);
        assert_eq!(Network::parse("desa"), None);
        assert!(Network::parse("::/0").unwrap().contains("2001:db8::1".parse().unwrap()));
    }
}
