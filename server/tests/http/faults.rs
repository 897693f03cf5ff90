//! Faults of WeChat: every errcode and every kind of failure, on each WeChat call that an endpoint needs. Checks the
//! client's response, the log line, and that the next call succeeds.
//!
//! The rows run concurrently, each in a world of its own; the request id identifies their log lines.

use std::fmt::Write as _;

use crate::support::lines::Lines;
use crate::test_app::{TestApp, envelope};
use futures::future::join_all;
use serde_json::{Value, json};

const LOGIN: &str = "/sns/jscode2session";
const NUMBER: &str = "/wxa/business/getuserphonenumber";
const TOKEN: &str = "/cgi-bin/stable_token";
const SECRET: &str = "d0d0b1e5d0d0b1e5d0d0b1e5d0d0b1e5";

/// A world of the double, and the phone in it.
struct World<'a> {
    app: &'a TestApp,
    name: String,
}

impl World<'_> {
    async fn double(&self, path: &str, body: Value) -> Value {
        let url = self.app.url(&format!("/wechat-double/_double/{path}"));
        let request = self.app.client.post(url).header("x-double-world", &self.name).json(&body);
        request.send().await.unwrap().json().await.unwrap()
    }

    async fn call(&self, path: &str, token: &str, request: &str, body: Value) -> Value {
        let call = self.app.client.post(self.app.api(path)).header("x-double-world", &self.name);
        let call = call.header("x-oa-token", token).header("x-request-id", request).json(&body);
        envelope(call.send().await.unwrap()).await
    }

    async fn login(&self, request: &str) -> Value {
        let code = self.double("phone/login", json!({ "user": "lin" })).await["code"].take();
        self.call("auth/login_by_weixin", "", request, json!({ "code": code, "userInfo": {} })).await
    }

    async fn bind(&self, token: &str, request: &str) -> Value {
        let code = self.double("phone/getPhoneNumber", json!({ "user": "lin" })).await["code"].take();
        self.call("auth/bindPhone", token, request, json!({ "code": code })).await
    }
}

/// A fault, and the expected result.
struct Row {
    path: &'static str,
    fault: Value,
    errno: i64,
    /// Part of the log line.
    level: &'static str,
    errcode: Option<i64>,
}

fn row(path: &'static str, fault: Value, errno: i64, level: &'static str) -> Row {
    let errcode = fault["errcode"].as_i64();
    Row { path, fault, errno, level, errcode }
}

fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for path in [LOGIN, NUMBER, TOKEN] {
        let errcode = |errcode: i64, times: u32| json!({ "path": path, "times": times, "errcode": errcode });
        // busy: once is retried; repeatedly it fails
        rows.push(row(path, errcode(-1, 1), 0, "WARN"));
        rows.push(row(path, errcode(-1, 3), 714, "WARN"));
        let (invalid, used) = if path == LOGIN { (710, 711) } else { (721, 721) };
        for (code, errno) in [(40029, invalid), (40163, used), (45011, 712), (40226, 713)] {
            rows.push(row(path, errcode(code, 1), errno, "INFO"));
        }
        for code in [40013, 40125, 41002, 41004, 40164, 40243] {
            rows.push(row(path, errcode(code, 1), 720, "ERROR"));
        }
        let others = [41008, 40002, 40003, 41001, 45009, 47001, 48001, 87007, 87008, 87009, 99_999];
        for code in others {
            rows.push(row(path, errcode(code, 1), -1, "WARN"));
        }
        // a rejected token: renewed once
        for code in [40001, 40014, 42001] {
            let renewed = path == NUMBER;
            rows.push(row(path, errcode(code, 1), if renewed { 0 } else { -1 }, "WARN"));
            if renewed {
                rows.push(row(path, errcode(code, 2), -1, "WARN"));
            }
        }
        for broken in [
            json!({ "delay_ms": 5500 }),
            json!({ "status": 500 }),
            json!({ "status": 502 }),
            json!({ "status": 302 }),
            json!({ "status": 200 }),
            json!({ "cut": true }),
            json!({ "truncate": true }),
        ] {
            let mut fault = broken;
            (fault["path"], fault["times"]) = (path.into(), 1.into());
            rows.push(row(path, fault, 714, "WARN"));
        }
        // slow, within the time-out
        rows.push(row(path, json!({ "path": path, "times": 1, "delay_ms": 300 }), 0, "INFO"));
    }
    rows
}

