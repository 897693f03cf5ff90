//! Outages of the database under load: 502 meanwhile, no restart, and no acknowledged write is lost.

use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use rstest::rstest;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use crate::node::Node;
use crate::phone::Phone;
use crate::proxy::Proxy;
use crate::support::{
    database::{Kind, TestDatabase, skipped},
    lines::Lines,
};
use crate::wechat;

/// Phones that log in over and over. More than the pool has connections.
const PHONES: usize = 24;
/// The maximum time of a response: a request's own time-out, and a slow machine.
const ANSWERED: Duration = Duration::from_secs(20);

/// Longer than a call waits for a connection, so that it is noticed.
const OUTAGE: Duration = Duration::from_secs(6);

#[rstest]
#[tokio::test]
async fn a_link_that_is_cut_is_502_and_mends_itself(#[values(Kind::MySql, Kind::Postgres)] kind: Kind) {
    let Some(database) = TestDatabase::new(kind).await else { return };
    let proxy = Proxy::to(database.address()).await;
    let load = Load::start(&through(&database, &proxy)).await;
    load.runs_for(Duration::from_millis(500)).await;
    proxy.cut().await;
    load.fails_for(OUTAGE).await;
    proxy.mend().await;
    load.recovers().await;
}

#[rstest]
#[tokio::test]
#[ignore = "make full"]
async fn a_link_that_swallows_everything_is_502_and_mends_itself(#[values(Kind::MySql, Kind::Postgres)] kind: Kind) {
    let Some(database) = TestDatabase::new(kind).await else { return };
    let proxy = Proxy::to(database.address()).await;
    let load = Load::start(&through(&database, &proxy)).await;
    load.runs_for(Duration::from_millis(500)).await;
    proxy.freeze();
    load.fails_for(Duration::from_secs(30)).await;
    proxy.mend().await;
    load.recovers().await;
}

/// The connections get no notice that their server is gone: they must be dropped, and new ones opened to its
/// replacement.
#[rstest]
#[tokio::test]
#[ignore = "make full"]
async fn silently_lost_connections_are_replaced(#[values(Kind::MySql, Kind::Postgres)] kind: Kind) {
    let Some(database) = TestDatabase::new(kind).await else { return };
    let proxy = Proxy::to(database.address()).await;
    let load = Load::start(&through(&database, &proxy)).await;
    load.runs_for(Duration::from_millis(500)).await;
    proxy.lose();
    load.fails_for(Duration::from_secs(30)).await;
    proxy.mend().await;
    load.recovers().await;
    // the real server still holds the locks of lost connections
    proxy.cut().await;
}

/// The real server, as in a crash. Alone: no other test may use it meanwhile (`--test-threads 1`).
#[rstest]
#[tokio::test]
#[ignore = "make full"]
async fn a_database_server_that_crashes_and_restarts(#[values(Kind::MySql, Kind::Postgres)] kind: Kind) {
    let name = if kind == Kind::MySql { "mariadb" } else { "postgres" };
    let Some(database) = TestDatabase::new(kind).await else { return };
    let top = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let port = std::fs::read_to_string(format!("{top}/target/databases/{name}.port")).unwrap_or_default();
    if !database.address().ends_with(&format!(":{}", port.trim())) {
        return skipped("the server is not one that .ci/databases.sh started");
    }
    let script = async |what: &'static str| {
        let mut command = Command::new(format!("{top}/.ci/databases.sh"));
        command.args([what, name]);
        let status = tokio::task::spawn_blocking(move || command.status().unwrap()).await.unwrap();
        assert!(status.success(), "databases.sh {what} {name}");
    };
    let load = Load::start(&database.url()).await;
    for _ in 0..5 {
        load.runs_for(Duration::from_millis(700)).await;
        script("down").await;
        load.fails_for(OUTAGE).await;
        script("up").await;
        load.is_back().await;
    }
    load.recovers().await;
}

fn through(database: &TestDatabase, proxy: &Proxy) -> String {
    database.url().replace(database.address(), &proxy.address.to_string())
}

