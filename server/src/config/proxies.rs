//! `OA_TRUSTED_PROXIES`: the proxies whose `X-Forwarded-For` is trusted.

use std::net::{IpAddr, SocketAddr};

use ipnet::IpNet;

use super::ConfigError;

/// Parses the setting. The default is the loopback networks if the server listens on loopback, as only a proxy on this
/// machine can connect, and none otherwise.
pub(super) fn parse(setting: Option<&str>, listen: SocketAddr) -> Result<Vec<IpNet>, ConfigError> {
    match setting.map(str::trim) {
        None if listen.ip().to_canonical().is_loopback() => {
            Ok(["127.0.0.0/8", "::1/128"].into_iter().filter_map(|net| net.parse().ok()).collect())
        }
        None | Some("none") => Ok(Vec::new()),
        Some(list) => list.split(',').map(str::trim).filter(|net| !net.is_empty()).map(network).collect(),
    }
}

/// Parses a CIDR or a single address.
fn network(text: &str) -> Result<IpNet, ConfigError> {
    let one = || text.parse::<IpAddr>().ok().map(IpNet::from);
    text.parse().ok().or_else(one).ok_or_else(|| {
        let why = format!("`{text}` is neither none nor a CIDR like 10.0.0.0/8; several stand with commas between");
        ConfigError::new("OA_TRUSTED_PROXIES", why)
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::parse;

    const LOOPBACK: &[&str] = &["127.0.0.0/8", "::1/128"];

    #[rstest]
    #[case::default("127.0.0.1:8080", None, LOOPBACK)]
    #[case::another_loopback("127.9.9.9:8080", None, LOOPBACK)]
    #[case::loopback_of_v6("[::1]:8080", None, LOOPBACK)]
    #[case::mapped("[::ffff:127.0.0.1]:8080", None, LOOPBACK)]
    #[case::every_address("0.0.0.0:8080", None, &[])]
    #[case::every_address_of_v6("[::]:8080", None, &[])]
    #[case::one_address("192.0.2.1:8080", None, &[])]
    #[case::set("127.0.0.1:8080", Some("10.0.0.0/8"), &["10.0.0.0/8"])]
    #[case::several("0.0.0.0:8080", Some(" 10.0.0.0/8 ,fd00::/8,"), &["10.0.0.0/8", "fd00::/8"])]
    #[case::addresses("0.0.0.0:8080", Some("10.0.0.1, ::1"), &["10.0.0.1/32", "::1/128"])]
    #[case::none("127.0.0.1:8080", Some("none"), &[])]
    #[case::empty_in_a_file("127.0.0.1:8080", Some(""), &[])]
    fn trusted(#[case] listen: &str, #[case] setting: Option<&str>, #[case] nets: &[&str]) {
        let parsed = parse(setting, listen.parse().unwrap()).unwrap();
        assert_eq!(parsed.iter().map(ToString::to_string).collect::<Vec<_>>(), nets);
    }

    #[rstest]
    #[case("proxy.example.com")]
    #[case("10.0.0.0/33")]
    #[case("10.0.0.1:8080")]
    #[case("10.0.0.0/8 fd00::/8")]
    #[case("10.0.0.0/8, none")]
    fn refused(#[case] setting: &str) {
        let error = parse(Some(setting), "127.0.0.1:8080".parse().unwrap()).unwrap_err().to_string();
        assert!(error.starts_with("OA_TRUSTED_PROXIES: `") && error.contains("10.0.0.0/8"), "{error}");
    }
}
