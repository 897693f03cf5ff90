//! The binary: errors at the start, recovery after `kill -9`, shutdown.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::{
    io::{BufRead, BufReader},
    net::TcpListener,
    path::Path,
    process::{Child, Command, Output, Stdio},
};

use rstest::rstest;
use serde_json::{Value, json};

fn binary(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oa-mini"));
    command.env_clear().current_dir(folder).env("OA_LISTEN", "127.0.0.1:0");
    command
}

/// A running demo, killed when dropped.
struct Running {
    child: Child,
    url: String,
}

impl Running {
    fn start(folder: &Path) -> Self {
        Self::with(folder, &[("OA_LOG", "trace")])
    }

    fn with(folder: &Path, variables: &[(&str, &str)]) -> Self {
        let log = std::fs::File::options().create(true).append(true).open(folder.join("log")).unwrap();
        let mut child =
            binary(folder).envs(variables.iter().copied()).stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let url = line.trim().rsplit(' ').next().unwrap().to_owned();
        assert!(url.starts_with("http://127.0.0.1:"), "{line}");
        Self { child, url }
    }

    async fn post(&self, path: &str, token: &str, body: Value) -> Value {
        // reqwest uses the process's provider; the server has one, this process does not
        drop(rustls::crypto::ring::default_provider().install_default());
        let request =
            reqwest::Client::new().post(format!("{}{path}", self.url)).header("x-oa-token", token).json(&body);
        request.send().await.unwrap().json().await.unwrap()
    }

    async fn double(&self, call: &str, body: Value) -> Value {
        self.post(&format!("/wechat-double/_double/{call}"), "", body).await
    }

    async fn login(&self) -> Value {
        let code = self.double("phone/login", json!({ "user": "lin" })).await["code"].clone();
        let body = json!({ "code": code, "userInfo": { "nickName": "林晓" } });
        self.post("/oapro/wx/auth/login_by_weixin", "", body).await["data"].clone()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.child.kill()); // SIGKILL
        drop(self.child.wait());
    }
}

fn refused(output: &Output) -> String {
    assert!(!output.status.success());
    let line = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(line.trim_end().lines().count(), 1, "one clear line: {line}");
    line
}

#[rstest]
#[case(&[("OA_LISTEN", "nowhere")], "OA_LISTEN: `nowhere` is not an address")]
#[case(&[("OA_WX_APP_ID", "wx1234")], "OA_WX_APP_SECRET: is missing")]
#[case(&[("OA_WX_APP_ID", "wx1234"), ("OA_WX_APP_SECRET", "abc")], "OA_MASTER_KEY: is missing")]
#[case(&[("OA_MASTER_KEY", "k1:short")], "OA_MASTER_KEY: ")]
#[case(&[("DATABASE_URL", "sqlite:///proc/nowhere/a.db")], "DATABASE_URL: ")]
#[case(&[("DATABASE_URL", "sqlite:///dev/null/a.db")], "/dev/null")]
#[case(&[("DATABASE_URL", "redis://x")], "DATABASE_URL: ")]
#[case(&[("OA_LOG", "=,=")], "OA_LOG: ")]
#[case(&[("OA_METRICS_LISTEN", "9464")], "OA_METRICS_LISTEN: `9464` is not off, or an address")]
#[case(&[("OA_METRICS_LISTEN", "203.0.113.7:9464")], "OA_METRICS_LISTEN: cannot listen on 203.0.113.7:9464")]
fn an_invalid_setting_is_one_line(#[case] variables: &[(&str, &str)], #[case] expected: &str) {
    let folder = tempfile::tempdir().unwrap();
    let output = binary(folder.path()).envs(variables.iter().copied()).output().unwrap();
    let line = refused(&output);
    assert!(line.contains(expected), "{line}");
}

#[rstest]
#[case("OA_LISTEN")]
#[case("OA_METRICS_LISTEN")]
fn a_port_in_use_is_one_line(#[case] name: &str) {
    let folder = tempfile::tempdir().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let line = refused(&binary(folder.path()).env(name, &address).output().unwrap());
    assert!(line.contains(name) && line.contains(&address), "{line}");
}

#[test]
fn help_lists_the_settings() {
    let folder = tempfile::tempdir().unwrap();
    let output = binary(folder.path()).arg("--help").output().unwrap();
    assert!(output.status.success());
    let help = String::from_utf8(output.stdout).unwrap();
    for name in ["OA_LISTEN", "OA_METRICS_LISTEN", "DATABASE_URL", "OA_WX_APP_SECRET", "OA_MASTER_KEY", "serve"] {
        assert!(help.contains(name), "{name}");
    }
}

