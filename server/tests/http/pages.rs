//! The demo's pages on the wire: what they tell a browser to refuse, in a demo on this machine and in a public one.

use std::collections::HashSet;

use rstest::rstest;

use crate::test_app::TestApp;

#[rstest]
#[case::here(false)]
#[case::public(true)]
#[tokio::test]
async fn a_page_lets_in_nothing_but_itself_and_leaves_no_cookie(#[case] public: bool) {
    let app = if public { TestApp::public().await } else { TestApp::demo().await };
    let mut nonces = HashSet::new();
    for path in ["/", "/", "/pages/index/index", "/pages/auth/login/login", "/pages/ucenter/user/user"] {
        let answer = app.client.get(app.url(path)).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        let header = |name: &str| answer.headers().get(name).map_or("", |value| value.to_str().unwrap());
        let policy = header("content-security-policy");
        let directive = |name: &str| policy.split("; ").find_map(|rule| rule.strip_prefix(name)).unwrap_or("missing");
        assert_eq!(directive("default-src "), "'none'");
        let nonce = directive("script-src ").strip_prefix("'self' 'nonce-").and_then(|rest| rest.split_once('\''));
        let Some((nonce, " 'wasm-unsafe-eval'")) = nonce else { panic!("{policy}") };
        assert!(nonce.len() >= 22 && nonces.insert(nonce.to_owned()), "a nonce of 128 bits for each response: {nonce}");
        assert_eq!(directive("style-src "), "'self'");
        assert_eq!(directive("style-src-attr "), "'unsafe-inline'");
        assert_eq!(directive("connect-src "), "'self'");
        assert_eq!(directive("frame-ancestors "), "'none'");
        assert_eq!(header("cache-control"), "no-cache");
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("referrer-policy"), "no-referrer");
        assert_eq!(header("set-cookie"), "", "a world is named by a header");
        let nonce = format!("nonce=\"{nonce}\"");
        let html = answer.text().await.unwrap();
        let scripts: Vec<_> = html.split("<script").skip(1).filter_map(|rest| rest.split('>').next()).collect();
        assert!(scripts.len() >= 3 && scripts.iter().all(|attributes| attributes.contains(&nonce)), "{scripts:?}");
        assert!(!html.contains("javascript:") && !html.contains(" onclick="), "{path}");
    }
}

#[tokio::test]
async fn every_page_has_its_address_and_another_is_a_plain_404() {
    let app = TestApp::demo().await;
    for (path, status) in [
        ("/pages/meeting/list/list", 200),
        ("/pages/meeting/list/list/", 200),
        ("/pages/meeting/list/list//", 404),
        ("/pages/no/such", 404),
        ("/assets/no/such.js", 404),
        ("/oapro/images/no-such.svg", 404),
    ] {
        let answer = app.client.get(app.url(path)).send().await.unwrap();
        assert_eq!(answer.status(), status, "{path}");
    }
}

#[tokio::test]
async fn a_page_is_compressed_and_says_what_it_depends_on() {
    let app = TestApp::demo().await;
    for coding in ["br", "gzip"] {
        let answer = app.client.get(app.url("/")).header("accept-encoding", coding).send().await.unwrap();
        assert_eq!(answer.headers()["content-encoding"], coding);
        let vary: Vec<_> = answer.headers().get_all("vary").iter().map(|value| value.to_str().unwrap()).collect();
        assert!(vary.contains(&"accept-language") && vary.contains(&"accept-encoding"), "{vary:?}");
    }
}

