//! Rate limits: logins and refused logins per address; logins, bound phones and reads per account.

use std::time::Duration;

use crate::{
    support::lines::Lines,
    test_app::{TestApp, envelope},
};
use futures::future::join_all;
use rstest::rstest;
use serde_json::{Value, json};
use tokio::time::Instant;

const LOGIN: &str = "auth/login_by_weixin";

/// A login that WeChat refuses (710): counts as refused for the address, and for no account.
async fn try_from(app: &TestApp, forwarded: &str) -> i64 {
    let body = json!({ "code": "no-such-code", "userInfo": {} });
    let request = app.client.post(app.api(LOGIN)).header("x-forwarded-for", forwarded).json(&body);
    envelope(request.send().await.unwrap()).await["errno"].as_i64().unwrap()
}

/// Uses the quota of an address up.
async fn use_up(app: &TestApp, forwarded: &str) {
    for nth in 0..60 {
        assert_eq!(try_from(app, forwarded).await, 710, "{nth}");
    }
}

/// The response of a rate-limited call, and its Retry-After in s.
async fn refusal(request: reqwest::RequestBuilder) -> i64 {
    let response = request.send().await.unwrap();
    let retry_after = response.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert_eq!(envelope(response).await, json!({ "errno": 429, "errmsg": "请求过于频繁" }));
    retry_after
}

#[tokio::test]
async fn the_61st_refused_login_of_an_address_waits() {
    let app = TestApp::limited(&[]).await;
    use_up(&app, "").await;
    let login = || app.client.post(app.api(LOGIN));
    assert_eq!(refusal(login().body("{")).await, 1, "before it is decoded");
    assert_eq!(refusal(login().body("x".repeat(100_000))).await, 1, "before its length is looked at");
    assert_eq!(refusal(login().header("x-forwarded-for", "203.0.113.7").body("{}")).await, 1, "an untrusted header");
    // errors of the request itself take precedence
    assert_eq!(app.get(LOGIN, None).await["errno"], 405);
    assert_eq!(app.post("auth/login_by_wexin", None, json!({})).await["errno"], 404);
    // and other calls do not count
    assert_eq!(app.get("meeting/list", None).await["errno"], 0);
    assert_eq!(app.get("user/index", None).await["errno"], 501);

    app.advance(999);
    assert_eq!(refusal(login().body("{}")).await, 1);
    app.advance(1);
    assert_eq!(try_from(&app, "").await, 710, "as before");
    assert_eq!(try_from(&app, "").await, 429, "one, and no more");
    app.advance(60_000);
    use_up(&app, "").await;
}

/// Client errors count: an invalid body, or a code that WeChat refuses.
#[rstest]
#[case::no_json("{", None, 402)]
#[case::no_body("", None, 402)]
#[case::no_code(r#"{"userInfo":{}}"#, None, 401)]
#[case::too_large("large", None, 413)]
#[case::no_such_code(r#"{"code":"no-such-code","userInfo":{}}"#, None, 710)]
#[case::spent(r#"{"code":"c","userInfo":{}}"#, Some(40163), 711)]
#[case::too_frequent(r#"{"code":"c","userInfo":{}}"#, Some(45011), 712)]
#[case::high_risk(r#"{"code":"c","userInfo":{}}"#, Some(40226), 713)]
#[tokio::test]
async fn a_refused_login_counts(#[case] body: &str, #[case] errcode: Option<i64>, #[case] errno: i64) {
    let app = TestApp::limited(&[]).await;
    assert_eq!(errnos(&app, body, errcode, 60).await, [errno; 60]);
    assert_eq!(errnos(&app, body, None, 1).await, [429]);
    assert_eq!(login(&app, "default", "lin").await["errno"], 429, "whatever comes from there");
}

/// Failures of WeChat or of the configuration do not count, nor does what another limit counts.
#[rstest]
#[case::misconfigured(40125, 720)]
#[case::unknown_errcode(88888, -1)]
#[tokio::test]
async fn failures_that_are_not_the_clients_do_not_count(#[case] errcode: i64, #[case] errno: i64) {
    let app = TestApp::limited(&[]).await;
    assert_eq!(errnos(&app, r#"{"code":"c","userInfo":{}}"#, Some(errcode), 70).await, [errno; 70]);
    assert_eq!(login(&app, "default", "lin").await["errno"], 0);
}

/// Repeated logins with one body. WeChat responds to each with `errcode`, if given.
async fn errnos(app: &TestApp, body: &str, errcode: Option<i64>, times: usize) -> Vec<i64> {
    let body = if body == "large" { "x".repeat(2_000_000) } else { body.to_owned() };
    let mut errnos = Vec::new();
    for _ in 0..times {
        if let Some(errcode) = errcode {
            let fault = json!({ "path": "/sns/jscode2session", "times": 1, "errcode": errcode });
            app.double("control/fault", fault).await;
        }
        let request = app.client.post(app.api(LOGIN)).body(body.clone());
        errnos.push(envelope(request.send().await.unwrap()).await["errno"].as_i64().unwrap());
    }
    errnos
}

/// Two hundred concurrent logins.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refusals_are_counted_strictly() {
    let app = TestApp::limited(&[]).await;
    let ended = join_all((0..200).map(|_| try_from(&app, ""))).await;
    let count = |errno: i64| ended.iter().filter(|one| **one == errno).count();
    assert_eq!((count(710), count(429)), (60, 140));
}

/// An office has one address, and its users log in at the same time.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_office_logs_in_at_once() {
    let app = TestApp::limited(&[]).await;
    let worlds: Vec<_> = (0..50).map(|nth| format!("w{nth}")).collect();
    let logins = worlds.iter().flat_map(|world| ["lin", "chen", "zhou"].map(|user| login(&app, world, user)));
    for response in join_all(logins).await {
        assert_eq!(response["errno"], 0, "{response}");
    }
}