#[tokio::test]
async fn acknowledged_writes_survive_kill_9_and_the_log_has_no_secrets() {
    let folder = tempfile::tempdir().unwrap();
    let first = Running::start(folder.path());
    let data = first.login().await;
    let token = data["token"].as_str().unwrap().to_owned();
    let sealed = first.double("phone/getPhoneNumber", json!({ "user": "lin" })).await;
    let body = json!({ "encryptedData": sealed["encryptedData"], "iv": sealed["iv"] });
    assert_eq!(first.post("/oapro/wx/auth/bindPhone", &token, body).await["errno"], 0);
    drop(first);

    let second = Running::start(folder.path());
    let again = second.login().await;
    assert_eq!(again["userInfo"]["userId"], data["userInfo"]["userId"]);
    assert_eq!(again["userInfo"]["phone"], "12066600001");
    let logout = second.post("/oapro/wx/auth/logout", &token, json!({})).await;
    assert_eq!(logout["errno"], 0, "the first session is there too");
    drop(second);

    let log = std::fs::read_to_string(folder.path().join("log")).unwrap();
    assert!(log.contains("auth/bindPhone"), "the log holds the run");
    let key = std::fs::read_to_string(folder.path().join("data/oa-mini.db.key")).unwrap();
    let key = key.trim().split_once(':').unwrap().1;
    for secret in [&token, again["token"].as_str().unwrap(), "12066600001", wechat_double::DEMO_SECRET, key] {
        assert!(!log.contains(secret), "a secret of {} characters is in the log", secret.len());
    }
}

#[tokio::test]
async fn an_upload_leaves_nothing_of_the_file_in_the_log() {
    let folder = tempfile::tempdir().unwrap();
    let server = Running::start(folder.path());
    let data = server.login().await;
    let token = data["token"].as_str().unwrap();
    let broken = b"\xff\xd8\xff\xe0 hidden-in-a-jpeg".as_slice();
    for file in [b"hidden-in-a-text".as_slice(), broken] {
        let head = b"--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"hidden-name\"\r\n\r\n";
        let request = reqwest::Client::new()
            .post(format!("{}/oapro/wx/auth/avatar", server.url))
            .header("x-oa-token", token)
            .header("content-type", "multipart/form-data; boundary=b")
            .body([head, file, b"\r\n--b--\r\n"].concat());
        let response: Value = request.send().await.unwrap().json().await.unwrap();
        assert_eq!(response["errno"], 402);
    }
    drop(server);
    let log = std::fs::read_to_string(folder.path().join("log")).unwrap();
    assert!(log.contains("auth/avatar") && log.contains("avatar rejected"), "the log holds the run");
    for secret in ["hidden", token] {
        assert!(!log.contains(secret), "{secret}");
    }
}

