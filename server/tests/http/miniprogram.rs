//! `--miniprogram`: what is served of a folder, to whom, and the way to somebody else's backend.

use std::{fs, path::Path};

use reqwest::Response;
use rstest::rstest;
use serde_json::{Value, json};
use server::{
    config::{Live, Mode},
    miniprogram::Opening,
    serve::BoundServer,
    system,
};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{body_string, header, method, path},
};

use crate::{
    support::{
        database::{Kind, TestDatabase},
        settings,
    },
    test_app::TestApp,
};

const OURS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../end2end/miniprogram");

fn opening(dir: impl AsRef<Path>, backends: &[&str]) -> Opening {
    Opening {
        dir: dir.as_ref().to_owned(),
        backends: backends.iter().map(|backend| backend.parse().unwrap()).collect(),
    }
}

/// The path that everything lies below, as the page says it.
async fn base(app: &TestApp) -> String {
    let page = app.client.get(app.url("/")).send().await.unwrap().text().await.unwrap();
    let (_, rest) = page.split_once(r#"<meta name="oa-miniprogram" content=""#).unwrap();
    rest.split(' ').next().unwrap().to_owned()
}

async fn get(app: &TestApp, path: &str) -> Response {
    app.client.get(app.url(path)).send().await.unwrap()
}

fn head<'r>(response: &'r Response, name: &str) -> &'r str {
    response.headers().get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
}

#[tokio::test]
async fn a_folder_is_served_below_its_key() {
    let app = TestApp::opening(opening(OURS, &[])).await;
    let base = base(&app).await;
    let (_, key) = base.rsplit_once('/').unwrap();
    assert!(key.len() == 32 && key.bytes().all(|byte| byte.is_ascii_hexdigit()), "{base}");

    let frame = get(&app, &format!("{base}/frame.html")).await;
    let policy = head(&frame, "content-security-policy").to_owned();
    assert!(policy.starts_with("sandbox allow-scripts; default-src 'none'; script-src http://127.0.0.1:"), "{policy}");
    assert!(policy.contains("connect-src 'none'") && policy.contains("frame-ancestors 'self'"), "{policy}");
    assert!(!policy.contains("unsafe-eval") && !policy.contains("allow-same-origin"), "{policy}");

    for (name, kind) in [
        ("project.js", "text/javascript"),
        ("templates.js", "text/javascript"),
        ("js/pages/index/index.js", "text/javascript"),
        ("css/page/pages/index/index.css", "text/css"),
        ("files/images/tab-index.png", "image/png"),
        ("runtime/frame.js", "text/javascript"),
        ("runtime/frame.css", "text/css"),
        ("runtime/host.js", "text/javascript"),
    ] {
        let response = get(&app, &format!("{base}/{name}")).await;
        assert_eq!(response.status(), 200, "{name}");
        assert!(head(&response, "content-type").starts_with(kind), "{name}: {response:?}");
        assert_eq!(head(&response, "access-control-allow-origin"), "*", "{name}");
        assert_eq!(head(&response, "x-content-type-options"), "nosniff", "{name}");
        let etag = head(&response, "etag").to_owned();
        let again = app.client.get(app.url(&format!("{base}/{name}"))).header("if-none-match", etag).send().await;
        assert_eq!(again.unwrap().status(), 304, "{name}");
    }
}

#[rstest]
#[case::another_key("/miniprogram/0123456789abcdef0123456789abcdef/project.js", "")]
#[case::no_key("/miniprogram/project.js", "")]
#[case::configuration("", "project.config.json")]
#[case::source("", "app.json")]
#[case::dots("", "files/../app.js")]
#[case::encoded_dots("", "files/%2e%2e/%2e%2e/Cargo.toml")]
#[case::encoded_slash("", "files/..%2f..%2fCargo.toml")]
#[case::absolute("", "files//etc/passwd")]
#[case::nul("", "files/images/tab-index.png%00")]
#[case::nothing("", "")]
#[tokio::test]
async fn nothing_else_is_served(#[case] path: &str, #[case] name: &str) {
    let app = TestApp::opening(opening(OURS, &[])).await;
    let path = if path.is_empty() { format!("{}/{name}", base(&app).await) } else { path.to_owned() };
    assert_eq!(get(&app, &path).await.status(), 404, "{path}");
}

