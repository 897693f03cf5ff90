//! copy: everything from one database into another, of every kind into every kind.

use std::collections::BTreeSet;

use identity::Avatar;
use rstest::rstest;
use serde_json::{Value, json};
use sqlx::{Connection, MySqlConnection, PgConnection, SqliteConnection};
use transfer::TABLES;

use crate::{
    fixture::{Fixture, KEYS, Server},
    support::database::{Kind, TestDatabase},
};

/// What the people of a source hold.
pub(crate) struct People {
    token: String,
    id: String,
    /// Encrypted with a session_key that the source has.
    phone: Value,
}

/// A server was used on the database, and has stopped: sessions, keys, a phone number, a picture, content; an account whose
/// referrer has a higher id; and the highest ids that were given are gone.
pub(crate) async fn fill(fixture: &Fixture) -> People {
    let server = fixture.serve();
    let (token, id) = server.login("lin").await;
    let (other, _) = server.login("chen").await;
    assert_eq!(server.post("auth/bindPhone", &other, server.encrypted_phone("chen").await).await["errno"], 0);
    fixture.write(
        "users.csv",
        "id,weixin_openid,nickname,share_user_id\n70,o1,\"\"\"𠮷\"\"; ü'\\\",71\n71,o2,,\n90,o3,,\n",
    );
    fixture.run(&["import", "users.csv"]).success();
    fixture.run(&["user", "delete", "--yes", "90"]).success();
    let store = fixture.store().await;
    let picture =
        Avatar { sha256: [7; 32], mime: "image/jpeg".to_owned(), bytes: (0..=255).cycle().take(70_000).collect() };
    assert!(store.put_avatar(1, &picture, "/oapro/avatar/7", 5).await.unwrap());
    let phone = server.encrypted_phone("lin").await;
    drop((server, store));
    wait_until_alone(fixture.database()).await;
    People { token, id, phone }
}

/// Connections of a process that was killed end a moment later; those of a store in this process, when its tasks do.
pub(crate) async fn wait_until_alone(database: &TestDatabase) {
    for _ in 0..200 {
        let mut side = database.side().await;
        let others = side.begin_reading(true).await.unwrap();
        side.close().await;
        if others == 0 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("somebody stays connected to {:?}", database.kind);
}

/// The arguments of a copy.
pub(crate) fn copy(source: &TestDatabase, target: &TestDatabase) -> [String; 3] {
    ["copy".to_owned(), source.url(), target.url()]
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_is_copied_and_works(
    #[values(Kind::Sqlite, Kind::MySql, Kind::Postgres)] from: Kind,
    #[values(Kind::Sqlite, Kind::MySql, Kind::Postgres)] to: Kind,
) {
    let (Some(source), Some(target)) = (TestDatabase::alone(from).await, TestDatabase::alone(to).await) else { return };
    let source = Fixture::beside(source);
    let people = fill(&source).await;
    let before = source.database().everything().await;

    let args = copy(source.database(), &target);
    let done = source.json(&args.each_ref().map(String::as_str));
    assert_eq!((&done["resumed"], &done["live"]), (&json!(false), &json!(false)));
    let counted: Vec<_> = TABLES.iter().map(|table| done["rows"][table.name].as_u64().unwrap() as usize).collect();
    assert_eq!(counted, before.iter().map(Vec::len).collect::<Vec<_>>());
    assert!(counted.iter().all(|rows| *rows > 0), "a table without rows shows nothing: {counted:?}");
    assert_eq!(done["keys"], json!({ "opened": 2, "unknown": {}, "unopened": {} }));
    assert!(target.everything().await == before, "a row differs");
    assert!(source.database().everything().await == before, "the source is only read");
    for shown in [&done["source"], &done["target"]] {
        assert!(!shown.as_str().unwrap().contains("oa:oa@"), "{shown}");
    }

    let target = Fixture::beside(target);
    assert!(target.run(&["check"]).stdout().contains("opens all 2 session_keys on record"));
    let server = target.serve();
    assert_eq!(server.errno(&people.token).await, 0, "who was signed in stays signed in");
    let bound = server.post("auth/bindPhone", &people.token, people.phone).await;
    assert_eq!(bound["errno"], 0, "the copied key opens: {bound}");
    assert_eq!(server.get(&format!("/oapro/avatar/{}", "07".repeat(32))).await, 200);
    assert_eq!(server.login("lin").await.1, people.id);
    assert_eq!(server.login("zhou").await.1, "91", "90 was given, and belongs to nobody ever again");
    let show = target.json(&["user", "show", "70"]);
    assert_eq!((&show["shareUserId"], &show["nickName"]), (&json!(71), &json!("\"𠮷\"; ü'\\")));
}

/// A column that is not in the list would be left behind.
#[rstest]
#[tokio::test]
async fn every_column_is_in_the_list(#[values(Kind::Sqlite, Kind::MySql, Kind::Postgres)] kind: Kind) {
    let Some(fixture) = Fixture::on(kind).await else { return };
    let url = fixture.database().url();
    const SQLITE: &str =
        "SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table'";
    const MYSQL: &str = "SELECT CAST(TABLE_NAME AS CHAR), CAST(COLUMN_NAME AS CHAR) FROM information_schema.COLUMNS \
        WHERE TABLE_SCHEMA = DATABASE()";
    const POSTGRES: &str = "SELECT table_name::text, column_name::text FROM information_schema.columns \
        WHERE table_schema = current_schema()";
    let found: Vec<(String, String)> = match kind {
        Kind::Sqlite => {
            sqlx::query_as(SQLITE).fetch_all(&mut SqliteConnection::connect(&url).await.unwrap()).await.unwrap()
        }
        Kind::MySql => {
            sqlx::query_as(MYSQL).fetch_all(&mut MySqlConnection::connect(&url).await.unwrap()).await.unwrap()
        }
        Kind::Postgres => {
            sqlx::query_as(POSTGRES).fetch_all(&mut PgConnection::connect(&url).await.unwrap()).await.unwrap()
        }
    };
    let ours = |table: &str| !table.starts_with('_') && !table.starts_with("sqlite_");
    let found: BTreeSet<_> = found
        .into_iter()
        .filter(|(table, _)| ours(table))
        .map(|(table, column)| (if table == "users" { "user".to_owned() } else { table }, column))
        .collect();
    let listed = TABLES
        .iter()
        .flat_map(|table| table.columns.iter().map(|column| (table.name.to_owned(), column.name.to_owned())));
    assert_eq!(found, listed.collect());
}

/// All was copied, and a key does not open on either side: the master key is another one.
#[tokio::test]
async fn keys_that_do_not_open_are_told_and_copied() {
    let mut fixture = Fixture::new();
    fixture.serve().login("lin").await;
    fixture.set_master_key(KEYS[1]);
    let (from, to) = (fixture.path("data/oa-mini.db"), fixture.path("new/oa-mini.db"));
    let urls = [from, to].map(|path| format!("sqlite://{}", path.display()));
    let done = fixture.run(&["copy", &urls[0], &urls[1]]);
    let stderr = done.failure(3);
    assert!(stderr.contains("all was copied, but session_keys do not open: 1 under k1"), "{stderr}");
    fixture.set_master_key(&format!("{},{}", KEYS[1], KEYS[0]));
    let mut command = fixture.command();
    let server = Server::start(command.env("DATABASE_URL", &urls[1]), &fixture.path("log2"));
    assert_eq!(server.login("lin").await.1, "1");
}
