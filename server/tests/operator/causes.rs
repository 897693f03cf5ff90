//! A log line about an error contains its sources, in both formats.

use rstest::rstest;
use serde_json::{Value, json};
use sqlx::{Connection, SqliteConnection};

use crate::{
    fixture::{Fixture, Server},
    support::database::{Kind, TestDatabase},
};

/// Each event of a running server that a database can cause at once, with SQLite's message.
const CAUSES: [(&str, &str); 4] = [
    ("the database failed", "no such table: session"),
    ("avatar not read", "no such table: avatar"),
    ("demo account status not set", "no such table: user"),
    ("demo accounts not deleted", "no such table: user"),
];

#[rstest]
#[tokio::test]
async fn sources_of_an_error_are_logged(#[values("text", "json")] format: &str) {
    let fixture = Fixture::new();
    let server = Server::start(fixture.command().env("OA_LOG_FORMAT", format), &fixture.path("log"));
    let (token, _) = server.login("lin").await;
    let mut damage =
        SqliteConnection::connect(&format!("sqlite://{}", fixture.path("data/oa-mini.db").display())).await.unwrap();
    sqlx::raw_sql("PRAGMA foreign_keys = OFF; DROP TABLE session; DROP TABLE avatar")
        .execute(&mut damage)
        .await
        .unwrap();
    assert_eq!(server.errno(&token).await, 502);
    assert_eq!(server.get(&format!("/oapro/avatar/{}", "a".repeat(64))).await, 500);
    sqlx::raw_sql("DROP TABLE user").execute(&mut damage).await.unwrap();
    assert_eq!(server.try_post("/demo/status", json!({ "user": "lin", "status": 1 })).await, 500);
    server.double("control/reset", json!({ "user": "lin" })).await;
    drop(server);

    let log = std::fs::read_to_string(fixture.path("log")).unwrap();
    for (message, behind) in CAUSES {
        let cause = match format {
            "text" => log.lines().find(|line| line.contains(message)).map(str::to_owned),
            _ => log
                .lines()
                .map(|line| serde_json::from_str::<Value>(line).unwrap())
                .find(|line| line["message"] == message)
                .map(|line| line["cause"].as_str().unwrap().to_owned()),
        };
        let cause = cause.unwrap_or_else(|| panic!("no line `{message}`: {log}"));
        assert!(cause.contains("the database failed: ") && cause.contains(behind), "{message}: {cause}");
    }
    assert!(!log.contains(&token));
}

/// A first start, which makes the tables, and a second, which finds them. Drivers have their own words for each.
#[rstest]
#[tokio::test]
async fn a_start_logs_only_documented_events(
    #[values(Kind::Sqlite, Kind::MySql, Kind::Postgres)] kind: Kind,
    #[values("info", "trace")] filter: &str,
) {
    let Some(database) = TestDatabase::new(kind).await else { return };
    let fixture = Fixture::empty();
    for _ in 0..2 {
        let mut command = fixture.command();
        command.env("DATABASE_URL", database.url()).env("OA_LOG_FORMAT", "json").env("OA_LOG", filter);
        let server = Server::start(&mut command, &fixture.path("log"));
        let (token, _) = server.login("lin").await;
        assert_eq!(server.errno(&token).await, 0);
    }
    let log = std::fs::read_to_string(fixture.path("log")).unwrap();
    let mut ids = std::collections::BTreeSet::new();
    for line in log.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()) {
        let target = line["target"].as_str().unwrap();
        let of_others = ["sqlx", "hyper", "h2", "reqwest", "rustls"].iter().any(|name| target.starts_with(name));
        assert!(!of_others, "{line}");
        if line["message"] == "answered" {
            ids.insert(line["span"]["id"].as_str().unwrap().to_owned());
        }
    }
    assert_eq!(ids.len(), 4, "every request has an id of its own, over two starts: {ids:?}");
    assert!(ids.iter().all(|id| id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit())), "{ids:?}");
}
