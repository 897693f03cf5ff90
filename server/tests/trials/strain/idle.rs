//! Connections that only rest: what one costs, that others are answered beside thousands, and that it all comes back. The
//! binary, as a process of its own.

use std::time::Duration;

use futures::StreamExt as _;
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep};

use super::{LONG, connect, first};
use crate::binary::Binary;
use crate::process::{files, memory};
use crate::support::database::skipped;
use crate::wechat;

/// The maximum memory of an idle connection, in bytes: a page of each of hyper's two buffers, and the rest,
/// unoptimised.
const EACH: usize = 12 * 1024;
/// The usual fluctuation of a process's memory, in bytes.
const NOISE: usize = 4 * 1024 * 1024;
const PING: &str = "GET /healthz HTTP/1.1\r\nhost: h\r\n\r\n";

/// Connections that have had a response, as a phone's or a proxy's have.
async fn rest(address: &str, count: usize) -> Vec<TcpStream> {
    let one = async |_| {
        let mut stream = connect(address, PING).await;
        assert!(first(&mut stream).await.starts_with("HTTP/1.1 200 OK"));
        stream
    };
    futures::stream::iter(0..count).map(one).buffer_unordered(64).collect().await
}

/// Until `what` holds.
async fn soon(what: impl Fn() -> bool) -> bool {
    let begun = Instant::now();
    while !what() && begun.elapsed() < LONG {
        sleep(Duration::from_millis(50)).await;
    }
    what()
}

#[tokio::test]
async fn idle_connections_cost_little() {
    idle(500).await;
}

#[tokio::test]
#[ignore = "make full"]
async fn ten_thousand_idle_connections_cost_little() {
    idle(10_000).await;
}

async fn idle(count: usize) {
    // the binary does the same for itself
    if rlimit::increase_nofile_limit(u64::MAX).unwrap_or(u64::MAX) < count as u64 + 2048 {
        return skipped("the system lets a process have too few open files");
    }
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/oa-mini.db", folder.path().display());
    let binary = Binary::start(folder.path(), &url, &wechat::start().await);
    let phone = &binary.phone;
    let token = phone.token("o1").await;
    drop(rest(&binary.address, 50).await);
    assert!(soon(|| files(binary.id()) < 50).await);
    let (memory_before, files_before) = (memory(binary.id()), files(binary.id()));

    let resting = rest(&binary.address, count).await;
    assert!(files(binary.id()) >= count);
    let memory_now = memory(binary.id());
    for nth in 0..20 {
        assert_eq!(phone.index(&token).await, 0);
        assert_eq!(phone.login(&format!("n{nth}")).await["errno"], 0);
    }
    let each = memory_now.saturating_sub(memory_before) / count;
    println!(
        "{count} idle connections: {} KiB before, {} KiB with them, {each} bytes each",
        memory_before / 1024,
        memory_now / 1024
    );
    assert!(memory_now < memory_before + count * EACH + NOISE, "{each} bytes each");

    drop(resting);
    assert!(soon(|| files(binary.id()) <= files_before + 8).await, "{} files stay open", files(binary.id()));
    assert_eq!(phone.index(&token).await, 0);
    binary.stop();
}

/// Fewer files than connections: the server keeps enough for itself, responds to the connected clients, and then to the others.
#[tokio::test]
async fn few_open_files_are_enough() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/oa-mini.db", folder.path().display());
    let binary = Binary::with_files(80, folder.path(), &url, &wechat::start().await);
    let token = binary.phone.token("o1").await;
    let mut excess_connections = Vec::new();
    // more than the limit, and few enough for any system's listen queue
    for _ in 0..100 {
        excess_connections.push(connect(&binary.address, "").await);
    }
    assert_eq!(binary.phone.index(&token).await, 0, "an existing connection is served");
    assert!(files(binary.id()) < 80);
    drop(excess_connections);
    assert_eq!(first(&mut connect(&binary.address, PING).await).await.lines().next(), Some("HTTP/1.1 200 OK"));
    let log = std::fs::read_to_string(folder.path().join("log")).unwrap();
    // once for all, and perhaps for those that were still in the queue
    assert!((1..=3).contains(&log.matches("further connections wait").count()), "{log}");
    binary.stop();
}
