//! The address of a client: the connection's own, or what the proxies in front say of it in `X-Forwarded-For`.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use http::HeaderMap;
use ipnet::IpNet;

const HEADER: &str = "x-forwarded-for";

/// The client's address: the peer's, or where that is a trusted proxy, the last address in `X-Forwarded-For` that is not
/// one. Read from the right and as bytes: what a client wrote at the left, text or not, changes nothing. A hop that is no
/// address ends the walk, and the hop before it stands.
pub(super) fn client_ip(headers: &HeaderMap, peer: IpAddr, trusted: &[IpNet]) -> IpAddr {
    let mut ip = peer.to_canonical();
    // several lines are one list
    let lines = headers.get_all(HEADER).iter().rev();
    for hop in lines.flat_map(|line| line.as_bytes().rsplit(|byte| *byte == b',')) {
        if !is_trusted(ip, trusted) {
            break;
        }
        let Some(next) = address(hop.trim_ascii()) else { break };
        ip = next.to_canonical();
    }
    ip
}

/// Whether a peer whose word does not count says for whom it calls: mostly a proxy that nobody configured, and then all of
/// its clients count as one address.
pub(super) fn is_ignored(headers: &HeaderMap, peer: IpAddr, trusted: &[IpNet]) -> bool {
    headers.get_all(HEADER).iter().any(|line| !line.is_empty()) && !is_trusted(peer.to_canonical(), trusted)
}

fn is_trusted(ip: IpAddr, trusted: &[IpNet]) -> bool {
    trusted.iter().any(|net| net.contains(&ip))
}

/// `192.0.2.1`, `2001:db8::1`, and as some gateways write it with a port: `192.0.2.1:50123`, `[2001:db8::1]:50123`.
fn address(hop: &[u8]) -> Option<IpAddr> {
    let hop = std::str::from_utf8(hop).ok()?;
    let bare = hop.strip_prefix('[').and_then(|hop| hop.strip_suffix(']'));
    if let Some(bare) = bare {
        return bare.parse::<Ipv6Addr>().ok().map(IpAddr::V6);
    }
    hop.parse().ok().or_else(|| hop.parse().ok().map(|with_port: SocketAddr| with_port.ip()))
}

#[cfg(test)]
#[path = "forwarded_tests.rs"]
mod tests;
