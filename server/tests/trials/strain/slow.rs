//! Bytes that come one at a time, answers that nobody reads, more connections than there is room for, and stopping beside
//! all of it.

use std::time::Duration;

use futures::future::join_all;
use rstest::rstest;
use server::serve::Patience;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep, timeout};

use super::{LONG, Stage, first, rest};
use crate::support::lines::Lines;

const SECOND: Duration = Duration::from_secs(1);
const PING: &str = "GET /healthz HTTP/1.1\r\nhost: h\r\n\r\n";

/// Sends a byte every 50 ms until the server closes. What it said, and after how long.
async fn trickle(mut stream: TcpStream) -> (String, Duration) {
    let begun = Instant::now();
    let (mut read, mut write) = stream.split();
    let mut answer = Vec::new();
    let sending = async {
        while write.write_all(b"a").await.is_ok() {
            sleep(Duration::from_millis(50)).await;
        }
        // the answer may be there still
        std::future::pending::<()>().await
    };
    tokio::select! {
        () = sending => {},
        ended = timeout(LONG, tokio::io::AsyncReadExt::read_to_end(&mut read, &mut answer)) => drop(ended.unwrap()),
    }
    (String::from_utf8_lossy(&answer).into_owned(), begun.elapsed())
}

#[tokio::test]
async fn slow_heads_are_cut_while_others_are_answered() {
    let stage = Stage::start(Patience { head: SECOND, ..Patience::default() }).await;
    let slow =
        (0..200).map(|_| async { trickle(stage.connect("GET /healthz HTTP/1.1\r\nhost: h\r\nx: ").await).await });
    let others = async {
        for _ in 0..20 {
            assert_eq!(stage.phone.get("meeting/list", "").await["errno"], 0);
            sleep(SECOND / 20).await;
        }
    };
    let (slow, ()) = tokio::join!(join_all(slow), others);
    for (answer, after) in slow {
        assert_eq!(answer, "", "no request, no answer");
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
    let stage = Stage::start(Patience { answer: SECOND, ..Patience::default() }).await;
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: {}\r\ncontent-type: application/json\r\ncontent-length: 900\r\n\r\n{{",
        stage.address
    );
    let (answer, _) = trickle(stage.connect(&head).await).await;
    assert!(answer.starts_with("HTTP/1.1 408 ") && answer.contains("connection: close"), "{answer}");
    assert_eq!(stage.phone.get("meeting/list", "").await["errno"], 0);
}

/// Every call that looks at its body (logout does not), with one that never ends: 408 of the contract, in the log a plain line.
#[tokio::test]
async fn a_slow_body_of_the_api_is_the_clients() {
    let (lines, _guard) = Lines::capture(tracing::Level::INFO);
    let stage = Stage::start(Patience::default()).await;
    let token = stage.token("slow").await;
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
        let stage = &stage;
        async move { rest(&mut stage.connect(&head).await).await }
    });
    for (answer, call) in join_all(slow).await.into_iter().zip(&all) {
        assert!(answer.starts_with("HTTP/1.1 200 OK"), "{call:?}: {answer}");
        assert!(answer.contains(r#"{"errno":408,"errmsg":"请求超时"}"#), "{call:?}: {answer}");
    }
    assert_eq!(lines.text().matches("errno=408").count(), all.len());
    let loud = |line: &&str| line.contains("request{") && (line.contains("WARN") || line.contains("ERROR"));
    assert_eq!(lines.text().lines().find(loud), None);
}

#[tokio::test]
async fn who_does_not_read_gives_the_place_to_who_waits() {
    let patience = Patience { connections: 1, write: SECOND, ..Patience::default() };
    let stage = Stage::start(patience).await;
    // so that the system keeps few answers for it; the server stops taking requests when nobody takes the answers
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    let mut deaf = socket.connect(stage.address).await.unwrap();
    let many = "GET /openapi.json HTTP/1.1\r\nhost: h\r\n\r\n".repeat(100); // large answers: the system's buffers are full soon
    let full = async { while deaf.write_all(many.as_bytes()).await.is_ok() {} };
    let waits = async { first(&mut stage.connect(PING).await).await };
    let (cut, answer) = tokio::join!(timeout(LONG, full), waits);
    assert!(cut.is_ok(), "who does not read keeps its place");
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
}

#[tokio::test]
async fn at_the_bound_they_wait_and_the_log_says_so_once() {
    let (lines, _guard) = Lines::capture(tracing::Level::WARN);
    let stage = Stage::start(Patience { connections: 8, ..Patience::default() }).await;
    let mut open = join_all((0..8).map(|_| stage.connect(PING))).await;
    for stream in &mut open {
        assert!(first(stream).await.starts_with("HTTP/1.1 200 OK"));
    }
    let mut late = join_all((0..4).map(|_| stage.connect(PING))).await;
    let mut answers = join_all(late.iter_mut().map(first));
    assert!(timeout(SECOND / 4, &mut answers).await.is_err(), "there is no room");
    open.truncate(4);
    assert!(answers.await.iter().all(|answer| answer.starts_with("HTTP/1.1 200 OK")));
    assert_eq!(lines.text().matches("more wait until one ends").count(), 1, "{}", lines.text());
}

#[tokio::test]
async fn a_stream_of_the_demo_outlives_every_limit() {
    let short = SECOND / 4;
    let patience = Patience { head: short, answer: short, write: short, ..Patience::default() };
    let stage = Stage::start(patience).await;
    let host = stage.address;
    let mut stream = stage.connect(&format!("GET /demo/events?world=default HTTP/1.1\r\nhost: {host}\r\n\r\n")).await;
    assert!(first(&mut stream).await.contains("text/event-stream"));
    sleep(SECOND).await;
    let mut call = stage
        .connect(&format!("GET /oapro/wx/user/index HTTP/1.1\r\nhost: {host}\r\nx-request-id: late-1\r\n\r\n"))
        .await;
    assert!(first(&mut call).await.contains("\"errno\":501"));
    assert!(first(&mut stream).await.contains("late-1"));
}

#[tokio::test]
async fn it_stops_at_once_beside_idle_connections_and_streams() {
    let stage = Stage::start(Patience { drain: LONG, ..Patience::default() }).await;
    let host = stage.address;
    let mut used = stage.connect(PING).await;
    assert!(first(&mut used).await.starts_with("HTTP/1.1 200 OK"));
    let mut new = stage.connect("").await;
    let mut stream = stage.connect(&format!("GET /demo/events?world=default HTTP/1.1\r\nhost: {host}\r\n\r\n")).await;
    assert!(first(&mut stream).await.contains("text/event-stream"));
    assert!(stage.stop().await < LONG / 4);
    for stream in [&mut used, &mut new, &mut stream] {
        rest(stream).await;
    }
}

#[tokio::test]
async fn it_stops_in_time_beside_a_slow_request() {
    let stage = Stage::start(Patience { drain: SECOND, ..Patience::default() }).await;
    let _head = stage.connect("GET /healthz HTTP/1.1\r\nhost: h\r\nx: ").await;
    let mut body = stage.connect("POST /oapro/wx/auth/logout HTTP/1.1\r\nhost: h\r\ncontent-length: 2\r\n\r\n{").await;
    // taken before the stop
    assert_eq!(stage.phone.get("meeting/list", "").await["errno"], 0);
    let after = async {
        sleep(SECOND / 4).await;
        body.write_all(b"}").await.unwrap();
        rest(&mut body).await
    };
    let (stopped, answer) = tokio::join!(stage.stop(), after);
    assert!(answer.contains("\"errno\":501"), "what runs is answered: {answer}");
    assert!(stopped >= SECOND / 2 && stopped < LONG / 2, "{stopped:?}");
}
