//! A database of an earlier version is brought up to date with its rows intact, from every version that ever was.
//!
//! A new migration needs no line here: the versions are those of the migrations folder, and a version without a fixture of its
//! own has the rows of the newest fixture before it. A migration that adds a table gets a fixture, so that rows of it are
//! there for the migrations to come.

use std::collections::HashSet;
use std::fs;
use std::sync::Arc;

use identity::{Phone, Revoke, SessionInfo, Status, Store};
use sqlx::{AssertSqlSafe, Row, SqlitePool};
use store_sqlite::SqliteStore;
use tempfile::TempDir;

/// A file as `version` of the schema left it, with rows.
#[expect(clippy::unwrap_used, reason = "tests")]
async fn written_by_version(version: i64) -> (TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/oa.db", folder.path().display());
    let pool = SqlitePool::connect(&format!("{url}?mode=rwc")).await.unwrap();
    let ((of, rows), migrations) = (fixture(version), sqlx::migrate!("./migrations"));
    migrations.run_to(of, &pool).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(rows)).execute(&pool).await.unwrap();
    migrations.run_to(version, &pool).await.unwrap();
    pool.close().await;
    (folder, url)
}

/// The newest fixture that is not above `version`: its own version, and its rows.
#[expect(clippy::expect_used, reason = "tests")]
fn fixture(version: i64) -> (i64, String) {
    let read = |of: i64| fs::read_to_string(format!("{}/tests/fixtures/{of:04}.sql", env!("CARGO_MANIFEST_DIR"))).ok();
    (1..=version).rev().find_map(|of| Some((of, read(of)?))).expect("version 1 has a fixture")
}

/// Every version but the newest.
fn earlier_versions() -> std::ops::Range<i64> {
    1..sqlx::migrate!("./migrations").iter().map(|migration| migration.version).max().unwrap_or_default()
}

/// Version 2 has rows of its own, see [`version_2_keeps_its_rows`].
#[tokio::test]
async fn every_version_keeps_its_rows() {
    for version in earlier_versions().filter(|version| *version != 2) {
        let (_folder, url) = written_by_version(version).await;
        let store = SqliteStore::open(&url).await.unwrap();
        identity::contract::upgrade::version_1_keeps_its_rows(Arc::new(store)).await;
        let pool = SqlitePool::connect(&url).await.unwrap();
        for table in ["meeting_member", "vote_member"].into_iter().filter(|_| version > 1) {
            let found = format!("SELECT count(*) FROM {table} WHERE user_id = 1");
            let found: i64 = sqlx::query(AssertSqlSafe(found)).fetch_one(&pool).await.unwrap().get(0);
            assert_eq!(found, 1, "{table} from version {version}");
        }
    }
}

/// What a list shows and what a login beyond the limit ends comes from the index, and is not sorted.
#[tokio::test]
async fn a_users_sessions_are_read_from_an_index_in_its_order() {
    let (_folder, url) = written_by_version(3).await;
    SqliteStore::open(&url).await.unwrap().close().await;
    let pool = SqlitePool::connect(&url).await.unwrap();
    let recent = "FROM session WHERE user_id = 1 AND idle_ends_ms > 2 \
        ORDER BY last_seen_ms DESC, idle_ends_ms DESC, id DESC LIMIT 3";
    for (columns, how) in [("id, device", "USING INDEX"), ("id", "USING COVERING INDEX")] {
        let explain = format!("EXPLAIN QUERY PLAN SELECT {columns} {recent}");
        let rows = sqlx::query(AssertSqlSafe(explain)).fetch_all(&pool).await.unwrap();
        let plan: Vec<String> = rows.iter().map(|row| row.get("detail")).collect();
        assert_eq!(plan, [format!("SEARCH session {how} session_recent (user_id=?)")]);
    }
}

/// A database remembers the checksum of each file that it has run and refuses another one (`VersionMismatch`): if a byte of a
/// released file changes, even in a comment, no existing database opens. The snapshot therefore only ever grows, by a line a
/// file (`INSTA_UPDATE=always`); a line of it that changes is the mistake that this test finds.
#[test]
fn released_migrations_are_as_they_were() {
    let start = |checksum: &[u8]| checksum.iter().take(6).map(|byte| format!("{byte:02x}")).collect::<String>();
    let migrations = sqlx::migrate!("./migrations");
    let files: Vec<_> = migrations.iter().map(|file| format!("{}: {}", file.version, start(&file.checksum))).collect();
    insta::assert_snapshot!(files.join("\n"));
}

