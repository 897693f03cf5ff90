//! The demo's pages on the wire: what they tell a browser to refuse, in a demo on this machine and in a public one.

use rstest::rstest;

use crate::test_app::TestApp;

#[rstest]
#[case::here(false)]
#[case::public(true)]
#[tokio::test]
async fn a_page_lets_in_nothing_but_itself_and_leaves_no_cookie(#[case] public: bool) {
    let app = if public { TestApp::public().await } else { TestApp::demo().await };
    for path in ["/", "/pages/index/index", "/pages/auth/login/login", "/pages/ucenter/user/user"] {
        let answer = app.client.get(app.url(path)).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        let header = |name: &str| answer.headers().get(name).map_or("", |value| value.to_str().unwrap());
        let policy = header("content-security-policy");
        let directive = |name: &str| policy.split("; ").find_map(|rule| rule.strip_prefix(name)).unwrap_or("missing");
        assert_eq!(directive("default-src "), "'none'");
        assert_eq!(directive("script-src "), "'self' 'wasm-unsafe-eval'", "no script in the page itself");
        assert_eq!(directive("connect-src "), "'self'");
        assert_eq!(directive("frame-ancestors "), "'none'");
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("referrer-policy"), "no-referrer");
        assert_eq!(header("set-cookie"), "", "a world is named by a header");
        let html = answer.text().await.unwrap();
        assert!(!html.contains("javascript:") && !html.contains(" onclick="), "{path}");
    }
}
