//! The metrics as Prometheus would read them, after calls through the real router.

use std::collections::{BTreeMap, BTreeSet};

use identity::wechat::App;
use serde_json::json;
use server::config::{Live, Mode};

use crate::test_app::{TestApp, envelope};

const DEMO: Mode = Mode::Demo { public: false };

pub(crate) async fn scrape(app: &TestApp) -> String {
    let url = format!("http://{}/metrics", app.metrics.unwrap());
    let response = app.client.get(url).send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["content-type"], "text/plain; version=0.0.4; charset=utf-8");
    response.text().await.unwrap()
}

/// Every series with its value, after validating Prometheus' text format: HELP and TYPE once and before the first
/// sample of a family, no duplicate series, every value a number.
fn series(text: &str) -> BTreeMap<&str, f64> {
    assert!(text.ends_with('\n'));
    let (mut types, mut series) = (BTreeMap::new(), BTreeMap::new());
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("# TYPE ") {
            let (name, kind) = rest.split_once(' ').unwrap();
            assert!(types.insert(name, kind).is_none(), "twice: {line}");
        } else if !line.starts_with("# HELP ") {
            let (one, value) = line.rsplit_once(' ').unwrap();
            let name = one.split('{').next().unwrap();
            let of = ["_bucket", "_sum", "_count"].iter().find_map(|end| name.strip_suffix(end));
            let of = of.filter(|of| types.get(of) == Some(&"histogram")).unwrap_or(name);
            assert!(types.contains_key(of), "no TYPE before {line}");
            assert!(types[of] != "counter" || name.ends_with("_total"), "{line}");
            assert!(series.insert(one, value.parse().unwrap()).is_none(), "twice: {line}");
        }
    }
    series
}

/// `name="value"` of every series.
fn labels(text: &str) -> BTreeSet<(&str, &str)> {
    let mut labels = BTreeSet::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let Some((_, inner)) = line.split_once('{') else { continue };
        let inner = inner.rsplit_once('}').unwrap().0;
        labels.extend(inner.split("\",").map(|pair| pair.trim_end_matches('"').split_once("=\"").unwrap()));
    }
    labels
}

async fn errno(app: &TestApp, path: &str) -> i64 {
    envelope(app.client.get(app.api(path)).send().await.unwrap()).await["errno"].as_i64().unwrap()
}

