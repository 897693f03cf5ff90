//! copy, killed: it goes on where it was, and until then the target is no database to serve from.

use std::{
    process::Stdio,
    sync::atomic::{AtomicU64, Ordering},
};

use rstest::rstest;
use serde_json::json;

use crate::{
    copy::copy,
    fixture::Fixture,
    support::database::{Kind, TestDatabase},
};

/// As many accounts as a copy needs some moments for, each with a session, and every hundredth referred by a later one.
const MANY: &str = "
    WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 12000)
    INSERT INTO user (id, realm, openid, last_login_ms, last_login_ip, created_ms, updated_ms)
    SELECT n, 'wx1', 'o' || n, n, '', n, n FROM n;
    UPDATE user SET share_user_id = id + 50 WHERE id % 100 = 0 AND id < 11000;
    INSERT INTO session (id, user_id, public_id, token_hash, device, ip, created_ms, last_seen_ms, idle_ends_ms, absolute_ends_ms)
    SELECT id, id, randomblob(16), randomblob(32), '', '', id, id, id, id FROM user;
";

async fn many() -> Fixture {
    let fixture = Fixture::on(Kind::Sqlite).await.unwrap();
    fixture.database().execute(MANY).await;
    fixture
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_that_was_killed_goes_on(#[values(Kind::Sqlite, Kind::MySql, Kind::Postgres)] kind: Kind) {
    let Some(target) = TestDatabase::alone(kind).await else { return };
    let source = many().await;
    let args = copy(source.database(), &target);
    let args = args.each_ref().map(String::as_str);
    let mut child = source.command().args(args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let begun = || async {
        let mut side = target.side().await;
        let mark = side.mark().await.ok().flatten();
        side.close().await;
        mark.is_some_and(|(_, mark)| mark.key > 0)
    };
    // a file or its tables may not be there yet
    while !target.exists() || !begun().await {
        assert!(child.try_wait().unwrap().is_none(), "it ended before it was killed");
    }
    child.kill().unwrap();
    child.wait().unwrap();

    let target = Fixture::beside(target);
    for command in [["serve"].as_slice(), &["check"], &["user", "list"]] {
        let done = target.run(command);
        let all = done.stdout() + &done.full_stderr();
        assert!(done.code() == 1 && all.contains("holds a part of a copy"), "{command:?}: {all}");
    }
    let done = source.json(&args);
    assert_eq!((&done["resumed"], &done["rows"]["session"]), (&json!(true), &json!(12_000)));
    assert!(target.database().everything().await == source.database().everything().await);
    assert!(target.run(&["user", "list"]).success().contains("12000"));
    // the end is an end: what is there now is not empty
    assert!(source.run(&args).failure(1).contains("the target is not empty"));
}

/// Copies in a task that ends like a killed process, right after its `batches`-th batch.
async fn copy_and_die(source: &TestDatabase, target: &TestDatabase, batches: u64) {
    let (mut from, mut to) = (source.side().await, target.side().await);
    let task = async move {
        let left = AtomicU64::new(batches);
        let tell = move |_: &'static str, _: u64| {
            if left.fetch_sub(1, Ordering::Relaxed) == 1 {
                // a panic without its words
                std::panic::resume_unwind(Box::new(()));
            }
        };
        transfer::copy(&mut *from, &mut *to, true, &tell).await
    };
    assert!(tokio::spawn(task).await.is_err(), "it ended before batch {batches}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_does_not_go_on_from_another_source() {
    let (source, target) = (many().await, TestDatabase::alone(Kind::Sqlite).await.unwrap());
    drop(target.store().await);
    copy_and_die(source.database(), &target, 3).await;
    source.database().execute("UPDATE user SET nick_name = 'x', updated_ms = 99999 WHERE id = 7").await;
    let args = copy(source.database(), &target);
    let stderr = source.run(&args.each_ref().map(String::as_str)).failure(1);
    assert!(stderr.contains("the source is not as it was when that began"), "{stderr}");
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_ends_though_it_dies_after_every_batch(#[values(Kind::Sqlite, Kind::MySql, Kind::Postgres)] kind: Kind) {
    let Some(target) = TestDatabase::alone(kind).await else { return };
    let source = many().await;
    source.database().execute("DELETE FROM user WHERE id > 2200").await;
    drop(target.store().await);
    // 5 batches of accounts and 5 of sessions; the 11th is the first that is compared
    let mut marks = Vec::new();
    for _ in 0..11 {
        copy_and_die(source.database(), &target, 1).await;
        let (_, mark) = target.side().await.mark().await.unwrap().unwrap();
        marks.push((mark.step, mark.key));
    }
    let expected = ["user", "session"].map(|table| [500, 1000, 1500, 2000, 2200].map(|key| (table.to_owned(), key)));
    assert_eq!(marks[..10], expected.concat());
    assert_eq!(marks[10], ("referrers".to_owned(), 2100), "after the last account that a later one referred");
    let args = copy(source.database(), &target);
    assert_eq!(source.json(&args.each_ref().map(String::as_str))["resumed"], true);
    assert!(target.everything().await == source.database().everything().await);
}

/// A server that was started meanwhile, where no lock keeps it out.
#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_written_meanwhile_is_seen_at_the_end(#[values(Kind::MySql, Kind::Postgres)] kind: Kind) {
    let Some(fixture) = Fixture::on(kind).await else { return };
    let target = TestDatabase::alone(Kind::Sqlite).await.unwrap();
    drop(target.store().await);
    let table = if kind == Kind::MySql { "user" } else { "users" };
    let insert = |id: i64| {
        format!(
            "INSERT INTO {table} (id, realm, openid, last_login_ms, last_login_ip, created_ms, updated_ms) \
             VALUES ({id}, 'wx1', 'o{id}', {id}, '', {id}, {id})"
        )
    };
    fixture.database().execute(&insert(1)).await;
    let mut from = fixture.database().side().await;
    from.begin_reading(false).await.unwrap();
    // after the moment that is read
    fixture.database().execute(&insert(2)).await;
    let mut to = target.side().await;
    let error = transfer::copy(&mut *from, &mut *to, false, &|_, _| ()).await.unwrap_err();
    assert!(error.to_string().contains("written to while it was copied (user)"), "{error}");
    to.close().await;
    assert_eq!(target.everything().await[0].len(), 1, "one moment of the source");
}