/// Any other site may load a script of this address; the key keeps it from knowing one, and the host from other names.
#[tokio::test]
async fn the_key_is_for_our_own_name_and_the_proxy_for_our_own_page() {
    let app = TestApp::opening(opening(OURS, &[])).await;
    let base = base(&app).await;
    let request = |path: &str| app.client.get(app.url(&format!("{base}/{path}")));
    assert_eq!(request("project.js").header("host", "evil.example").send().await.unwrap().status(), 404);
    let frame = request("project.js").header("sec-fetch-site", "cross-site").send().await.unwrap();
    assert_eq!(frame.status(), 200, "the frame's own requests look so");
    let events = request("events").header("sec-fetch-site", "cross-site").send().await.unwrap();
    assert_eq!(events.status(), 403);
    let url = app.url(&format!("{base}/proxy"));
    let proxy = app.client.post(url).header("sec-fetch-site", "cross-site").send().await.unwrap();
    assert_eq!(proxy.status(), 403);
}

#[tokio::test]
async fn an_ordinary_demo_has_none_of_it() {
    let app = TestApp::demo().await;
    let page = get(&app, "/").await;
    assert!(!head(&page, "content-security-policy").contains("frame-src"));
    assert!(!page.text().await.unwrap().contains("miniprogram/"));
    assert_eq!(get(&app, "/miniprogram/frame.html").await.status(), 404);
}

#[rstest]
#[case::live(Mode::Live(Live { apps: Vec::new(), base_url: "http://127.0.0.1:9".parse().unwrap() }), "127.0.0.1:0", "live mode")]
#[case::public(Mode::Demo { public: true }, "127.0.0.1:0", "loopback")]
#[case::everywhere(Mode::Demo { public: false }, "0.0.0.0:0", "loopback")]
#[tokio::test]
async fn it_is_refused_where_others_could_reach_it(#[case] mode: Mode, #[case] listen: &str, #[case] why: &str) {
    let database = TestDatabase::new(Kind::of_the_run()).await.unwrap();
    let mut settings = settings(database.url(), mode);
    settings.listen = listen.parse().unwrap();
    settings.miniprogram = Some(opening(OURS, &[]));
    let error = BoundServer::start(&settings, system::clock(), system::random()).await.err().unwrap().to_string();
    assert!(error.starts_with("--miniprogram: ") && error.contains(why), "{error}");
}

#[tokio::test]
async fn a_folder_that_is_no_mini_program_is_named() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("app.json"), "{").unwrap();
    for dir in [folder.path().to_owned(), folder.path().join("none")] {
        let database = TestDatabase::new(Kind::of_the_run()).await.unwrap();
        let mut settings = settings(database.url(), Mode::Demo { public: false });
        settings.miniprogram = Some(opening(&dir, &[]));
        let error = BoundServer::start(&settings, system::clock(), system::random()).await.err().unwrap().to_string();
        assert!(error.starts_with("--miniprogram: "), "{error}");
    }
}

/// A call by the proxy: what came of it as JSON, or its status, headers and body.
async fn call(
    app: &TestApp,
    url: &str,
    verb: &str,
    headers: Value,
    body: &str,
) -> Result<(u16, Value, String), String> {
    let proxy = app.url(&format!("{}/proxy", base(app).await));
    let request = app.client.post(proxy).header("x-oa-target-url", url).header("x-oa-target-method", verb);
    let request = request.header("x-oa-target-headers", headers.to_string()).body(body.to_owned());
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), 200);
    let status = head(&response, "x-oa-target-status").to_owned();
    let told = head(&response, "x-oa-target-headers").to_owned();
    let text = response.text().await.unwrap();
    match status.parse() {
        Ok(status) => Ok((status, serde_json::from_str(&told).unwrap(), text)),
        Err(_) => Err(serde_json::from_str::<Value>(&text).unwrap()["errMsg"].as_str().unwrap().to_owned()),
    }
}

