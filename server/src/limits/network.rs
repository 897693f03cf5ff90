//! The network that the rate limits count as one address. An IPv6 customer gets a /64 and could use 2^64 addresses in turn.

use std::net::{IpAddr, Ipv6Addr};

/// The address itself for IPv4, its /64 network for IPv6.
pub(crate) fn network(ip: IpAddr) -> IpAddr {
    match ip {
        IpAddr::V4(_) => ip,
        IpAddr::V6(ip) => Ipv6Addr::from_bits(ip.to_bits() & !u128::from(u64::MAX)).into(),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::network;

    #[rstest]
    #[case("203.0.113.7", "203.0.113.7")]
    #[case("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    #[case("2001:db8:1:2::", "2001:db8:1:2::")]
    #[case("2001:db8:1:3::6", "2001:db8:1:3::")]
    fn networks(#[case] ip: &str, #[case] counted: &str) {
        assert_eq!(network(ip.parse().unwrap()).to_string(), counted);
    }
}
