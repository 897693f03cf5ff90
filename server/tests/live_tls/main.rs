//! Live mode over TLS, as in production: the binary → HTTPS with HTTP/2 and a private CA → nginx → the double with `--app`.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod nginx;
mod process;

use std::path::Path;

use rstest::rstest;
use serde_json::{Value, json};

use nginx::{Certificate, Nginx};
use process::{Backend, Process, get, post};

/// An app of its own: live mode refuses the double's.
const APPID: &str = "wx1234567890abcdef";
const SECRET: &str = "0123456789abcdef0123456789abcdef";

/// The double behind nginx, which shows `certificate`.
fn wechat(folder: &Path, certificate: Certificate) -> (Process, String, Nginx) {
    let (double, url) = process::double(folder, &format!("{APPID}:{SECRET}"));
    let nginx = Nginx::start(folder, certificate, url.strip_prefix("http://").unwrap());
    (double, url, nginx)
}

async fn code(double: &str, call: &str, field: &str) -> Value {
    post(&format!("{double}/_double/phone/{call}"), "", json!({ "user": "lin", "appid": APPID })).await[field].take()
}

#[tokio::test]
async fn a_login_a_phone_by_code_and_a_check_go_over_http_2_and_a_private_ca() {
    let folder = tempfile::tempdir().unwrap();
    let (_double, double, nginx) = wechat(folder.path(), Certificate::Good);
    let backend = Backend::new(folder.path(), &nginx.url(), Some(&nginx.ca()));
    let server = backend.serve();
    let login = json!({ "code": code(&double, "login", "code").await, "userInfo": { "nickName": "林晓" } });
    let mut response = post(&server.api("auth/login_by_weixin"), "", login).await;
    assert_eq!(response["errno"], 0, "{response}");
    let token = response["data"]["token"].take();
    let token = token.as_str().unwrap();
    let phone = json!({ "code": code(&double, "getPhoneNumber", "code").await });
    let bound = post(&server.api("auth/bindPhone"), token, phone).await;
    assert_eq!(bound, json!({ "errno": 0, "errmsg": "成功", "data": { "phone": "12066600001" } }));
    assert_eq!(get(&server.api("user/index"), token).await["errno"], 0);

    let (passed, output) = backend.check();
    assert!(passed && output.contains(&format!("✓ WeChat: takes {APPID} and its secret")), "{output}");

    let calls = nginx.calls();
    for call in
        ["GET /sns/jscode2session 200", "POST /cgi-bin/stable_token 200", "POST /wxa/business/getuserphonenumber 200"]
    {
        assert!(calls.contains(&format!("HTTP/2.0 {call}")), "{call}: {calls}");
    }
    assert!(calls.lines().all(|line| line.starts_with("HTTP/2.0 ")), "{calls}");
    for text in [&server.log(), &output] {
        assert!(!text.contains(SECRET) && !text.contains("12066600001"), "{text}");
    }
}

/// TLS failures, and their texts in the log and in `check`. For the client all of them are 714.
#[rstest]
#[case::unknown_ca(
    Certificate::OfAnUnknownCa,
    true,
    "the certificate is of nobody whom this machine trusts",
    "SSL_CERT_FILE"
)]
#[case::not_our_ca(
    Certificate::Good,
    false,
    "this machine has no CA certificates",
    "install the package ca-certificates"
)]
#[case::expired(Certificate::Expired, true, "the certificate has expired", "clock")]
#[case::not_yet(Certificate::NotYetValid, true, "the certificate is not valid yet", "clock")]
#[case::name(Certificate::OfAnotherName, true, "the certificate is of another host name", "OA_WX_BASE_URL")]
#[case::purpose(Certificate::ForClients, true, "the certificate is not acceptable", "another use")]
#[case::no_tls(Certificate::None, true, "the handshake failed", "speaks no TLS")]
#[tokio::test]
async fn a_tls_failure_is_reported_as_one(
    #[case] certificate: Certificate,
    #[case] with_ca: bool,
    #[case] error: &str,
    #[case] advice: &str,
) {
    let folder = tempfile::tempdir().unwrap();
    let (_double, double, nginx) = wechat(folder.path(), certificate);
    let empty = folder.path().join("empty.pem");
    std::fs::write(&empty, "").unwrap();
    let roots = if with_ca { nginx.ca() } else { empty };
    let backend = Backend::new(folder.path(), &nginx.url(), Some(&roots));
    let server = backend.serve();
    let login = json!({ "code": code(&double, "login", "code").await, "userInfo": {} });
    let response = post(&server.api("auth/login_by_weixin"), "", login).await;
    assert_eq!(response, json!({ "errno": 714, "errmsg": "微信服务暂不可用" }));

    let (passed, output) = backend.check();
    assert!(!passed, "{output}");
    let log = server.log();
    let attempts = log.lines().filter(|line| line.contains("/sns/jscode2session")).count();
    assert_eq!(attempts, 1, "it is no better in a moment: {log}");
    for text in [&log, &output] {
        let line = text.lines().find(|line| line.contains("no TLS connection")).unwrap_or_else(|| panic!("{text}"));
        assert!(line.contains(error) && line.contains("TLS: ") && line.contains(advice), "{line}");
        assert!(!line.contains("DNS") && !text.contains(SECRET), "{text}");
    }
    assert!(nginx.calls().is_empty() || certificate == Certificate::None, "nothing was sent: {}", nginx.calls());
}

/// Other failures are distinguished, too.
#[rstest]
#[case::refused("https://127.0.0.1:1", "no connection: refused", "nobody listens")]
#[case::name("https://no.such.host.invalid", "no connection: its name has no address", "DNS")]
#[tokio::test]
async fn an_unreachable_host_is_reported_as_one(#[case] base: &str, #[case] error: &str, #[case] advice: &str) {
    let folder = tempfile::tempdir().unwrap();
    let backend = Backend::new(folder.path(), base, None);
    let _server = backend.serve();
    let (passed, output) = backend.check();
    let line = output.lines().find(|line| line.contains("✗ WeChat")).unwrap_or_else(|| panic!("{output}"));
    assert!(!passed && line.contains(error) && line.contains(advice) && !line.contains("TLS: "), "{line}");
}
