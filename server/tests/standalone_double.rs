//! The standalone WeChat double: no configuration, no file, one line of output, WeChat's paths at the root.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oa-mini"));
    command.current_dir(folder).env_clear().arg("wechat-double").args(arguments);
    command
}

/// A double, and the address that it prints.
fn start(folder: &Path, arguments: &[&str]) -> (Process, String) {
    let mut child = command(folder, arguments).stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let url = line.strip_prefix("wechat-double: ").and_then(|rest| rest.split(' ').next());
    let url = url.unwrap_or_else(|| panic!("{line:?}")).to_owned();
    assert!(line.contains(" appid=wx0a1b2c3d4e5f6789 secret=d0d0b1e5d0d0b1e5d0d0b1e5d0d0b1e5"), "{line}");
    (Process(child), url)
}

fn client() -> reqwest::Client {
    drop(rustls::crypto::ring::default_provider().install_default());
    reqwest::Client::new()
}

#[tokio::test]
async fn it_starts_without_configuration_and_logs_a_user_in_at_the_root() {
    let folder = tempfile::tempdir().unwrap();
    let (_process, url) = start(folder.path(), &["--listen", "127.0.0.1:0"]);
    let client = client();
    let users: Vec<Value> = client.get(format!("{url}/_double/users")).send().await.unwrap().json().await.unwrap();
    let lin = users.first().unwrap();
    assert_eq!(lin["avatarUrl"], format!("{url}/mmopen/vi_32/lin/132"));
    let picture = client.get(lin["avatarUrl"].as_str().unwrap()).send().await.unwrap();
    assert_eq!(picture.status(), 200);
    let login = client.post(format!("{url}/_double/phone/login")).json(&json!({ "user": "lin" }));
    let code: Value = login.send().await.unwrap().json().await.unwrap();
    let query = [
        ("appid", "wx0a1b2c3d4e5f6789"),
        ("secret", "d0d0b1e5d0d0b1e5d0d0b1e5d0d0b1e5"),
        ("js_code", code["code"].as_str().unwrap()),
        ("grant_type", "authorization_code"),
    ];
    let session = client.get(format!("{url}/sns/jscode2session")).query(&query).send().await.unwrap();
    assert_eq!(session.headers().get("content-type").unwrap(), "text/plain");
    assert_eq!(session.json::<Value>().await.unwrap()["openid"], lin["openid"]);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is written");
}

#[tokio::test]
async fn a_public_url_may_drive_it_and_another_host_may_not() {
    let folder = tempfile::tempdir().unwrap();
    // the line names the public address, so the port is chosen here
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap().to_string();
    drop(free);
    let arguments = ["--listen", &address, "--public-url", "http://wechat.test:8090/"];
    let (_process, url) = start(folder.path(), &arguments);
    assert_eq!(url, "http://wechat.test:8090");
    let client = client();
    for (host, status) in [("wechat.test:8090", 200), (address.as_str(), 200), ("evil.example", 403)] {
        let users = client.get(format!("http://{address}/_double/users")).header("host", host);
        assert_eq!(users.send().await.unwrap().status(), status, "{host}");
    }
}

#[tokio::test]
async fn it_knows_the_apps_that_it_is_given_and_prints_no_secret() {
    let folder = tempfile::tempdir().unwrap();
    let apps = ["--app", "wx1111111111111111:5ec5e7a", "--app", "wx2222222222222222:5ec5e7b"];
    let mut child = command(folder.path(), &[&["--listen", "127.0.0.1:0"], &apps[..]].concat())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let _process = Process(child);
    assert!(line.contains(" appid=wx1111111111111111 appid=wx2222222222222222"), "{line}");
    assert!(!line.contains("secret") && !line.contains("5ec5e7"), "{line}");
    let url = line.strip_prefix("wechat-double: ").and_then(|rest| rest.split(' ').next()).unwrap();
    let client = client();
    let mut openids = Vec::new();
    for (appid, secret) in [("wx1111111111111111", "5ec5e7a"), ("wx2222222222222222", "5ec5e7b")] {
        let login = client.post(format!("{url}/_double/phone/login")).json(&json!({ "user": "lin", "appid": appid }));
        let code: Value = login.send().await.unwrap().json().await.unwrap();
        let code = code["code"].as_str().unwrap();
        let query = [("appid", appid), ("secret", secret), ("js_code", code), ("grant_type", "authorization_code")];
        let session = client.get(format!("{url}/sns/jscode2session")).query(&query).send().await.unwrap();
        openids.push(session.json::<Value>().await.unwrap()["openid"].as_str().unwrap().to_owned());
    }
    assert_ne!(openids.first(), openids.last());
    let own = [("appid", "wx0a1b2c3d4e5f6789"), ("secret", "d0d0b1e5d0d0b1e5d0d0b1e5d0d0b1e5"), ("js_code", "x")];
    let refused = client.get(format!("{url}/sns/jscode2session")).query(&own).send().await.unwrap();
    assert_eq!(refused.json::<Value>().await.unwrap()["errcode"], 40013, "its own app is one of those no more");
}

#[tokio::test]
async fn unknown_paths_get_wechats_response() {
    let folder = tempfile::tempdir().unwrap();
    let (_process, url) = start(folder.path(), &["--listen", "127.0.0.1:0"]);
    let client = client();
    for (request, errcode) in [
        (client.get(format!("{url}/cgi-bin/stable_token")), 43002),
        (client.post(format!("{url}/sns/jscode2session")), 43002),
        (client.get(format!("{url}/cgi-bin/none")), 40066),
        (client.get(url.clone()), 40066),
    ] {
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.json::<Value>().await.unwrap()["errcode"], errcode);
    }
}

#[test]
fn an_invalid_app_is_one_line_without_its_secret() {
    let folder = tempfile::tempdir().unwrap();
    for app in ["5ec5e7", "wx1", "wx1:", "5ec5e7:wx1", "wx1:5ec5e7:5ec5e7", "", ":", "wx1:5ec5e7 "] {
        let output = command(folder.path(), &["--listen", "127.0.0.1:0", "--app", app]).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), stderr.lines().count()), (Some(1), 1), "{stderr}");
        assert!(stderr.starts_with("oa-mini: --app: ") && !stderr.contains("5ec5e7"), "{stderr}");
    }
}

#[test]
fn an_address_in_use_is_one_line_and_exit_code_1() {
    let folder = tempfile::tempdir().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = command(folder.path(), &["--listen", &address]).output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), stderr.lines().count()), (Some(1), 1), "{stderr}");
    assert!(stderr.starts_with(&format!("oa-mini: --listen: cannot listen on {address}")), "{stderr}");
}

#[test]
fn help_describes_the_command() {
    let folder = tempfile::tempdir().unwrap();
    let output = command(folder.path(), &["--help"]).output().unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    assert!(
        output.status.success()
            && stdout.contains("--listen")
            && stdout.contains("127.0.0.1:8090")
            && stdout.contains("--app"),
        "{stdout}"
    );
}

#[cfg(unix)]
#[test]
fn it_stops_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let (mut process, _) = start(folder.path(), &["--listen", "127.0.0.1:0"]);
    let kill = Command::new("kill").args(["-TERM", &process.0.id().to_string()]).status().unwrap();
    assert!(kill.success() && process.0.wait().unwrap().success());
}