#[tokio::test]
async fn the_601st_login_of_an_address_waits() {
    let app = TestApp::limited(&[]).await;
    // the same login sent again costs WeChat, the database and its account nothing, but it is counted
    let body = json!({ "code": app.code("lin").await, "userInfo": {} });
    for nth in 0..600 {
        assert_eq!(app.post(LOGIN, None, body.clone()).await["errno"], 0, "{nth}");
    }
    assert_eq!(refusal(app.client.post(app.api(LOGIN)).json(&body)).await, 1);
    app.advance(100);
    assert_eq!(app.post(LOGIN, None, body.clone()).await["errno"], 0);
    assert_eq!(app.post(LOGIN, None, body).await["errno"], 429);
}

#[rstest]
#[case("user/index", "auth/sessions")]
#[case("auth/sessions", "user/index")]
#[tokio::test]
async fn the_601st_read_of_an_account_waits(#[case] path: &str, #[case] other: &str) {
    let app = TestApp::limited(&[]).await;
    let (lin, chen) = (app.token("lin").await, app.token("chen").await);
    let read = |path: &str, token: &str| app.client.get(app.api(path)).header("x-oa-token", token);
    for nth in 0..600 {
        assert_eq!(app.get(path, Some(&lin)).await["errno"], 0, "{nth}");
    }
    let begun = Instant::now();
    assert_eq!(refusal(read(path, &lin)).await, 1);
    assert!(begun.elapsed() >= Duration::from_millis(100), "who reads without a pause is given one");
    assert_eq!(refusal(read(other, &lin)).await, 1, "together");
    let device = app.token("lin").await;
    assert_eq!(refusal(read(path, &device)).await, 1, "the account, not its device");
    assert_eq!(app.get(path, Some(&chen)).await["errno"], 0, "another account");
    assert_eq!(app.get(path, Some("x")).await["errno"], 501);
    assert_eq!(app.get("meeting/list", Some(&lin)).await["errno"], 0, "another call");
    assert_eq!(app.post("auth/profile", Some(&lin), json!({ "nickName": "林" })).await["errno"], 0, "a write");
    app.advance(100);
    assert_eq!(app.get(path, Some(&lin)).await["errno"], 0);
    assert_eq!(app.get(path, Some(&lin)).await["errno"], 429);
}

/// Behind an unconfigured proxy all clients share one address. The warning is logged once, without a client's address.
#[tokio::test]
async fn an_untrusted_proxy_is_logged_once() {
    let (lines, _guard) = Lines::capture(tracing::Level::INFO);
    let app = TestApp::limited(&["10.0.0.0/8"]).await;
    let warnings = || lines.text().lines().filter(|line| line.contains("X-Forwarded-For")).count();
    assert_eq!(app.get("meeting/list", None).await["errno"], 0);
    assert_eq!(warnings(), 0, "nothing was claimed");
    for _ in 0..3 {
        try_from(&app, "203.0.113.7").await;
    }
    assert_eq!(warnings(), 1);
    let text = lines.text();
    let warning = text.lines().find(|line| line.contains("X-Forwarded-For")).unwrap();
    assert!(warning.contains("WARN") && warning.contains("OA_TRUSTED_PROXIES"), "{warning}");
    assert!(!text.contains("203.0.113.7"), "{text}");
    // a trusted proxy is not logged
    let (lines, _guard) = Lines::capture(tracing::Level::INFO);
    let app = TestApp::limited(&["127.0.0.0/8"]).await;
    try_from(&app, "203.0.113.7").await;
    assert!(!lines.text().contains("X-Forwarded-For"), "{}", lines.text());
}