#[tokio::test]
async fn events_are_counted() {
    let app = TestApp::measured(DEMO).await;
    let token = app.token("lin").await;
    let phone = app.encrypted_phone("lin").await;
    assert_eq!(app.post("auth/bindPhone", Some(&token), phone).await["errno"], 0);
    assert_eq!(errno(&app, "user/index").await, 501);
    assert_eq!(errno(&app, "no/such/path").await, 404);
    assert_eq!(errno(&app, "another").await, 404);
    assert_eq!(errno(&app, "auth/logout/").await, 405);
    // the clock of a test stands still, and an account is new in the millisecond of its first login
    app.advance(1000);
    let later = app.token("lin").await;
    assert_eq!(app.post("auth/logout", Some(&token), json!({})).await["errno"], 0);
    assert_eq!(app.post("auth/revoke", Some(&later), json!({ "all": true })).await["data"]["revoked"], 1);

    let text = scrape(&app).await;
    let series = series(&text);
    for (one, value) in [
        (r#"oa_requests_total{path="/oapro/wx/auth/login_by_weixin",errno="0"}"#, 2.0),
        (r#"oa_requests_total{path="/oapro/wx/auth/bindPhone",errno="0"}"#, 1.0),
        (r#"oa_requests_total{path="/oapro/wx/user/index",errno="0"}"#, 0.0),
        (r#"oa_requests_total{path="/oapro/wx/user/index",errno="501"}"#, 1.0),
        (r#"oa_requests_total{path="/oapro/wx/user/index",errno="502"}"#, 0.0),
        (r#"oa_requests_total{path="/oapro/wx/auth/login_by_weixin",errno="720"}"#, 0.0),
        (r#"oa_requests_total{path="/oapro/wx/auth/logout",errno="405"}"#, 1.0),
        (r#"oa_requests_total{path="other",errno="404"}"#, 2.0),
        (r#"oa_request_duration_seconds_count{path="other"}"#, 2.0),
        (r#"oa_request_duration_seconds_count{path="/oapro/wx/auth/bindPhone"}"#, 1.0),
        (r#"oa_request_duration_seconds_bucket{path="/oapro/wx/auth/login_by_weixin",le="+Inf"}"#, 2.0),
        (r#"oa_wechat_calls_total{path="/sns/jscode2session",errcode="0"}"#, 2.0),
        (r#"oa_wechat_call_duration_seconds_count{path="/sns/jscode2session"}"#, 2.0),
        ("oa_accounts_created_total", 1.0),
        ("oa_sessions_begun_total", 2.0),
        ("oa_sessions_ended_total", 2.0),
        ("oa_swept_rows_total", 0.0),
        (r#"oa_limit_keys{limit="logins per account"}"#, 1.0),
        (r#"oa_limit_keys{limit="bound phones per account"}"#, 1.0),
        (r#"oa_limit_refused_total{limit="logins per account"}"#, 0.0),
        ("oa_demo_worlds", 1.0),
    ] {
        assert_eq!(series.get(one), Some(&value), "{one} in\n{text}");
    }
    let pools: f64 =
        series.iter().filter(|(name, _)| name.starts_with("oa_database_connections{")).map(|(_, value)| value).sum();
    assert!(pools >= 1.0, "{text}");
    #[cfg(target_os = "linux")]
    for figure in ["process_resident_memory_bytes", "process_open_fds", "process_start_time_seconds"] {
        assert!(series[figure] > 0.0, "{figure}");
    }
}

#[tokio::test]
async fn a_refused_login_is_counted_by_its_limit() {
    let app = TestApp::measured(DEMO).await;
    for _ in 0..20 {
        app.token("lin").await;
    }
    let body = json!({ "code": app.code("lin").await, "userInfo": {} });
    assert_eq!(app.post("auth/login_by_weixin", None, body).await["errno"], 429);
    let text = scrape(&app).await;
    let series = series(&text);
    assert_eq!(series[r#"oa_limit_refused_total{limit="logins per account"}"#], 1.0);
    assert_eq!(series[r#"oa_limit_refused_total{limit="logins per address"}"#], 0.0);
    assert_eq!(series[r#"oa_requests_total{path="/oapro/wx/auth/login_by_weixin",errno="429"}"#], 1.0);
    assert_eq!(series["oa_sessions_begun_total"], 20.0);
}

#[tokio::test]
async fn names_and_help_texts() {
    let app = TestApp::measured(DEMO).await;
    app.token("lin").await;
    let text = scrape(&app).await;
    let heads: Vec<_> = text.lines().filter(|line| line.starts_with('#')).collect();
    insta::assert_snapshot!(heads.join("\n"));
}

#[tokio::test]
async fn no_label_contains_client_input_or_identity() {
    let app = TestApp::measured(DEMO).await;
    let token = app.token("lin").await;
    let phone = app.encrypted_phone("lin").await;
    app.post("auth/bindPhone", Some(&token), phone.clone()).await;
    errno(&app, "hidden-path?token=hidden-query").await;
    app.double("control/fault", json!({ "times": 1, "errcode": 123_456 })).await;
    let code = app.code("lin").await;
    let body = json!({ "code": code, "userInfo": { "nickName": "hidden-name" } });
    assert_eq!(app.post("auth/login_by_weixin", None, body).await["errno"], -1);
    let users = app.client.get(app.url("/wechat-double/_double/users")).send().await.unwrap();
    let users: serde_json::Value = users.json().await.unwrap();

    let text = scrape(&app).await;
    let lin = users.as_array().unwrap().iter().find(|user| user["user"] == "lin").unwrap();
    let value_text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let mut secrets = vec![token, code, "hidden".to_owned(), "123456".to_owned(), "127.0.0.1".to_owned()];
    secrets.extend([wechat_double::DEMO_SECRET, wechat_double::DEMO_APPID].map(str::to_owned));
    secrets.extend(["openid", "unionid", "phone", "nickName"].map(|name| value_text(&lin[name])));
    secrets.extend(["encryptedData", "iv"].map(|name| value_text(&phone[name])));
    for secret in secrets {
        assert!(!text.contains(&secret), "{secret} in\n{text}");
    }

    let number = |value: &str| value.parse::<f64>().is_ok();
    for (name, value) in labels(&text) {
        let known = match name {
            "path" => value == "other" || value.starts_with("/oapro/wx/") || value == "/sns/jscode2session",
            "errno" | "le" => number(value),
            "errcode" => number(value) || value == "unknown",
            "pool" => ["all", "writer", "readers"].contains(&value),
            "state" => ["used", "idle"].contains(&value),
            "limit" => value.contains(" per "),
            "mode" => value == "demo",
            "database" => ["sqlite", "mysql", "postgres"].contains(&value),
            "version" => value == env!("CARGO_PKG_VERSION"),
            _ => false,
        };
        assert!(known, "{name}={value}");
    }
}

#[tokio::test]
async fn a_live_server_counts_wechat_calls() {
    let app = App { appid: "wx1111111111111111".to_owned(), secret: "5ec5e7".to_owned().into() };
    let live = Live { apps: vec![app], base_url: "http://127.0.0.1:9".parse().unwrap() };
    let app = TestApp::measured(Mode::Live(live)).await;
    let body = json!({ "code": "c", "userInfo": {} });
    assert_eq!(app.post("auth/login_by_weixin", None, body).await["errno"], 714);
    let text = scrape(&app).await;
    let series = series(&text);
    let attempts = r#"oa_wechat_calls_total{path="/sns/jscode2session",errcode="no_connection"}"#;
    assert_eq!(series[attempts], 3.0, "each attempt for itself");
    assert!(text.contains("mode=\"live\"") && !text.contains("oa_demo_worlds") && !text.contains("5ec5e7"));
    assert_eq!(app.client.get(app.url("/metrics")).send().await.unwrap().status(), 404, "not where clients call");
}

#[tokio::test]
async fn metrics_are_off_by_default_and_never_on_the_api_address() {
    let app = TestApp::demo().await;
    assert_eq!(app.metrics, None);
    let measured = TestApp::measured(DEMO).await;
    for app in [&app, &measured] {
        let response = app.client.get(app.url("/metrics")).send().await.unwrap().text().await.unwrap();
        assert!(!response.contains("oa_requests"), "{response}");
    }
}

#[tokio::test]
async fn only_metrics_are_served_until_the_server_ends() {
    let app = TestApp::measured(DEMO).await;
    let url = |path: &str| format!("http://{}{path}", app.metrics.unwrap());
    for path in ["/", "/metrics/", "/healthz", "/oapro/wx/swiperImgs", "/wechat-double/_double/users", "/assets/app.js"]
    {
        assert_eq!(app.client.get(url(path)).send().await.unwrap().status(), 404, "{path}");
    }
    assert_eq!(app.client.post(url("/metrics")).send().await.unwrap().status(), 405);
    let (address, client) = (url("/metrics"), app.client.clone());
    drop(app.stop());
    for _ in 0..100 {
        if client.get(&address).send().await.is_err() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the metrics outlive their server");
}
