//! Bytes that come one at a time, responses that the client does not read, more connections than the limit, and stopping beside
//! all of it.

use std::time::Duration;

use futures::future::join_all;
use rstest::rstest;
use server::serve::ConnectionTimeouts;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep, timeout};

use super::{Fixture, LONG, first, rest};
use crate::support::lines::Lines;

const SECOND: Duration = Duration::from_secs(1);
const PING: &str = "GET /healthz HTTP/1.1\r\nhost: h\r\n\r\n";

/// Sends a byte every 50 ms until the server closes. What the server sent, and after how long.
async fn trickle(mut stream: TcpStream) -> (String, Duration) {
    let begun = Instant::now();
    let (mut read, mut write) = stream.split();
    let mut response = Vec::new();
    let sending = async {
        while write.write_all(b"a").await.is_ok() {
            sleep(Duration::from_millis(50)).await;
        }
        // the response may still arrive
        std::future::pending::<()>().await
    };
    tokio::select! {
        () = sending => {},
        ended = timeout(LONG, tokio::io::AsyncReadExt::read_to_end(&mut read, &mut response)) => drop(ended.unwrap()),
    }
    (String::from_utf8_lossy(&response).into_owned(), begun.elapsed())
}

#[tokio::test]
async fn slow_heads_time_out_while_others_are_served() {
    let fixture = Fixture::start(ConnectionTimeouts { head: SECOND, ..ConnectionTimeouts::default() }).await;
    let slow =
        (0..200).map(|_| async { trickle(fixture.connect("GET /healthz HTTP/1.1\r\nhost: h\r\nx: ").await).await });
    let others = async {
        for _ in 0..20 {
            assert_eq!(fixture.phone.get("meeting/list", "").await["errno"], 0);
            sleep(SECOND / 20).await;
        }
    };
    let (slow, ()) = tokio::join!(join_all(slow), others);
    for (response, after) in slow {
        assert_eq!(response, "", "no request, no response");
        assert!(after >= SECOND / 2, "{after:?}");
    }
}