/// For example a server and a command of the operator. A round is short, so there are many of them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn processes_that_open_an_old_file_at_once_do_not_collide() {
    for version in earlier_versions().rev().collect::<Vec<_>>().repeat(3) {
        let (_folder, url) = written_by_version(version).await;
        let opening: Vec<_> = (0..8)
            .map(|_| {
                let url = url.clone();
                tokio::spawn(async move { SqliteStore::open(&url).await })
            })
            .collect();
        for open in opening {
            let store = open.await.unwrap().unwrap_or_else(|error| panic!("version {version}: {error:?}"));
            assert_eq!(store.user(1).await.unwrap().unwrap().user.openid, "oAbc");
        }
    }
}

#[tokio::test]
async fn version_2_keeps_its_rows() {
    let (_folder, url) = written_by_version(2).await;
    let store = SqliteStore::open(&url).await.unwrap();
    let now_ms = 1_767_225_600_010;

    let one = store.user(1).await.unwrap().unwrap();
    let phone = Phone { country_code: "86".into(), pure_number: "12066600001".into() };
    assert_eq!((one.user.openid.as_str(), one.user.phone, one.user.level), ("oAbc", Some(phone), 1));
    assert_eq!(
        (one.last_login_ms, one.updated_ms, one.unionid.as_deref()),
        (1_767_225_600_001, 1_767_225_600_001, Some("u1"))
    );
    let two = store.user(2).await.unwrap().unwrap();
    assert_eq!((two.user.status, two.share_user_id), (Status::Disabled, Some(1)));

    let sessions = store.sessions(1, now_ms).await.unwrap();
    let shown =
        |info: &SessionInfo| (info.row_id, info.device.clone(), info.ip.clone(), info.last_seen_ms, info.expires_ms);
    let expected = [
        (2, "微信开发者工具".to_owned(), "192.0.2.2".to_owned(), 1_767_225_600_006, 1_767_225_900_000),
        (1, "iPhone".to_owned(), "192.0.2.1".to_owned(), 1_767_225_600_005, 1_767_225_700_000),
    ];
    assert_eq!(sessions.iter().map(shown).collect::<Vec<_>>(), expected);
    let other = store.sessions(2, now_ms).await.unwrap();
    let ids: HashSet<_> = sessions.iter().chain(&other).map(|info| info.id).collect();
    assert_eq!(ids.len(), 3, "every session has an id of its own");

    let keys = store.session_keys(1, now_ms).await.unwrap();
    assert_eq!(
        keys.iter().map(|key| (key.key_id.as_str(), key.sealed.clone())).collect::<Vec<_>>(),
        [("b", vec![4]), ("a", vec![1, 2, 3])]
    );
    assert_ne!(keys[0].fingerprint, keys[1].fingerprint);

    // The tokens still open their sessions, and a session can be revoked by its new name.
    let pool = SqlitePool::connect(&url).await.unwrap();
    let hosted = "SELECT count(*) FROM meeting_member WHERE user_id = 1 AND role = 0";
    assert_eq!(sqlx::query(hosted).fetch_one(&pool).await.unwrap().get::<i64, _>(0), 1);
    let hashes = sqlx::query("SELECT hex(token_hash) AS hash FROM session ORDER BY id").fetch_all(&pool).await.unwrap();
    let hashes: Vec<String> = hashes.iter().map(|row| row.get("hash")).collect();
    assert_eq!(hashes, ["01".repeat(32), "02".repeat(32), "03".repeat(32)]);
    assert_eq!(store.revoke(1, &Revoke::One(sessions[0].id), now_ms).await.unwrap(), 1);

    // Ids go on from where they were.
    let login = identity::contract::login("o3");
    assert_eq!(store.sign_in(&login).await.unwrap().id, 10);
    assert_eq!(store.session(&login.token_hash, login.now_ms).await.unwrap().unwrap().id, 8);
    let broken = sqlx::query("PRAGMA foreign_key_check").fetch_all(&pool).await.unwrap();
    assert!(broken.is_empty());
}

/// The tables that hold what users did, of every version: a fixture without them would let any migration pass.
const HELD: [&str; 3] = ["user", "session", "session_key"];

/// How many rows of each.
#[expect(clippy::unwrap_used, reason = "tests")]
async fn rows(url: &str) -> Vec<i64> {
    let pool = SqlitePool::connect(url).await.unwrap();
    let mut rows = Vec::new();
    for table in HELD {
        let sql = AssertSqlSafe(format!("SELECT count(*) FROM {table}"));
        rows.push(sqlx::query_scalar(sql).fetch_one(&pool).await.unwrap());
    }
    pool.close().await;
    rows
}

#[tokio::test]
async fn every_version_keeps_its_rows_and_its_fixture_has_some() {
    for version in earlier_versions() {
        let (_folder, url) = written_by_version(version).await;
        let before = rows(&url).await;
        assert!(before.iter().all(|rows| *rows > 1), "the fixture of version {version}: {before:?} rows of {HELD:?}");
        SqliteStore::open(&url).await.unwrap().close().await;
        assert_eq!(rows(&url).await, before, "from version {version}");
    }
}
