//! The log of a call: what the operator needs, and none of what must stay secret.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::io::Write;
use std::sync::{Arc, Mutex};

use wechat::{App, Client, ClientConfig};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

const SECRET: &str = "5ec2e7c0ffee5ec2e7c0ffee5ec2e7c0";
const CODE: &str = "0a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P";
const KEY: &str = "nzoqhc3OnwHzeTxJs+inbQ==";

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

async fn log_of(body: &str) -> String {
    let lines = Lines::default();
    let writer = lines.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(200).set_body_string(body)).mount(&server).await;
    let app = App { appid: "wx0123456789abcdef".to_owned(), secret: SECRET.to_owned().into() };
    let client = Client::new(ClientConfig::new(server.uri().parse().unwrap())).unwrap();
    let outcome = client.code2session(&app, CODE, None).await;
    let bytes = lines.0.lock().unwrap().clone();
    format!("{}\n{outcome:?}\n{client:?}", String::from_utf8(bytes).unwrap())
}

#[tokio::test]
async fn one_event_with_advice_for_the_operator() {
    let log = log_of(r#"{"errcode":40164,"errmsg":"invalid ip 203.0.113.7, not in whitelist"}"#).await;
    let events: Vec<_> = log.lines().filter(|line| line.contains("wechat::client")).collect();
    assert_eq!(events.len(), 1, "{log}");
    for part in ["ERROR", "path=\"/sns/jscode2session\"", "errcode=40164", "duration_ms=", "IP 白名单"] {
        assert!(events.concat().contains(part), "{part}: {events:?}");
    }
}

/// Even with every crate below us at its most talkative.
#[tokio::test]
async fn no_secret_code_or_key_is_written() {
    let ok = format!(r#"{{"session_key":"{KEY}","openid":"oVBkZ0aYgDMDIywRdgPW8-joxXc4"}}"#);
    for body in [ok.as_str(), r#"{"errcode":40125,"errmsg":"invalid appsecret"}"#, "<html>"] {
        let log = log_of(body).await;
        for secret in [SECRET, CODE, KEY] {
            assert!(!log.contains(secret), "{log}");
        }
    }
}
