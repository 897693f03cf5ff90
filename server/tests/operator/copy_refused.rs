//! copy: what it refuses, before it writes anything into a database that somebody needs.

use rstest::rstest;

use crate::{
    copy::{copy, wait_until_alone},
    fixture::Fixture,
    support::database::{Kind, TestDatabase},
};

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_source_that_a_server_has_open_is_refused_unless_told(
    #[values(Kind::Sqlite, Kind::MySql, Kind::Postgres)] kind: Kind,
) {
    let Some(source) = TestDatabase::alone(kind).await else { return };
    let target = TestDatabase::alone(Kind::Sqlite).await.unwrap();
    let source = Fixture::beside(source);
    let server = source.serve();
    let (token, _) = server.login("lin").await;
    let args = copy(source.database(), &target);
    let [command, from, to] = args.each_ref().map(String::as_str);
    let stderr = source.run(&[command, from, to]).failure(1);
    assert!(stderr.contains("the source is in use") && stderr.contains("--live"), "{stderr}");
    assert!(!target.exists(), "nothing was begun");
    assert_eq!(server.errno(&token).await, 0, "the server is not disturbed");

    let done = source.json(&[command, from, to, "--live"]);
    assert_eq!((&done["live"], &done["rows"]["session"]), (&true.into(), &1.into()));
    assert_eq!(server.errno(&token).await, 0);
    server.login("chen").await;
    drop(server);
    wait_until_alone(source.database()).await;
    let stderr = source.run(&[command, from, to]).failure(1);
    assert!(stderr.contains("the target is not empty: it holds user 1, session 1,"), "{stderr}");
}

/// While it is read a file is locked: a server that is started then does not come up.
#[tokio::test]
async fn no_server_starts_on_a_file_that_is_being_copied() {
    let source = Fixture::on(Kind::Sqlite).await.unwrap();
    let mut side = source.database().side().await;
    assert_eq!(side.begin_reading(true).await.unwrap(), 0);
    let done = source.run(&["serve"]);
    assert!(done.code() == 1 && done.full_stderr().contains("cannot be opened"), "{}", done.full_stderr());
    side.close().await;
}

/// A demo that was started once on the target has content there.
#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_target_that_is_in_use_stays_as_it_is(#[values(Kind::Sqlite, Kind::MySql, Kind::Postgres)] kind: Kind) {
    let (Some(source), Some(target)) = (Fixture::on(Kind::Sqlite).await, TestDatabase::alone(kind).await) else {
        return;
    };
    let target = Fixture::beside(target);
    drop(target.serve());
    wait_until_alone(target.database()).await;
    let before = target.database().everything().await;
    let args = copy(source.database(), target.database());
    let stderr = source.run(&args.each_ref().map(String::as_str)).failure(1);
    assert!(stderr.contains("not empty: it holds swiper_image 3, meeting"), "{stderr}");
    assert!(target.database().everything().await == before);
    assert!(target.run(&["user", "list"]).code() == 0, "and it can be served from");
}

/// An older one would have to be written to, a newer one may have columns that this program does not know.
#[rstest]
#[case::older(
    "DELETE FROM _sqlx_migrations WHERE version = (SELECT max(version) FROM _sqlx_migrations)",
    "older version (pending: "
)]
#[case::newer(
    "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (9999, '', TRUE, '', 0)",
    "newer version"
)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_source_of_another_schema_is_refused(#[case] change: &str, #[case] why: &str) {
    let source = Fixture::on(Kind::Sqlite).await.unwrap();
    wait_until_alone(source.database()).await;
    source.database().execute(change).await;
    let target = TestDatabase::alone(Kind::Sqlite).await.unwrap();
    let args = copy(source.database(), &target);
    let stderr = source.run(&args.each_ref().map(String::as_str)).failure(1);
    assert!(stderr.contains(why) && !target.exists(), "{stderr}");
}

#[rstest]
#[case::no_source(&["sqlite://none.db", "sqlite://new.db"], "there is no sqlite://none.db")]
#[case::itself(&["sqlite://data/oa-mini.db", "sqlite://data/oa-mini.db"], "the same database")]
#[case::unknown(&["redis://u:hunter2@h/0", "sqlite://new.db"], "SOURCE_URL: is not the address of a database")]
#[case::unknown_target(&["sqlite://data/oa-mini.db", "redis://u:hunter2@h/0"], "TARGET_URL: is not the address of a database")]
#[case::away(&["sqlite://data/oa-mini.db", "mysql://u:hunter2@127.0.0.1:1/d"], "TARGET_URL: the MySQL database cannot be reached")]
#[case::away_source(&["postgres://u:hunter2@127.0.0.1:1/d", "sqlite://new.db"], "SOURCE_URL: the PostgreSQL database cannot be reached")]
#[case::not_encoded(&["mysql://u:hunter2/x@h/d", "sqlite://new.db"], "SOURCE_URL: ")]
#[case::not_encoded_target(&["sqlite://data/oa-mini.db", "postgres://u:hunter2#x@h/d"], "TARGET_URL: ")]
fn an_address_is_refused_without_a_word_of_the_password(#[case] urls: &[&str], #[case] why: &str) {
    let fixture = Fixture::new();
    let stderr = fixture.run(&[&["copy"], urls].concat()).failure(1);
    assert!(stderr.contains(why) && !stderr.contains("hunter2"), "{stderr}");
    assert!(!fixture.path("new.db").exists());
    let mut command = fixture.command();
    let by_variable =
        command.arg("copy").env("OA_COPY_SOURCE", urls[0]).env("OA_COPY_TARGET", urls[1]).output().unwrap();
    let stderr = String::from_utf8(by_variable.stderr).unwrap();
    assert!(stderr.contains(why) && !stderr.contains("hunter2"), "{stderr}");
}

/// A new master key would open nothing: a copy makes none, and says so before it begins.
#[test]
fn a_copy_needs_the_master_key() {
    let fixture = Fixture::new();
    let mut command = fixture.command();
    let output = command
        .args(["copy", "sqlite://data/oa-mini.db", "sqlite://new.db"])
        .env_remove("OA_MASTER_KEY")
        .output()
        .unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && stderr.contains("data/oa-mini.db.key"), "{stderr}");
    assert!(!fixture.path("new.db").exists());
}
