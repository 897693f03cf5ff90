//! Which avatar addresses a client may name. Any other address would let one user make every other user's
//! phone fetch it.

use field_limits::MAX_ADDRESS;

use crate::Config;

/// The file of the grey avatar that WeChat gives with `微信用户`. It is a placeholder like that name, so it is not stored.
const GREY: &str = "POgEwh4mIHO4nibH0KlMECNjjGxQUq24ZEaGT4poC6icRiccVGKSyXwibcPq4BWmiaIGuG1icwxaQX6grC9VemZoJ8rg";

/// Served by the binary, under `OA_PUBLIC_URL`: what a user without an avatar has.
pub const DEFAULT_AVATAR: &str = "/oapro/images/avatar-default.svg";

impl Config {
    /// Whether the address stands for "no avatar": it is empty, the server's default picture, or WeChat's grey one. A client
    /// may send back the address that it was given.
    pub(crate) fn is_default_avatar(&self, address: &str) -> bool {
        let ours = address.strip_prefix(self.public_url.trim_end_matches('/')).unwrap_or(address);
        address.is_empty() || ours == DEFAULT_AVATAR || is_qlogo(address) && address.contains(GREY)
    }

    /// What is stored for an address that a client sends: a path for one of ours, the address itself for WeChat's own
    /// picture hosts, `None` for any other.
    pub fn validate_avatar(&self, address: &str) -> Option<String> {
        if !is_plain(address) {
            return None;
        }
        if let Some(path) = address.strip_prefix(self.public_url.trim_end_matches('/')) {
            let ours =
                self.avatar_paths.iter().any(|prefix| path.starts_with(prefix.as_str()) && path.len() > prefix.len());
            return (ours && path.starts_with('/') && !path.contains("..")).then(|| path.to_owned());
        }
        is_wechat_avatar(address).then(|| address.to_owned())
    }
}

/// Whether the address is a picture on one of WeChat's own hosts, and not the grey one.
pub fn is_wechat_avatar(address: &str) -> bool {
    is_plain(address) && is_qlogo(address) && !address.contains(GREY)
}

/// Short enough to be kept, and nothing in it that a page or a log could take for its own.
fn is_plain(address: &str) -> bool {
    address.len() <= MAX_ADDRESS
        && address.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '"' | '\'' | '<' | '>' | '\\' | '`'))
}

/// `https` on a host under `qlogo.cn`, without a port or a user name.
fn is_qlogo(address: &str) -> bool {
    let Some(rest) = address.strip_prefix("https://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-');
    host.strip_suffix(".qlogo.cn").is_some_and(|label| !label.is_empty() && label.bytes().all(plain))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use crate::Config;

    fn config() -> Config {
        Config {
            apps: Vec::new(),
            idle_ms: 1,
            absolute_ms: 1,
            max_sessions: 1,
            watermark_age_ms: 1,
            clock_skew_ms: 1,
            public_url: "https://oa.example/".into(),
            avatar_paths: vec!["/oapro/avatar/".into()],
            limit: std::sync::Arc::new(|_, _, _| Ok(())),
            count: std::sync::Arc::new(|_| ()),
            demo_memberships: Box::new(|_, _| Vec::new()),
        }
    }

    #[rstest]
    #[case::ours("https://oa.example/oapro/avatar/ab12", Some("/oapro/avatar/ab12"))]
    #[case::qlogo("https://thirdwx.qlogo.cn/mmopen/a/132", Some("https://thirdwx.qlogo.cn/mmopen/a/132"))]
    #[case::empty("", None)]
    #[case::ours_elsewhere("https://oa.example/oapro/wx/auth/logout", None)]
    #[case::ours_upwards("https://oa.example/oapro/avatar/../wx/x", None)]
    #[case::only_the_folder("https://oa.example/oapro/avatar/", None)]
    #[case::another_host("https://oa.example.evil.net/oapro/avatar/ab", None)]
    #[case::user_name("https://oa.example@evil.net/oapro/avatar/ab", None)]
    #[case::long(&format!("https://wx.qlogo.cn/{}", "a".repeat(1005)), None)]
    #[case::no_https("http://wx.qlogo.cn/a", None)]
    #[case::bare_domain("https://qlogo.cn/a", None)]
    #[case::empty_label("https://.qlogo.cn/a", None)]
    #[case::lookalike("https://evilqlogo.cn/a", None)]
    #[case::suffix("https://wx.qlogo.cn.evil.net/a", None)]
    #[case::in_the_path("https://evil.net/x.qlogo.cn", None)]
    #[case::port("https://wx.qlogo.cn:81/a", None)]
    #[case::name_before_host("https://evil@wx.qlogo.cn/a", None)]
    #[case::backslash("https://evil.net\\.qlogo.cn/a", None)]
    #[case::quote("https://wx.qlogo.cn/\"onload=x", None)]
    #[case::script("javascript:alert(1)", None)]
    #[case::grey(
        "https://thirdwx.qlogo.cn/mmopen/vi_32/POgEwh4mIHO4nibH0KlMECNjjGxQUq24ZEaGT4poC6icRiccVGKSyXwibcPq4BWmiaIGuG1icwxaQX6grC9VemZoJ8rg/132",
        None
    )]
    fn validates(#[case] address: &str, #[case] stored: Option<&str>) {
        assert_eq!(config().validate_avatar(address).as_deref(), stored);
    }

    proptest! {
        #[test]
        fn nothing_but_ours_and_wechats_passes(address in ".{0,60}") {
            prop_assume!(!address.starts_with("https://"));
            prop_assert_eq!(config().validate_avatar(&address), None);
        }
    }
}
