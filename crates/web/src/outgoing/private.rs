//! Which addresses are not on the public internet.

use std::net::IpAddr;

/// Addresses that are not on the public internet: this machine, private and shared networks, link-local, tunnels to them.
pub(super) fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => {
            let [a, b, c, _] = address.octets();
            address.is_loopback()
                || address.is_private()
                || address.is_link_local()
                || address.is_multicast()
                || a == 0
                || a >= 240
                || (a == 100 && (64..128).contains(&b))
                || (a == 192 && b == 0 && c == 0)
                || (a == 198 && (18..20).contains(&b))
        }
        IpAddr::V6(address) => {
            let [first, second, ..] = address.segments();
            let [.., high, low] = address.segments();
            let embedded = IpAddr::from((u32::from(high) << 16 | u32::from(low)).to_be_bytes());
            address.is_loopback()
                || address.is_unspecified()
                || address.is_multicast()
                || first & 0xfe00 == 0xfc00
                || first & 0xffc0 == 0xfe80
                || first == 0x2002
                || (first == 0x64 && second == 0xff9b && is_private(embedded))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_addresses_are_known_in_every_dress() {
        for address in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
            "198.18.0.1",
            "192.0.0.8",
            "::1",
            "::",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "ff02::1",
            "2002:7f00:1::",
            "64:ff9b::7f00:1",
        ] {
            assert!(is_private(address.parse::<IpAddr>().unwrap().to_canonical()), "{address}");
        }
        assert!(is_private("::ffff:10.0.0.1".parse::<IpAddr>().unwrap().to_canonical()));
        for address in
            ["8.8.8.8", "103.10.66.1", "172.32.0.1", "100.128.0.1", "2001:4860:4860::8888", "64:ff9b::808:808"]
        {
            assert!(!is_private(address.parse().unwrap()), "{address}");
        }
    }
}