/// Runs one row; returns its line of the table.
async fn run(app: &TestApp, lines: &Lines, nth: usize, row: &Row) -> String {
    let world = World { app, name: format!("row-{nth}") };
    let token = world.login(&format!("{nth}-before")).await["data"]["token"].as_str().unwrap().to_owned();
    let request = format!("{nth}-fault");
    let shown = show(&row.fault);
    world.double("control/fault", row.fault.clone()).await;
    let call = async |request: &str| {
        if row.path == LOGIN { world.login(request).await } else { world.bind(&token, request).await }
    };
    let response = call(&request).await;
    assert_eq!(response["errno"], row.errno, "{} {shown}: {response}", row.path);
    let about = lines.about(&request, row.path);
    let line = about.iter().find(|line| line.contains(row.level));
    assert!(line.is_some(), "{} {shown}: no {} in {about:#?}", row.path, row.level);
    let advice = check_line(row, line.unwrap());
    // the fault is over
    let next = call(&format!("{nth}-after")).await;
    assert_eq!(next["errno"], 0, "{} {shown}: {next}", row.path);
    let row = format!(
        "{:<34} {shown:<18} | {:>3} {} | {} | {:<5} {advice}",
        row.path,
        row.errno,
        response["errmsg"].as_str().unwrap(),
        about.len(),
        row.level,
    );
    row.trim_end().to_owned()
}

fn show(fault: &Value) -> String {
    let mut shown = String::new();
    for (name, value) in fault.as_object().unwrap() {
        match name.as_str() {
            "path" => {}
            "times" if *value == 1 => {}
            "times" => write!(shown, "× {value} ").unwrap(),
            _ => write!(shown, "{name} {value} ").unwrap(),
        }
    }
    shown.trim_end().to_owned()
}

/// The errcode, the duration and the advice are in the line. Returns the advice's first sentence.
fn check_line(row: &Row, line: &str) -> String {
    assert!(line.contains("duration_ms="), "{line}");
    if let Some(errcode) = row.errcode {
        assert!(line.contains(&format!("errcode={errcode}")), "{line}");
        if let Some(advice) = identity::wechat::advice(errcode) {
            assert!(line.contains(&format!("advice={advice:?}")), "{line}");
        }
    }
    if row.errcode == Some(40164) {
        assert!(line.contains("refused_ip=203.0.113.1"), "{line}");
    }
    let known = row.errcode != Some(99_999) && row.errno != 0;
    assert!(!known || line.contains("advice=\""), "the operator gets advice: {line}");
    let advice = line.split_once("advice=\"").map_or("", |(_, advice)| advice.split('"').next().unwrap());
    advice.split_inclusive(['.', ':']).next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn every_fault_is_reported_logged_and_recovered() {
    let app = TestApp::demo().await;
    let (lines, _guard) = Lines::capture(tracing::Level::INFO);
    let rows = rows();
    let table = join_all(rows.iter().enumerate().map(|(nth, row)| run(&app, &lines, nth, row))).await;
    let head =
        "path and fault | errno errmsg | attempts | the log: level, first words of the advice; the next call is 0";
    let table = format!("{head}\n{}", table.join("\n"));
    assert!(!lines.text().contains(SECRET));
    insta::assert_snapshot!(table);
}

/// No connection, in live mode: reported at once, retried, and no line contains the secret.
#[tokio::test]
async fn an_unreachable_wechat_is_714_with_advice_until_it_returns() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let app =
        identity::wechat::App { appid: "wx1111111111111111".into(), secret: "5ec5e75ec5e75ec5e7".to_owned().into() };
    let live = server::config::Live { apps: vec![app], base_url: format!("http://{address}").parse().unwrap() };
    let (lines, _guard) = Lines::capture(tracing::Level::TRACE);
    let app = TestApp::live(live).await;
    let login = async |code: &str| {
        app.post("auth/login_by_weixin", None, json!({ "code": code, "userInfo": {} })).await["errno"].take()
    };
    assert_eq!(login("code-of-a-dead-wechat").await, 714);
    let text = lines.text();
    let attempts = text.lines().filter(|line| line.contains("WeChat is not available: no connection: refused"));
    assert_eq!(attempts.filter(|line| line.contains("advice=\"WeChat was not reached: nobody listens")).count(), 3);
    let session = json!({ "session_key": "nzoqhc3OnwHzeTxJs+inbQ==", "openid": "oVBkZ0aYgDMDIywRdgPW8-joxXc4" });
    let wechat = axum::Router::new().fallback(move || std::future::ready(session.to_string()));
    let listener = tokio::net::TcpListener::bind(address).await.unwrap();
    tokio::spawn(async { axum::serve(listener, wechat).await });
    assert_eq!(login("code-of-a-live-wechat").await, 0);
    for secret in ["5ec5e75ec5e75ec5e7", "code-of-a-dead-wechat", "code-of-a-live-wechat", "nzoqhc3OnwHzeTxJs+inbQ=="] {
        assert!(!lines.text().contains(secret), "{secret}");
    }
}

