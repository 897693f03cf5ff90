//! The log of a call: what the operator needs, and none of what must stay secret.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::io::Write;
use std::sync::{Arc, Mutex};

use wechat::{App, Client, ClientConfig, Error, Unavailable};
use wiremock::matchers::{any, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

const SECRET: &str = "5ec2e7c0ffee5ec2e7c0ffee5ec2e7c0";
const CODE: &str = "0a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P";
const KEY: &str = "nzoqhc3OnwHzeTxJs+inbQ==";
const TOKEN: &str = "77_AccessTokenOfThisApp-0123456789";
const PHONE: &str = "12066600001";

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The log while WeChat responds with `body` to a login and to a phone code, and both outcomes. The token call succeeds.
async fn log_of(body: &str) -> [String; 2] {
    let lines = Lines::default();
    let writer = lines.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let server = MockServer::start().await;
    let token = format!(r#"{{"access_token":"{TOKEN}","expires_in":7200}}"#);
    let response = |body: &str| ResponseTemplate::new(200).set_body_string(body);
    Mock::given(path("/cgi-bin/stable_token")).respond_with(response(&token)).mount(&server).await;
    Mock::given(any()).respond_with(response(body)).mount(&server).await;
    let app = App { appid: "wx0123456789abcdef".to_owned(), secret: SECRET.to_owned().into() };
    let client = Client::new(ClientConfig::new(server.uri().parse().unwrap())).unwrap();
    let written = |outcome: String| {
        let bytes = std::mem::take(&mut *lines.0.lock().unwrap());
        format!("{}\n{outcome}\n{client:?}", String::from_utf8(bytes).unwrap())
    };
    let login = written(format!("{:?}", client.code2session(&app, CODE, None).await));
    let phone = written(format!("{:?}", client.phone_number(&app, CODE, "o1", None, 0).await));
    [login, phone]
}

fn events(log: &str) -> Vec<&str> {
    log.lines().filter(|line| line.contains("wechat::client")).collect()
}

#[tokio::test]
async fn one_event_with_advice_for_the_operator() {
    let [login, phone] = log_of(r#"{"errcode":40164,"errmsg":"invalid ip 203.0.113.7, not in whitelist"}"#).await;
    let seen = events(&login);
    assert_eq!(seen.len(), 1, "{login}");
    let parts = ["ERROR", "path=\"/sns/jscode2session\"", "errcode=40164", "duration_ms=", "203.0.113.7", "IP 白名单"];
    for part in parts {
        assert!(seen.concat().contains(part), "{part}: {seen:?}");
    }
    let seen = events(&phone);
    assert_eq!(seen.len(), 2, "the token's and the number's: {phone}");
    for part in ["path=\"/cgi-bin/stable_token\" attempt=0 errcode=0", "path=\"/wxa/business/getuserphonenumber\""] {
        assert!(seen.concat().contains(part), "{part}: {seen:?}");
    }
}

/// For every errcode that the platform's documentation names.
#[tokio::test]
async fn every_errcode_has_its_advice_in_the_log() {
    for errcode in [
        -1, 40001, 40002, 40003, 40013, 40014, 40029, 40125, 40163, 40164, 40226, 40243, 41001, 41002, 41004, 41008,
        42001, 45009, 45011, 47001, 87007, 87008, 87009,
    ] {
        let [login, _] = log_of(&format!(r#"{{"errcode":{errcode},"errmsg":"no, rid: 1"}}"#)).await;
        let seen = events(&login).concat();
        let advice = wechat::advice(errcode).unwrap();
        assert!(seen.contains(&format!("errcode={errcode}")) && seen.contains(&format!("advice={advice:?}")), "{seen}");
    }
}

/// Even with every dependency at its most verbose level.
#[tokio::test]
async fn no_secret_code_key_token_or_number_is_written() {
    let ok = format!(r#"{{"session_key":"{KEY}","openid":"oVBkZ0aYgDMDIywRdgPW8-joxXc4"}}"#);
    let phone = format!(
        r#"{{"errcode":0,"phone_info":{{"phoneNumber":"{PHONE}","purePhoneNumber":"{PHONE}","countryCode":"86","watermark":{{"timestamp":1,"appid":"wx1"}}}}}}"#
    );
    let refusals = [r#"{"errcode":40125,"errmsg":"invalid appsecret"}"#, r#"{"errcode":42001}"#, "<html>"];
    for body in [ok.as_str(), &phone].into_iter().chain(refusals) {
        for log in log_of(body).await {
            for secret in [SECRET, CODE, KEY, TOKEN, PHONE] {
                assert!(!log.contains(secret), "{log}");
            }
        }
    }
}

/// An address that cannot be called, and a proxy that echoes the request.
#[tokio::test]
async fn no_secret_is_logged_for_a_malformed_url_or_an_echoing_proxy() {
    let echo = format!("<html>GET /sns/jscode2session?appid=wx&secret={SECRET}&js_code={CODE} {TOKEN}</html>");
    let cut = format!(r#"{{"errcode":40164,"errmsg":"secret={SECRET} {CODE} {TOKEN}"#);
    let whole = format!(r#"{{"errcode":40164,"errmsg":"secret={SECRET} {CODE} {TOKEN}"}}"#);
    for body in [echo, cut, whole] {
        for log in log_of(&body).await {
            for secret in [SECRET, CODE, TOKEN] {
                assert!(!log.contains(secret), "{log}");
            }
        }
    }
    let app = App { appid: "wx0123456789abcdef".to_owned(), secret: SECRET.to_owned().into() };
    for (base, expected) in [
        ("mailto:user@example.com", Unavailable::Connect),
        ("http://[::1]:1", Unavailable::Refused),
        ("http://no.such.host.invalid/x?y#z", Unavailable::NoAddress),
        ("data:,x", Unavailable::Connect),
    ] {
        let client = Client::new(ClientConfig::new(base.parse().unwrap())).unwrap();
        let error = client.code2session(&app, CODE, None).await.unwrap_err();
        assert_eq!(error, Error::Unavailable(expected), "{base}");
        assert!(!format!("{error:?} {error}").contains(SECRET));
    }
}