#[tokio::test]
async fn a_body_that_does_not_come_is_not_waited_for() {
    let app = TestApp::limited(&[]).await;
    use_up(&app, "").await;
    let begun = Instant::now();
    let head = b"POST /oapro/wx/auth/login_by_weixin HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 50000\r\n\r\n";
    let response = app.raw(head).await;
    assert!(response.starts_with("HTTP/1.1 200") && response.contains(r#"{"errno":429"#), "{response}");
    assert!(response.contains("\r\nretry-after: 1\r\n"), "{response}");
    assert!(begun.elapsed() < Duration::from_secs(4), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn every_address_has_its_own_quota_and_an_ipv6_64_is_one() {
    let app = TestApp::limited(&["127.0.0.0/8"]).await;
    use_up(&app, "203.0.113.7").await;
    assert_eq!(try_from(&app, "203.0.113.7").await, 429);
    assert_eq!(try_from(&app, "198.51.100.1, 203.0.113.7").await, 429, "what the client itself puts in front");
    assert_eq!(try_from(&app, "203.0.113.8").await, 710);
    for nth in 0..60 {
        assert_eq!(try_from(&app, &format!("2001:db8:1:2::{nth:x}")).await, 710);
    }
    assert_eq!(try_from(&app, "2001:db8:1:2:ffff::").await, 429);
    assert_eq!(try_from(&app, "2001:db8:1:3::").await, 710);
}

/// A login as the mini-program makes it, in a world of the double.
async fn login(app: &TestApp, world: &str, user: &str) -> Value {
    let url = app.url("/wechat-double/_double/phone/login");
    let code = app.client.post(url).header("x-double-world", world).json(&json!({ "user": user }));
    let code: Value = code.send().await.unwrap().json().await.unwrap();
    let body = json!({ "code": code["code"], "userInfo": {} });
    let request = app.client.post(app.api(LOGIN)).header("x-double-world", world).json(&body);
    envelope(request.send().await.unwrap()).await
}

#[tokio::test]
async fn the_21st_login_of_an_account_waits() {
    let app = TestApp::limited(&[]).await;
    let mut token = String::new();
    for _ in 0..20 {
        token = login(&app, "default", "lin").await["data"]["token"].as_str().unwrap().to_owned();
    }
    let body = json!({ "code": app.code("lin").await, "userInfo": {} });
    assert_eq!(refusal(app.client.post(app.api(LOGIN)).json(&body)).await, 3);
    let devices = app.get("auth/sessions", Some(&token)).await["data"]["list"].as_array().unwrap().len();
    assert_eq!(devices, 20, "nothing was written");
    assert_eq!(login(&app, "default", "chen").await["errno"], 0, "another account");
    assert_eq!(login(&app, "elsewhere", "lin").await["errno"], 0, "another world's");
    app.advance(3_000);
    assert_eq!(login(&app, "default", "lin").await["errno"], 0);
    assert_eq!(login(&app, "default", "lin").await["errno"], 429);
}

#[tokio::test]
async fn the_same_login_sent_again_counts_once_for_its_account() {
    let app = TestApp::limited(&[]).await;
    let body = json!({ "code": app.code("lin").await, "userInfo": {} });
    for _ in 0..30 {
        assert_eq!(app.post(LOGIN, None, body.clone()).await["errno"], 0);
    }
    assert_eq!(login(&app, "default", "lin").await["errno"], 0);
}

#[tokio::test]
async fn the_11th_phone_of_an_account_waits() {
    let app = TestApp::limited(&[]).await;
    let (lin, chen) = (app.token("lin").await, app.token("chen").await);
    // the malformed ones count too
    for (body, errno) in [("{", 402), ("{}", 401), (r#"{"code":"no-such-code"}"#, 721)].into_iter().cycle().take(10) {
        let request = app.client.post(app.api("auth/bindPhone")).header("x-oa-token", &lin).body(body);
        assert_eq!(envelope(request.send().await.unwrap()).await["errno"], errno);
    }
    let bind = |token: &str| app.client.post(app.api("auth/bindPhone")).header("x-oa-token", token).body("{}");
    assert_eq!(refusal(bind(&lin)).await, 6);
    let other_device = app.token("lin").await;
    assert_eq!(refusal(bind(&other_device)).await, 6, "the account, not its device");
    assert_eq!(app.post("auth/bindPhone", Some("x"), json!({})).await["errno"], 501);
    let phone = app.encrypted_phone("chen").await;
    assert_eq!(app.post("auth/bindPhone", Some(&chen), phone).await["errno"], 0, "another account");
    assert_eq!(app.get("user/index", Some(&lin)).await["errno"], 0, "another call");
    // a reset account still belongs to the same person
    app.double("control/reset", json!({ "user": "lin" })).await;
    let anew = app.token("lin").await;
    assert_eq!(refusal(bind(&anew)).await, 6);
    app.advance(6_000);
    let phone = app.encrypted_phone("lin").await;
    assert_eq!(app.post("auth/bindPhone", Some(&anew), phone).await["errno"], 0);
}

#[tokio::test]
async fn off_is_off() {
    let app = TestApp::demo().await;
    for _ in 0..70 {
        assert_eq!(try_from(&app, "").await, 710);
    }
    let mut token = String::new();
    for _ in 0..25 {
        token = login(&app, "default", "lin").await["data"]["token"].as_str().unwrap().to_owned();
    }
    for _ in 0..15 {
        assert_eq!(app.post("auth/bindPhone", Some(&token), json!({})).await["errno"], 401);
    }
    for _ in 0..620 {
        assert_eq!(app.get("user/index", Some(&token)).await["errno"], 0);
    }
}