/// The whole flow at the most verbose log level: no secret is in the log or in a response.
#[tokio::test]
async fn no_secret_is_in_a_log_or_a_response() {
    let app = TestApp::demo().await;
    let world = World { app: &app, name: "secrets".to_owned() };
    let wechat = async |path: &str, body: Option<Value>| -> Value {
        let url = app.url(&format!("/wechat-double{path}"));
        let request = match body {
            None => app.client.get(url),
            Some(body) => app.client.post(url).json(&body),
        };
        request.header("x-double-world", "secrets").send().await.unwrap().json().await.unwrap()
    };
    // what the server will store: the user's key and the app's token
    let code = world.double("phone/login", json!({ "user": "lin" })).await["code"].take();
    let app_is = format!("appid=wx0a1b2c3d4e5f6789&secret={SECRET}");
    let query =
        format!("/sns/jscode2session?{app_is}&js_code={}&grant_type=authorization_code", code.as_str().unwrap());
    let session = wechat(&query, None).await;
    let grant = json!({ "grant_type": "client_credential", "appid": "wx0a1b2c3d4e5f6789", "secret": SECRET });
    let access_token = wechat("/cgi-bin/stable_token", Some(grant)).await["access_token"].take();

    let (lines, _guard) = Lines::capture(tracing::Level::TRACE);
    let mut responses = String::new();
    let login = world.login("a").await;
    let token = login["data"]["token"].as_str().unwrap().to_owned();
    responses.push_str(&login["data"]["userInfo"].to_string());
    let number = world.double("phone/getPhoneNumber", json!({ "user": "lin" })).await;
    for body in
        [json!({ "code": number["code"] }), json!({ "encryptedData": number["encryptedData"], "iv": number["iv"] })]
    {
        let response = world.call("auth/bindPhone", &token, "b", body).await;
        assert_eq!(response["errno"], 0);
    }
    for fault in
        [json!({ "errcode": 42001 }), json!({ "status": 502 }), json!({ "truncate": true }), json!({ "cut": true })]
    {
        let mut fault = fault;
        fault["times"] = 1.into();
        world.double("control/fault", fault).await;
        responses.push_str(&world.bind(&token, "c").await.to_string());
    }
    let log = lines.text();
    assert!(log.contains("getuserphonenumber"), "the search finds what is there");
    let key = session["session_key"].as_str().unwrap();
    for secret in [SECRET, key, access_token.as_str().unwrap(), &token, "12066600001", number["code"].as_str().unwrap()]
    {
        assert!(!log.contains(secret), "{secret} is in the log");
    }
    for secret in [SECRET, key, access_token.as_str().unwrap(), session["openid"].as_str().unwrap()] {
        assert!(!responses.contains(secret), "{secret} is in a response");
    }
}
