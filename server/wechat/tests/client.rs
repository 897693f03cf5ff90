//! The client against servers that respond as WeChat does, and as it does not.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::time::Duration;

use rstest::rstest;
use wechat::{App, Client, ClientConfig, CodeSession, Error, Unavailable};
use wiremock::matchers::{header, method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

const SECRET: &str = "5ec2e7c0ffee5ec2e7c0ffee5ec2e7c0";
const CODE: &str = "0a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P";
const OK: &str = r#"{"session_key":"nzoqhc3OnwHzeTxJs+inbQ==","openid":"oVBkZ0aYgDMDIywRdgPW8-joxXc4"}"#;

fn app() -> App {
    App { appid: "wx0123456789abcdef".to_owned(), secret: SECRET.to_owned().into() }
}

fn client(uri: &str) -> Client {
    let mut config = ClientConfig::new(uri.parse().unwrap());
    config.response_timeout = Duration::from_millis(400);
    config.connect_timeout = Duration::from_millis(300);
    config.call_budget = Duration::from_secs(5);
    Client::new(config).unwrap()
}

fn text(body: impl Into<String>) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_string(body).append_header("content-type", "text/plain")
}

/// A server that gives `responses` in order, and then repeats the last one.
async fn server(responses: Vec<ResponseTemplate>) -> MockServer {
    let server = MockServer::start().await;
    let last = responses.len() - 1;
    for (nth, response) in responses.into_iter().enumerate() {
        let mock = Mock::given(method("GET")).respond_with(response);
        if nth == last { mock } else { mock.up_to_n_times(1) }.mount(&server).await;
    }
    server
}

async fn login(server: &MockServer) -> Result<CodeSession, Error> {
    client(&server.uri()).code2session(&app(), CODE, None).await
}

async fn requests(server: &MockServer) -> usize {
    server.received_requests().await.unwrap().len()
}

#[tokio::test]
async fn sends_what_wechat_documents_under_the_base_path() {
    for base in ["/wechat-double", "/wechat-double/"] {
        let server = MockServer::start().await;
        Mock::given(method("GET"))
            .and(path("/wechat-double/sns/jscode2session"))
            .and(query_param("appid", "wx0123456789abcdef"))
            .and(query_param("secret", SECRET))
            .and(query_param("js_code", "a+b &c"))
            .and(query_param("grant_type", "authorization_code"))
            .and(header("x-double-world", "blue"))
            .respond_with(text(OK))
            .mount(&server)
            .await;
        let client = client(&format!("{}{base}", server.uri()));
        let session = client.code2session(&app(), "a+b &c", Some("blue")).await.unwrap();
        assert_eq!(session.openid, "oVBkZ0aYgDMDIywRdgPW8-joxXc4");
        assert_eq!(session.session_key.reveal(), "nzoqhc3OnwHzeTxJs+inbQ==");
    }
}

#[tokio::test]
async fn without_a_world_there_is_no_header() {
    let server = server(vec![text(OK)]).await;
    login(&server).await.unwrap();
    let requests = server.received_requests().await.unwrap();
    assert!(requests.iter().all(|request| !request.headers.contains_key("x-double-world")));
}

