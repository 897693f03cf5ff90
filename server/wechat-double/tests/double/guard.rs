//! The double's guard: other sites' pages may not call it.

use axum::body::Body;
use http::{HeaderName, Request};
use rstest::rstest;

use crate::test_server::{HOST, TestServer, test_server, test_server_as};

/// A call of each kind.
const ROUTES: [(&str, &str, Kind); 12] = [
    ("GET", "/_double/users", Kind::Driven),
    ("POST", "/_double/phone/login", Kind::Driven),
    ("GET", "/_double/control/state", Kind::Driven),
    ("GET", "/_double/control/journal", Kind::Driven),
    ("POST", "/_double/control/reset", Kind::Driven),
    ("GET", "/_double/none", Kind::Driven),
    ("GET", "/sns/jscode2session", Kind::WeChat),
    ("GET", "/cgi-bin/token", Kind::WeChat),
    ("POST", "/cgi-bin/stable_token", Kind::WeChat),
    ("POST", "/wxa/business/getuserphonenumber", Kind::WeChat),
    ("GET", "/no/such", Kind::WeChat),
    ("GET", "/mmopen/vi_32/lin/132", Kind::WeChat),
];

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Driven,
    WeChat,
}

/// The status of each.
async fn statuses(default_world: &TestServer, headers: &[(&'static str, &str)], kind: Kind) -> Vec<u16> {
    let mut statuses = Vec::new();
    for (method, path, of) in ROUTES {
        if of != kind {
            continue;
        }
        let mut request = Request::builder().method(method).uri(path).header("content-type", "application/json");
        for (name, value) in headers {
            request = request.header(HeaderName::from_static(name), *value);
        }
        statuses.push(default_world.send(request.body(Body::from("{}")).unwrap()).await.status.as_u16());
    }
    statuses
}

#[rstest]
#[case::elsewhere(&[("host", "evil.example")], true)]
#[case::without_the_port(&[("host", "127.0.0.1")], true)]
#[case::none(&[], true)]
#[case::two(&[("host", HOST), ("host", "evil.example")], true)]
#[case::ours(&[("host", HOST)], false)]
#[case::ours_in_capitals(&[("host", "LOCALHOST:8080")], false)]
#[tokio::test]
async fn the_host_must_be_ours(#[case] headers: &[(&'static str, &str)], #[case] refused: bool) {
    for mounted in [false, true] {
        let default_world = test_server_as(|config| {
            config.mounted = mounted;
            config.allowed_hosts.push("localhost:8080".to_owned());
        });
        for kind in [Kind::Driven, Kind::WeChat] {
            // alone, WeChat's own paths respond to any host name: a backend's container has its own for the double
            let expected = refused && (mounted || kind == Kind::Driven);
            let statuses = statuses(&default_world, headers, kind).await;
            assert!(statuses.iter().all(|status| (*status == 403) == expected), "{mounted} {statuses:?}");
        }
        assert_eq!(
            default_world.double.worlds(),
            usize::from(!refused || !mounted),
            "nothing is made for who is refused"
        );
    }
}

#[rstest]
#[case(&[("sec-fetch-site", "cross-site")], true)]
#[case(&[("sec-fetch-site", "Cross-Site")], true)]
#[case(&[("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document")], true)]
#[case(&[("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "cors"), ("sec-fetch-dest", "empty")], true)]
#[case(&[("sec-fetch-site", "same-origin")], false)]
#[case(&[("sec-fetch-site", "same-site")], false)]
#[case(&[("sec-fetch-site", "none")], false)]
#[tokio::test]
async fn a_page_of_another_site_is_refused(#[case] headers: &[(&'static str, &str)], #[case] refused: bool) {
    for mounted in [false, true] {
        let default_world = test_server_as(|config| config.mounted = mounted);
        let headers = [&[("host", HOST)], headers].concat();
        for kind in [Kind::Driven, Kind::WeChat] {
            let statuses = statuses(&default_world, &headers, kind).await;
            assert!(statuses.iter().all(|status| (*status == 403) == refused), "{statuses:?}");
        }
        assert_eq!(default_world.double.worlds() == 0, refused);
    }
}

/// A portrait stands on other people's pages, as WeChat's do.
#[tokio::test]
async fn a_portrait_may_be_a_picture_on_a_page_elsewhere() {
    let default_world = test_server();
    let request = |path: &str, dest: &str| {
        let request = Request::get(path).header("host", HOST).header("sec-fetch-site", "cross-site");
        request.header("sec-fetch-dest", dest).body(Body::empty()).unwrap()
    };
    assert_eq!(default_world.send(request("/mmopen/vi_32/lin/132", "image")).await.status, 200);
    assert_eq!(default_world.send(request("/mmopen/vi_32/lin/132", "document")).await.status, 403);
    assert_eq!(default_world.send(request("/_double/users", "image")).await.status, 403);
    assert_eq!(default_world.send(request("/cgi-bin/token", "image")).await.status, 403);
}

#[rstest]
#[case(None, 415)]
#[case(Some("text/plain"), 415)]
#[case(Some("application/x-www-form-urlencoded"), 415)]
#[case(Some("application/json"), 200)]
#[case(Some("Application/JSON; charset=utf-8"), 200)]
#[tokio::test]
async fn a_post_must_be_json(#[case] content_type: Option<&str>, #[case] status: u16) {
    let default_world = test_server();
    for (path, body, field) in
        [("/_double/phone/login", r#"{"user":"lin"}"#, "errMsg"), ("/_double/control/expire-codes", "{}", "error")]
    {
        let mut request = Request::post(path).header("host", HOST);
        if let Some(content_type) = content_type {
            request = request.header("content-type", content_type);
        }
        let reply = default_world.send(request.body(Body::from(body)).unwrap()).await;
        assert_eq!(reply.status.as_u16(), status);
        assert!(status == 200 || reply.json()[field].is_string(), "{}", reply.text);
    }
}

#[tokio::test]
async fn a_body_has_a_limit() {
    let default_world = test_server();
    let body = format!(r#"{{"user":"{}"}}"#, "x".repeat(70_000));
    let request = default_world.request("POST", "/_double/phone/login").header("content-type", "application/json");
    assert_eq!(default_world.send(request.body(Body::from(body)).unwrap()).await.status, 413);
}