/// The lines of a log in JSON.
fn events(folder: &Path) -> Vec<Value> {
    let log = std::fs::read_to_string(folder.join("log")).unwrap();
    log.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[tokio::test]
async fn a_request_id_links_response_and_log_and_the_log_has_the_metrics_address() {
    let folder = tempfile::tempdir().unwrap();
    let server = Running::with(folder.path(), &[("OA_LOG_FORMAT", "json"), ("OA_METRICS_LISTEN", "127.0.0.1:0")]);
    let data = server.login().await;
    let request = reqwest::Client::new()
        .get(format!("{}/oapro/wx/user/index?page=hidden", server.url))
        .header("x-oa-token", data["token"].as_str().unwrap())
        .header("x-request-id", "from-the-proxy-1");
    let response = request.send().await.unwrap();
    assert_eq!(response.headers()["x-request-id"], "from-the-proxy-1");
    assert_eq!(response.json::<Value>().await.unwrap()["errno"], 0);

    let events = events(folder.path());
    let of_request: Vec<_> = events.iter().filter(|event| event["span"]["id"] == "from-the-proxy-1").collect();
    let [line] = of_request.as_slice() else { panic!("one line: {of_request:?}") };
    let fields = |names: &[&str]| names.iter().map(|name| line[*name].clone()).collect::<Value>();
    let user = &data["userInfo"]["userId"];
    let output = json!(["INFO", "answered", "GET", "/oapro/wx/user/index", 0, user]);
    assert_eq!(fields(&["level", "message", "method", "path", "errno", "user"]), output);
    assert!(line["duration_ms"].is_u64() && !line.to_string().contains("hidden"), "{line}");

    let started = events.iter().find(|event| event["message"] == "started").unwrap();
    assert_eq!((&started["mode"], &started["database"]), (&json!("demo"), &json!("sqlite://data/oa-mini.db")));
    let metrics = format!("http://{}/metrics", started["metrics"].as_str().unwrap());
    let text = reqwest::get(metrics).await.unwrap().text().await.unwrap();
    assert!(text.contains("oa_requests_total{path=\"/oapro/wx/user/index\",errno=\"0\"} 1\n"), "{text}");
}

#[cfg(unix)]
#[test]
fn sigterm_stops_it_at_once_when_nothing_runs() {
    let folder = tempfile::tempdir().unwrap();
    let mut running = Running::start(folder.path());
    let killed = Command::new("kill").arg(running.child.id().to_string()).status().unwrap();
    assert!(killed.success());
    assert!(running.child.wait().unwrap().success());
}

#[test]
fn check_of_a_demo_finds_nothing_wrong() {
    let folder = tempfile::tempdir().unwrap();
    drop(Running::start(folder.path()));
    let output = binary(folder.path()).arg("check").output().unwrap();
    let lines = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{lines}");
    assert_eq!(lines.matches('✓').count(), 4, "{lines}");
}

#[tokio::test]
async fn check_names_the_address_that_wechat_refuses_and_the_clock() {
    let wechat = wiremock::MockServer::start().await;
    let refusal =
        json!({ "errcode": 40164, "errmsg": "invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist" });
    let response = wiremock::ResponseTemplate::new(200)
        .insert_header("date", "Tue, 15 Nov 1994 08:12:31 GMT")
        .set_body_json(refusal);
    wiremock::Mock::given(wiremock::matchers::path("/cgi-bin/stable_token"))
        .respond_with(response)
        .mount(&wechat)
        .await;
    let folder = tempfile::tempdir().unwrap();
    let mut command = binary(folder.path());
    command
        .arg("check")
        .env("OA_WX_APP_ID", "wx1234")
        .env("OA_WX_APP_SECRET", "5ec5e7")
        .env("OA_WX_BASE_URL", wechat.uri());
    command.env("OA_MASTER_KEY", "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
    let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    let lines = String::from_utf8(output.stdout).unwrap();
    assert!(!output.status.success(), "{lines}");
    assert!(lines.contains("✗ WeChat: wx1234") && lines.contains("The address is 203.0.113.7."), "{lines}");
    assert!(lines.contains("✗ clock: "), "{lines}");
    assert!(!lines.contains("5ec5e7") && !String::from_utf8_lossy(&output.stderr).contains("5ec5e7"));
}

/// As the README's recipe runs it: a proxy on the same machine and no setting for it.
#[tokio::test]
async fn on_loopback_a_proxy_of_this_machine_is_trusted() {
    let folder = tempfile::tempdir().unwrap();
    for (setting, trusted) in [("", true), ("none", false), ("10.0.0.0/8", false), ("127.0.0.1", true)] {
        let running = Running::with(folder.path(), &[("OA_TRUSTED_PROXIES", setting)]);
        drop(rustls::crypto::ring::default_provider().install_default());
        let client = reqwest::Client::new();
        let login = async |address: &str| -> Value {
            let request = client.post(format!("{}/oapro/wx/auth/login_by_weixin", running.url)).body("{");
            request.header("x-forwarded-for", address).send().await.unwrap().json().await.unwrap()
        };
        for _ in 0..61 {
            login("203.0.113.7").await;
        }
        assert_eq!(login("203.0.113.7").await["errno"], 429);
        assert_eq!(login("203.0.113.8").await["errno"], if trusted { 402 } else { 429 }, "{setting:?}");
    }
    let log = std::fs::read_to_string(folder.path().join("log")).unwrap();
    assert_eq!(log.matches("no trusted proxy").count(), 2, "once a start");
    assert!(!log.contains("203.0.113."), "{log}");
}

#[rstest]
#[case::recipe(&[("OA_PUBLIC_URL", "https://oa.example.com")], Some("✓ addresses: X-Forwarded-For is believed of 127.0.0.0/8, ::1/128"))]
#[case::nobody(&[("OA_PUBLIC_URL", "https://oa.example.com"), ("OA_TRUSTED_PROXIES", "none")], Some("✗ addresses: "))]
#[case::container(&[("OA_PUBLIC_URL", "https://oa.example.com"), ("OA_LISTEN", "0.0.0.0:0")], Some("✗ addresses: "))]
#[case::container_with_proxy(
    &[("OA_PUBLIC_URL", "https://oa.example.com"), ("OA_LISTEN", "0.0.0.0:0"), ("OA_TRUSTED_PROXIES", "10.88.0.1")],
    Some("✓ addresses: X-Forwarded-For is believed of 10.88.0.1/32")
)]
#[case::no_tls(&[("OA_PUBLIC_URL", "http://oa.example.com"), ("OA_LISTEN", "0.0.0.0:0")], None)]
#[case::nothing(&[], None)]
fn check_wants_a_proxy_where_the_public_address_is_https(
    #[case] variables: &[(&str, &str)],
    #[case] finding: Option<&str>,
) {
    let folder = tempfile::tempdir().unwrap();
    let live = [("OA_WX_APP_ID", "wx1234"), ("OA_WX_APP_SECRET", "5ec5e7"), ("OA_WX_BASE_URL", "http://127.0.0.1:9")];
    let output = binary(folder.path()).arg("check").envs(live).envs(variables.iter().copied()).output().unwrap();
    let lines = String::from_utf8(output.stdout).unwrap();
    let line = lines.lines().find(|line| line.contains("addresses: "));
    match finding {
        Some(begin) => assert!(line.unwrap().starts_with(begin), "{lines}"),
        None => assert_eq!(line, None),
    }
    if finding.is_some_and(|begin| begin.starts_with('✗')) {
        assert!(!output.status.success() && line.unwrap().contains("OA_TRUSTED_PROXIES"), "{lines}");
    }
}