#[rstest]
#[case(40029, Error::InvalidCode)]
#[case(40163, Error::CodeUsed)]
#[case(45011, Error::TooFrequent)]
#[case(40226, Error::HighRisk)]
#[case(40013, Error::Misconfigured(40013))]
#[case(40125, Error::Misconfigured(40125))]
#[case(41002, Error::Misconfigured(41002))]
#[case(41004, Error::Misconfigured(41004))]
#[case(40164, Error::Misconfigured(40164))]
#[case(40243, Error::Misconfigured(40243))]
#[case(41008, Error::Unexpected(41008))]
#[case(48001, Error::Unexpected(48001))]
#[tokio::test]
async fn an_errcode_is_returned_without_retry(#[case] errcode: i64, #[case] expected: Error) {
    let server = server(vec![text(format!(r#"{{"errcode":{errcode},"errmsg":"no, rid: 652d44d0"}}"#))]).await;
    assert_eq!(login(&server).await.unwrap_err(), expected);
    assert_eq!(requests(&server).await, 1);
}

#[tokio::test]
async fn busy_is_attempted_three_times() {
    let server = server(vec![text(r#"{"errcode":-1,"errmsg":"system error"}"#)]).await;
    assert_eq!(login(&server).await.unwrap_err(), Error::Unavailable(Unavailable::Busy));
    assert_eq!(requests(&server).await, 3);
}

#[tokio::test]
async fn busy_once_is_retried_successfully() {
    let server = server(vec![text(r#"{"errcode":-1}"#), text(OK)]).await;
    assert!(login(&server).await.is_ok());
}

#[tokio::test]
async fn a_code_used_by_an_own_retry_is_invalid_code() {
    let server = server(vec![text(r#"{"errcode":-1}"#), text(r#"{"errcode":40163}"#)]).await;
    assert_eq!(login(&server).await.unwrap_err(), Error::InvalidCode);
}

#[tokio::test]
async fn the_budget_ends_the_retries() {
    let server = server(vec![text(r#"{"errcode":-1}"#)]).await;
    let mut config = ClientConfig::new(server.uri().parse().unwrap());
    config.call_budget = Duration::from_millis(300);
    let outcome = Client::new(config).unwrap().code2session(&app(), CODE, None).await;
    assert_eq!(outcome.unwrap_err(), Error::Unavailable(Unavailable::Busy));
    assert_eq!(requests(&server).await, 1);
}

#[tokio::test]
async fn a_timeout_is_not_retried() {
    let server = server(vec![text(OK).set_delay(Duration::from_secs(3))]).await;
    assert_eq!(login(&server).await.unwrap_err(), Error::Unavailable(Unavailable::Timeout));
    assert!(requests(&server).await <= 1);
}

#[tokio::test]
async fn a_refused_connection_is_retried() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let client = client(&format!("http://{address}"));
    assert_eq!(client.code2session(&app(), CODE, None).await.unwrap_err(), Error::Unavailable(Unavailable::Refused));
    // the port is closed at first, and then open
    let pending = tokio::spawn(async move { client.code2session(&app(), CODE, None).await });
    tokio::time::sleep(Duration::from_millis(100)).await;
    let listener = std::net::TcpListener::bind(address).unwrap();
    let server = MockServer::builder().listener(listener).start().await;
    Mock::given(method("GET")).respond_with(text(OK)).mount(&server).await;
    assert!(pending.await.unwrap().is_ok());
}

#[tokio::test]
async fn a_broken_connection_after_the_request_is_not_retried() {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{\"openid\"";
    for response in ["", head] {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let client = client(&format!("http://{}", listener.local_addr().unwrap()));
        let served = tokio::spawn(async move {
            let mut connections = 0;
            while let Ok(Ok((mut stream, _))) =
                tokio::time::timeout(Duration::from_millis(900), listener.accept()).await
            {
                connections += 1;
                let mut buffer = [0; 2048];
                let _ = stream.read(&mut buffer).await;
                let _ = stream.write_all(response.as_bytes()).await;
            }
            connections
        });
        let outcome = client.code2session(&app(), CODE, None).await;
        assert_eq!(outcome.unwrap_err(), Error::Unavailable(Unavailable::Malformed));
        assert_eq!(served.await.unwrap(), 1);
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = server(vec![text(OK)]).await;
    let response = ResponseTemplate::new(302).append_header("location", elsewhere.uri().as_str());
    let server = server(vec![response]).await;
    assert_eq!(login(&server).await.unwrap_err(), Error::Unavailable(Unavailable::Status(302)));
    assert_eq!(requests(&elsewhere).await, 0);
}

#[rstest]
#[case::html(text("<html>502</html>"))]
#[case::cut_json(text(r#"{"session_key":"nzoqhc3OnwHz"#))]
#[case::empty(text(""))]
#[case::three_megabytes(text("x".repeat(3 * 1024 * 1024)))]
#[case::long_but_true(text(format!("{}{OK}", " ".repeat(70_000))))]
#[tokio::test]
async fn an_unexpected_body_is_malformed(#[case] response: ResponseTemplate) {
    let server = server(vec![response]).await;
    assert_eq!(login(&server).await.unwrap_err(), Error::Unavailable(Unavailable::Malformed));
    assert_eq!(requests(&server).await, 1);
}

#[tokio::test]
async fn a_status_other_than_200_is_returned() {
    for status in [404, 412, 500, 502, 503] {
        let server = server(vec![ResponseTemplate::new(status).set_body_string(OK)]).await;
        assert_eq!(login(&server).await.unwrap_err(), Error::Unavailable(Unavailable::Status(status)));
        assert_eq!(requests(&server).await, 1);
    }
}

#[test]
fn debug_shows_no_secret() {
    assert!(!format!("{:?}", app()).contains(SECRET));
}