/// A node with phones that log in and use their tokens until they are stopped.
struct Load {
    node: Node,
    acknowledged: Arc<Acknowledged>,
    phones: JoinSet<Vec<String>>,
    lines: Lines,
    _guard: tracing::subscriber::DefaultGuard,
}

#[derive(Default)]
struct Acknowledged {
    good: AtomicUsize,
    failed: AtomicUsize,
    stop: AtomicBool,
}

impl Load {
    async fn start(database_url: &str) -> Self {
        let (lines, guard) = Lines::capture(tracing::Level::WARN);
        let node = Node::start(database_url, &wechat::start().await).await;
        let acknowledged = Arc::new(Acknowledged::default());
        let mut phones = JoinSet::new();
        for nth in 0..PHONES {
            phones.spawn(log_in_and_again(node.phone.clone(), format!("o{nth}"), acknowledged.clone()));
        }
        Self { node, acknowledged, phones, lines, _guard: guard }
    }

    async fn runs_for(&self, time: Duration) {
        let ((good, failed), begun) = (self.counts(), Instant::now());
        sleep(time).await;
        while self.counts().0 == good && begun.elapsed() < ANSWERED {
            sleep(Duration::from_millis(50)).await;
        }
        assert!(self.counts().0 > good && self.counts().1 == failed, "{}", self.lines.text());
    }

    /// Something was refused, and at the end nothing is let through.
    async fn fails_for(&self, time: Duration) {
        let failed = self.counts().1;
        sleep(time / 2).await;
        let good = self.counts().0;
        sleep(time / 2).await;
        assert!(self.counts().1 > failed, "no call failed");
        assert_eq!(self.counts().0, good, "something went through");
        let log = self.lines.text();
        assert!(log.contains("the database failed") || log.contains("out of time"), "{log}");
        assert!(!log.contains("oa:oa"), "the password is in the log");
    }

    /// Calls are let through again.
    async fn is_back(&self) {
        let (good, begun) = (self.counts().0, Instant::now());
        while self.counts().0 < good + 2 * PHONES {
            assert!(begun.elapsed() < ANSWERED, "it does not come back: {}", self.lines.text());
            sleep(Duration::from_millis(50)).await;
        }
        // requests in flight at the recovery have completed by now
        sleep(Duration::from_secs(1)).await;
    }

    /// Whole again, without a restart: no call fails any more, and every token that was given out is good.
    async fn recovers(mut self) {
        self.is_back().await;
        self.runs_for(Duration::from_secs(1)).await;
        self.acknowledged.stop.store(true, Ordering::SeqCst);
        let mut tokens = 0;
        while let Some(given) = self.phones.join_next().await {
            for token in given.unwrap() {
                assert_eq!(self.node.phone.index(&token).await, 0, "an acknowledged login is lost");
                tokens += 1;
            }
        }
        println!("{tokens} logins acknowledged, {} calls with 502", self.counts().1);
    }

    fn counts(&self) -> (usize, usize) {
        (self.acknowledged.good.load(Ordering::SeqCst), self.acknowledged.failed.load(Ordering::SeqCst))
    }
}

async fn log_in_and_again(phone: Phone, openid: String, acknowledged: Arc<Acknowledged>) -> Vec<String> {
    let mut tokens = Vec::new();
    for nth in 0.. {
        if acknowledged.stop.load(Ordering::SeqCst) {
            break;
        }
        let begun = Instant::now();
        // fewer of one account than sessions that it may have: every token stays good
        let response = phone.login(&format!("{openid}-{}", nth / 10)).await;
        assert!(begun.elapsed() < ANSWERED, "{:?}", begun.elapsed());
        match response["errno"].as_i64().unwrap() {
            0 => {
                acknowledged.good.fetch_add(1, Ordering::SeqCst);
                tokens.push(response["data"]["token"].as_str().unwrap().to_owned());
            }
            502 => {
                assert_eq!(response["errmsg"], "系统内部错误");
                acknowledged.failed.fetch_add(1, Ordering::SeqCst);
            }
            _ => panic!("{response}"),
        }
        // a phone is not a benchmark: the same user's logins queue at one row
        sleep(Duration::from_millis(20)).await;
    }
    tokens
}