#[tokio::test]
async fn what_is_embedded_is_kept_and_served_as_it_is() {
    let app = TestApp::demo().await;
    let html = app.client.get(app.url("/")).send().await.unwrap().text().await.unwrap();
    let style = html.split('"').find(|word| word.ends_with("/app.css")).unwrap();
    for (path, kind, cache) in [
        (style, "text/css; charset=utf-8", "public, max-age=31536000, immutable"),
        ("/oapro/images/icon.svg", "image/svg+xml", "public, max-age=3600"),
    ] {
        let answer = app.client.get(app.url(path)).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        let headers = answer.headers().clone();
        assert_eq!(headers["content-type"], kind);
        assert_eq!(headers["cache-control"], cache);
        assert_eq!(headers["x-content-type-options"], "nosniff");
        let (tag, length) = (headers["etag"].clone(), answer.bytes().await.unwrap().len().to_string());
        let known = app.client.get(app.url(path)).header("if-none-match", tag).send().await.unwrap();
        assert_eq!((known.status().as_u16(), known.bytes().await.unwrap().len()), (304, 0));
        let head = app.client.head(app.url(path)).send().await.unwrap();
        assert_eq!((head.status().as_u16(), head.headers()["content-length"].to_str().unwrap()), (200, &*length));
        let posted = app.client.post(app.url(path)).send().await.unwrap();
        assert_eq!((posted.status().as_u16(), posted.headers()["allow"].to_str().unwrap()), (405, "GET,HEAD"));
    }
}

/// The tools' policy lets their script fetch one file, its WASM: what a visitor pastes cannot leave the browser.
#[rstest]
#[case::here(false)]
#[case::public(true)]
#[tokio::test]
async fn a_tool_can_send_nothing(#[case] public: bool) {
    let app = if public { TestApp::public().await } else { TestApp::demo().await };
    for path in ["/decrypt", "/decrypt/", "/traces"] {
        let answer = app.client.get(app.url(path)).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        let header = |name: &str| answer.headers().get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
        let policy = header("content-security-policy");
        let directive = |name: &str| policy.split("; ").find_map(|rule| rule.strip_prefix(name)).unwrap_or("missing");
        assert_eq!(directive("default-src "), "'none'");
        assert_eq!(directive("form-action "), "'none'");
        assert_eq!(directive("img-src "), "'self'");
        let host = format!("127.0.0.1:{}/assets/", app.address.port());
        let file = directive("connect-src ").strip_prefix(&host).unwrap();
        assert!(file.ends_with("/tools/tools_bg.wasm") && !file.contains(' '), "{policy}");
        assert!(directive("script-src ").starts_with("'self' 'nonce-"), "{policy}");
        assert_eq!(
            (header("cache-control"), header("referrer-policy")),
            ("no-cache".to_owned(), "no-referrer".to_owned())
        );
        assert_eq!(header("set-cookie"), "");
        let html = answer.text().await.unwrap();
        let scripts: Vec<_> = html.split("<script").skip(1).filter_map(|rest| rest.split('>').next()).collect();
        assert!(!scripts.is_empty() && scripts.iter().all(|attributes| attributes.contains("nonce=\"")), "{scripts:?}");
        assert!(html.contains("/tools/tools.js") && !html.contains("/app.js"), "its own script alone");
    }
    assert_eq!(app.client.get(app.url("/decrypt/x")).send().await.unwrap().status(), 404);
}

#[rstest]
#[case("zh-CN,zh;q=0.9", "<html lang=\"zh-CN\" data-lang=\"zh\"", "<title>解密自己的数据 · oa-mini</title>")]
#[case("en-GB", "<html lang=\"en\" data-lang=\"en\"", "<title>Decrypt your own data · oa-mini</title>")]
#[tokio::test]
async fn a_tool_is_readable_without_its_script(#[case] wanted: &str, #[case] lang: &str, #[case] title: &str) {
    let app = TestApp::demo().await;
    let answer = app.client.get(app.url("/decrypt")).header("accept-language", wanted).send().await.unwrap();
    let html = answer.text().await.unwrap();
    for part in
        [lang, title, "<noscript>", "for=\"encryptedData\"", "PKCS#7", "sha1(rawData + session_key)", "href=\"/\""]
    {
        assert!(html.contains(part), "{part}");
    }
}