/// Wherever it goes: the API has a deadline of its own, see [`a_slow_body_of_the_api_is_the_clients`].
#[rstest]
#[case("/oapro/wx/auth/login_by_weixin")]
#[case("/oapro/wx/auth/avatar")]
#[case("/demo/status")]
#[case("/wechat-double/_double/phone/login")]
#[case("/wechat-double/cgi-bin/stable_token")]
#[tokio::test]
async fn a_slow_body_is_cut(#[case] path: &str) {
    let fixture = Fixture::start(ConnectionTimeouts { response: SECOND, ..ConnectionTimeouts::default() }).await;
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: {}\r\ncontent-type: application/json\r\ncontent-length: 900\r\n\r\n{{",
        fixture.address
    );
    let (response, _) = trickle(fixture.connect(&head).await).await;
    assert!(response.starts_with("HTTP/1.1 408 ") && response.contains("connection: close"), "{response}");
    assert_eq!(fixture.phone.get("meeting/list", "").await["errno"], 0);
}

/// Every call that looks at its body (logout does not), with one that never ends: 408 of the contract, in the log a plain line.
#[tokio::test]
async fn a_slow_body_of_the_api_is_the_clients() {
    let (lines, _guard) = Lines::capture(tracing::Level::INFO);
    let fixture = Fixture::start(ConnectionTimeouts::default()).await;
    let token = fixture.token("slow").await;
    let calls = [
        ("POST", "auth/login_by_weixin"),
        ("POST", "auth/bindPhone"),
        ("POST", "auth/profile"),
        ("POST", "auth/avatar"),
        ("POST", "auth/revoke"),
        ("GET", "user/index"),
        ("GET", "meeting/list"),
    ];
    let tokens = [String::new(), format!("x-oa-token: {token}\r\n")];
    let lengths = ["content-length: 9000", "transfer-encoding: chunked"];
    let all = calls
        .iter()
        .flat_map(|call| tokens.iter().map(move |token| (call, token)))
        .flat_map(|(call, token)| lengths.iter().map(move |length| (call, token, length)))
        .collect::<Vec<_>>();
    let slow = all.iter().map(|((method, path), token, length)| {
        let begun = if length.contains("chunked") { "9\r\n{" } else { "{" };
        let head = format!("{method} /oapro/wx/{path} HTTP/1.1\r\nhost: h\r\n{token}{length}\r\n\r\n{begun}");
        let fixture = &fixture;
        async move { rest(&mut fixture.connect(&head).await).await }
    });
    for (response, call) in join_all(slow).await.into_iter().zip(&all) {
        assert!(response.starts_with("HTTP/1.1 200 OK"), "{call:?}: {response}");
        assert!(response.contains(r#"{"errno":408,"errmsg":"请求超时"}"#), "{call:?}: {response}");
    }
    assert_eq!(lines.text().matches("errno=408").count(), all.len());
    let loud = |line: &&str| line.contains("request{") && (line.contains("WARN") || line.contains("ERROR"));
    assert_eq!(lines.text().lines().find(loud), None);
}

#[tokio::test]
async fn a_client_that_does_not_read_is_disconnected_for_a_waiting_one() {
    let timeouts = ConnectionTimeouts { max_connections: 1, write: SECOND, ..ConnectionTimeouts::default() };
    let fixture = Fixture::start(timeouts).await;
    // so that the system buffers few responses; the server stops reading requests when the client does not read
    // responses
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    let mut deaf = socket.connect(fixture.address).await.unwrap();
    let many = "GET /openapi.json HTTP/1.1\r\nhost: h\r\n\r\n".repeat(100); // large responses: the system's buffers are full soon
    let full = async { while deaf.write_all(many.as_bytes()).await.is_ok() {} };
    let waits = async { first(&mut fixture.connect(PING).await).await };
    let (cut, response) = tokio::join!(timeout(LONG, full), waits);
    assert!(cut.is_ok(), "the client that does not read stays connected");
    assert!(response.starts_with("HTTP/1.1 200 OK"), "{response}");
}

#[tokio::test]
async fn at_the_limit_connections_wait_and_it_is_logged_once() {
    let (lines, _guard) = Lines::capture(tracing::Level::WARN);
    let fixture = Fixture::start(ConnectionTimeouts { max_connections: 8, ..ConnectionTimeouts::default() }).await;
    let mut open = join_all((0..8).map(|_| fixture.connect(PING))).await;
    for stream in &mut open {
        assert!(first(stream).await.starts_with("HTTP/1.1 200 OK"));
    }
    let mut late = join_all((0..4).map(|_| fixture.connect(PING))).await;
    let mut responses = join_all(late.iter_mut().map(first));
    assert!(timeout(SECOND / 4, &mut responses).await.is_err(), "there is no room");
    open.truncate(4);
    assert!(responses.await.iter().all(|response| response.starts_with("HTTP/1.1 200 OK")));
    assert_eq!(lines.text().matches("further connections wait").count(), 1, "{}", lines.text());
}

#[tokio::test]
async fn a_stream_of_the_demo_outlives_every_limit() {
    let short = SECOND / 4;
    let timeouts = ConnectionTimeouts { head: short, response: short, write: short, ..ConnectionTimeouts::default() };
    let fixture = Fixture::start(timeouts).await;
    let host = fixture.address;
    let mut stream = fixture.connect(&format!("GET /demo/events?world=default HTTP/1.1\r\nhost: {host}\r\n\r\n")).await;
    assert!(first(&mut stream).await.contains("text/event-stream"));
    sleep(SECOND).await;
    let mut call = fixture
        .connect(&format!("GET /oapro/wx/user/index HTTP/1.1\r\nhost: {host}\r\nx-request-id: late-1\r\n\r\n"))
        .await;
    assert!(first(&mut call).await.contains("\"errno\":501"));
    assert!(first(&mut stream).await.contains("late-1"));
}

#[tokio::test]
async fn it_stops_at_once_beside_idle_connections_and_streams() {
    let fixture = Fixture::start(ConnectionTimeouts { drain: LONG, ..ConnectionTimeouts::default() }).await;
    let host = fixture.address;
    let mut used = fixture.connect(PING).await;
    assert!(first(&mut used).await.starts_with("HTTP/1.1 200 OK"));
    let mut new = fixture.connect("").await;
    let mut stream = fixture.connect(&format!("GET /demo/events?world=default HTTP/1.1\r\nhost: {host}\r\n\r\n")).await;
    assert!(first(&mut stream).await.contains("text/event-stream"));
    assert!(fixture.stop().await < LONG / 4);
    for stream in [&mut used, &mut new, &mut stream] {
        rest(stream).await;
    }
}

#[tokio::test]
async fn it_stops_in_time_beside_a_slow_request() {
    let fixture = Fixture::start(ConnectionTimeouts { drain: SECOND, ..ConnectionTimeouts::default() }).await;
    let _head = fixture.connect("GET /healthz HTTP/1.1\r\nhost: h\r\nx: ").await;
    let mut body =
        fixture.connect("POST /oapro/wx/auth/logout HTTP/1.1\r\nhost: h\r\ncontent-length: 2\r\n\r\n{").await;
    // accepted before the stop
    assert_eq!(fixture.phone.get("meeting/list", "").await["errno"], 0);
    let after = async {
        sleep(SECOND / 4).await;
        body.write_all(b"}").await.unwrap();
        rest(&mut body).await
    };
    let (stopped, response) = tokio::join!(fixture.stop(), after);
    assert!(response.contains("\"errno\":501"), "a running request is completed: {response}");
    assert!(stopped >= SECOND / 2 && stopped < LONG / 2, "{stopped:?}");
}