#[tokio::test]
async fn a_named_backend_is_called() {
    let backend = MockServer::start().await;
    let answer = ResponseTemplate::new(418)
        .set_body_string("茶")
        .insert_header("x-name", "茶壶")
        .insert_header("set-cookie", "a=1");
    let wanted = Mock::given(method("PUT"))
        .and(path("/wx/x"))
        .and(header("x-litemall-token", "t"))
        .and(body_string("{\"a\":1}"));
    wanted.respond_with(answer).expect(1).mount(&backend).await;
    let app = TestApp::opening(opening(OURS, &[&backend.uri()])).await;
    let headers = json!({ "X-Litemall-Token": "t", "host": "evil.example", "content-type": "application/json" });
    let (status, headers, text) =
        call(&app, &format!("{}/wx/x", backend.uri()), "PUT", headers, "{\"a\":1}").await.unwrap();
    assert_eq!((status, &*text), (418, "茶"));
    assert_eq!((&headers["x-name"], &headers["set-cookie"]), (&json!("茶壶"), &json!("a=1")));
}

#[tokio::test]
async fn only_a_named_backend_is_called() {
    let (named, other) = (MockServer::start().await, MockServer::start().await);
    let away = ResponseTemplate::new(302).insert_header("location", format!("{}/secret", other.uri()));
    Mock::given(path("/away")).respond_with(away).mount(&named).await;
    let app = TestApp::opening(opening(OURS, &[&named.uri()])).await;
    let try_url = async |url: String| call(&app, &url, "GET", json!({}), "").await;
    for url in [
        other.uri(),
        named.uri().replace("127.0.0.1", "localhost"),
        app.url("/demo/status"),
        "http://169.254.169.254/".into(),
    ] {
        assert_eq!(try_url(url.clone()).await.unwrap_err(), "url not in domain list", "{url}");
    }
    for url in ["ftp://127.0.0.1/", "file:///etc/passwd", "http://me:pw@127.0.0.1/", "//x", ""] {
        assert_eq!(try_url(url.to_owned()).await.unwrap_err(), "invalid url", "{url}");
    }
    let (status, ..) = try_url(format!("{}/away", named.uri())).await.unwrap();
    assert_eq!(status, 302, "a redirect to another host is not followed");
    assert!(other.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn why_a_backend_does_not_answer_is_told() {
    let closed = { std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap() };
    let plain = MockServer::start().await;
    let (refused, tls) = (format!("http://{closed}"), plain.uri().replace("http://", "https://"));
    let app = TestApp::opening(opening(OURS, &[&refused, &tls, "http://no-such-host.invalid"])).await;
    let reason = async |url: &str| call(&app, url, "GET", json!({}), "").await.unwrap_err();
    assert_eq!(reason(&refused).await, "net::ERR_CONNECTION_REFUSED");
    assert_eq!(reason(&tls).await, "net::ERR_SSL_PROTOCOL_ERROR");
    assert_eq!(reason("http://no-such-host.invalid").await, "net::ERR_NAME_NOT_RESOLVED");
    for headers in [json!({ "a\nb": "c" }), json!({ "a": "b\r\nc" }), json!([])] {
        let result = call(&app, &refused, "GET", headers.clone(), "").await;
        assert_eq!(result.unwrap_err(), "parameter error: header", "{headers}");
    }
}

#[tokio::test]
async fn a_body_over_the_bound_is_refused() {
    let app = TestApp::opening(opening(OURS, &["http://127.0.0.1:9"])).await;
    let proxy = app.url(&format!("{}/proxy", base(&app).await));
    let request = app.client.post(proxy).header("x-oa-target-url", "http://127.0.0.1:9/").body(vec![0; (10 << 20) + 1]);
    assert_eq!(request.send().await.unwrap().status(), 413);
}

#[tokio::test]
async fn a_change_is_told_and_served() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    fs::create_dir(folder.path().join("p")).unwrap();
    for (name, text) in
        [("app.json", r#"{"pages":["p/p"]}"#), ("app.js", "App({})"), ("p/p.js", "Page({})"), ("p/p.wxml", "<view/>")]
    {
        write(name, text);
    }
    let app = TestApp::opening(opening(folder.path(), &[])).await;
    let base = base(&app).await;
    let mut events = get(&app, &format!("{base}/events")).await;
    write("p/p.js", "Page({ changed: true })");
    let event =
        tokio::time::timeout(std::time::Duration::from_secs(10), events.chunk()).await.unwrap().unwrap().unwrap();
    assert!(event.starts_with(b"event: changed\n"), "{event:?}");
    let script = get(&app, &format!("{base}/js/p/p.js")).await.text().await.unwrap();
    assert!(script.contains("changed: true"), "{script}");
}
