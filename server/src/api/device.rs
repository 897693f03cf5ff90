//! A short name for the device of a request, for the list of sessions.

use http::{HeaderMap, header};

/// From the User-Agent; in demo mode the page names its phone itself, in `X-OA-Device`.
pub(super) fn name(headers: &HeaderMap, demo: bool) -> String {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if demo && let Some(phone) = text("x-oa-device") {
        let phone: String = phone.chars().filter(|c| !c.is_control()).take(32).collect();
        return if phone.is_empty() { "oa-mini 演示".to_owned() } else { format!("oa-mini 演示 {phone}") };
    }
    let agent = text(header::USER_AGENT.as_str()).unwrap_or_default();
    const NAMES: [(&str, &str); 9] = [
        ("wechatdevtools", "微信开发者工具"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("OpenHarmony", "鸿蒙手机"),
        ("Android", "安卓手机"),
        ("MacWechat", "微信 Mac 版"),
        ("WindowsWechat", "微信 Windows 版"),
        ("Macintosh", "Mac"),
        ("Windows", "Windows"),
    ];
    NAMES.iter().find(|(part, _)| agent.contains(part)).map_or("未知设备", |(_, name)| name).to_owned()
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue};
    use rstest::rstest;

    use super::name;

    #[rstest]
    #[case("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) MicroMessenger/8.0.44", "iPhone")]
    #[case("Mozilla/5.0 (Linux; Android 14; Pixel) MicroMessenger/8.0", "安卓手机")]
    #[case("Mozilla/5.0 (iPhone) wechatdevtools/1.06", "微信开发者工具")]
    #[case("curl/8", "未知设备")]
    fn by_user_agent(#[case] agent: &'static str, #[case] device: &str) {
        let mut headers = HeaderMap::new();
        headers.insert("user-agent", HeaderValue::from_static(agent));
        assert_eq!(name(&headers, false), device);
    }

    #[test]
    fn the_pages_own_name_counts_in_demo_mode_only() {
        let mut headers = HeaderMap::new();
        headers.insert("x-oa-device", HeaderValue::from_static("A"));
        assert_eq!(name(&headers, true), "oa-mini 演示 A");
        assert_eq!(name(&headers, false), "未知设备");
    }
}
