//! The demo's guard: its own page may call it, other sites' pages may not. Covers every route.

use http::HeaderMap;
use reqwest::Method;
use rstest::rstest;
use serde_json::json;

use crate::test_app::{TestApp, envelope};

/// Every route that exists only in demo mode, with its method.
const ROUTES: [(&str, &str); 20] = [
    ("GET", "/"),
    ("GET", "/guide"),
    ("GET", "/decrypt"),
    ("GET", "/traces"),
    ("GET", "/pages/ucenter/index/index"),
    ("GET", "/pages/none"),
    ("GET", "/assets/app.js"),
    ("GET", "/demo/events?world=a"),
    ("POST", "/demo/status"),
    ("GET", "/wechat-double/_double/users"),
    ("POST", "/wechat-double/_double/phone/login"),
    ("POST", "/wechat-double/_double/control/reset"),
    ("GET", "/wechat-double/_double/none"),
    ("GET", "/wechat-double/sns/jscode2session"),
    ("GET", "/wechat-double/cgi-bin/token"),
    ("POST", "/wechat-double/cgi-bin/stable_token"),
    ("POST", "/wechat-double/wxa/business/getuserphonenumber"),
    ("GET", "/wechat-double/none"),
    ("GET", "/wechat-double/mmopen/vi_32/lin/132"),
    ("GET", "/wechat-double"),
];

async fn status(app: &TestApp, (method, path): (&str, &str), headers: &HeaderMap) -> u16 {
    let method = Method::from_bytes(method.as_bytes()).unwrap();
    let request = app.client.request(method, app.url(path)).header("content-type", "application/json").body("{}");
    request.headers(headers.clone()).send().await.unwrap().status().as_u16()
}

fn map(headers: &[(&'static str, &'static str)]) -> HeaderMap {
    headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
}

#[rstest]
#[case::host(&[("host", "evil.example")])]
#[case::host_with_our_port(&[("host", "evil.example:8080")])]
#[case::host_without_the_port(&[("host", "127.0.0.1")])]
#[case::cross_site(&[("sec-fetch-site", "cross-site")])]
#[case::a_script_elsewhere(&[("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "cors"), ("sec-fetch-dest", "empty")])]
#[case::a_frame_elsewhere(&[("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "iframe")])]
#[tokio::test]
async fn a_cross_site_page_is_rejected(#[case] headers: &[(&'static str, &'static str)]) {
    let app = TestApp::demo().await;
    for route in ROUTES {
        assert_eq!(status(&app, route, &map(headers)).await, 403, "{route:?}");
    }
}

#[rstest]
#[case::no_browser(&[])]
#[case::our_own_page(&[("sec-fetch-site", "same-origin"), ("sec-fetch-mode", "cors"), ("sec-fetch-dest", "empty")])]
#[case::typed(&[("sec-fetch-site", "none"), ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document")])]
#[case::same_site(&[("sec-fetch-site", "same-site")])]
#[tokio::test]
async fn the_own_page_is_accepted(#[case] headers: &[(&'static str, &'static str)]) {
    let app = TestApp::demo().await;
    for route in ROUTES {
        assert_ne!(status(&app, route, &map(headers)).await, 403, "{route:?}");
    }
    let by_name = map(&[("host", "")]);
    for name in ["localhost", "LOCALHOST", "127.0.0.1"] {
        let mut headers = by_name.clone();
        headers.insert("host", format!("{name}:{}", app.address.port()).parse().unwrap());
        for route in ROUTES {
            assert_ne!(status(&app, route, &headers).await, 403, "{name} {route:?}");
        }
    }
}

#[tokio::test]
async fn a_cross_site_link_reaches_only_the_pages() {
    let app = TestApp::demo().await;
    let link = [("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document")];
    for route in ROUTES {
        let page = ["/", "/guide", "/decrypt", "/traces"].contains(&route.1) || route.1.starts_with("/pages/");
        assert_eq!(status(&app, route, &map(&link)).await != 403, page, "{route:?}");
    }
    // and not under an unknown host name
    let rebound = [&link[..], &[("host", "evil.example")]].concat();
    assert_eq!(status(&app, ("GET", "/"), &map(&rebound)).await, 403);
    // a portrait may be embedded in other sites' pages, as WeChat's are
    let picture = [("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "no-cors"), ("sec-fetch-dest", "image")];
    assert_eq!(status(&app, ("GET", "/wechat-double/mmopen/vi_32/lin/132"), &map(&picture)).await, 200);
}

/// The API responds only with status 200. It logs in nobody for a cross-site page, and creates no world for it.
#[rstest]
#[case::host(&[("host", "evil.example")])]
#[case::cross_site(&[("sec-fetch-site", "cross-site")])]
#[tokio::test]
async fn a_cross_site_page_cannot_log_in(#[case] headers: &[(&'static str, &'static str)]) {
    let app = TestApp::demo().await;
    let login = async |headers: HeaderMap| {
        let body = json!({ "code": app.code("lin").await, "userInfo": {} });
        let request = app.client.post(app.api("auth/login_by_weixin")).json(&body).headers(headers);
        envelope(request.send().await.unwrap()).await["errno"].clone()
    };
    assert_eq!(login(map(headers)).await, 402);
    assert_eq!(login(HeaderMap::new()).await, 0);
}
