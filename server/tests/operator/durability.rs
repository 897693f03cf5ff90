//! check: whether the database's settings may lose what was acknowledged. What is safe, the stores' own tests say.

use rstest::rstest;
use sqlx::{Connection, MySqlConnection, PgConnection, Row};

use crate::{fixture::Fixture, support::database::Kind};

fn line(fixture: &Fixture, url: Option<&str>) -> String {
    let mut command = fixture.command();
    command.arg("check");
    if let Some(url) = url {
        command.env("DATABASE_URL", url);
    }
    let output = String::from_utf8(command.output().unwrap().stdout).unwrap();
    output.lines().find(|line| line.contains("durability: ")).unwrap_or_else(|| panic!("{output}")).to_owned()
}

#[test]
fn sqlite_is_as_the_program_sets_it() {
    let line = line(&Fixture::new(), None);
    assert_eq!(line, "✓ durability: an acknowledged write is on the disk (synchronous = FULL)");
}

/// The servers of the tests do not wait for the disk, unless OA_DATABASES_DURABLE=1: `check` says what they say themselves.
#[rstest]
#[tokio::test]
async fn check_says_what_the_server_says(#[values(Kind::MySql, Kind::Postgres)] kind: Kind) {
    let Some(fixture) = Fixture::on(kind).await else { return };
    let line = line(&fixture, None);
    let (names, safe) = match kind {
        Kind::MySql => {
            let mut connection = MySqlConnection::connect(&fixture.database().url()).await.unwrap();
            let sql = "SELECT CAST(@@global.innodb_flush_log_at_trx_commit AS CHAR) AS flush, @@global.innodb_flush_method AS method";
            let row = sqlx::query(sql).fetch_one(&mut connection).await.unwrap();
            let (flush, method): (String, String) = (row.get("flush"), row.get("method"));
            let safe = flush == "1" && method != "nosync";
            (vec![format!("innodb_flush_log_at_trx_commit = {flush}")], safe)
        }
        _ => {
            let mut connection = PgConnection::connect(&fixture.database().url()).await.unwrap();
            let mut names = Vec::new();
            for name in ["fsync", "full_page_writes"] {
                let sql = sqlx::AssertSqlSafe(format!("SHOW {name}"));
                let value: String = sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap();
                names.push(format!("{name} = {value}"));
            }
            let safe = names.iter().all(|name| name.ends_with("on"));
            (names, safe)
        }
    };
    assert_eq!(line.starts_with("✓"), safe, "{line}");
    assert!(names.iter().all(|name| line.contains(name)), "{line}: {names:?}");
    assert_eq!(line.contains("may lose writes that were acknowledged"), !safe, "{line}");
}

/// A setting of the role or the address counts, as the program's own connections have it.
#[tokio::test]
async fn a_commit_that_does_not_wait_is_told() {
    let Some(fixture) = Fixture::on(Kind::Postgres).await else { return };
    let url = fixture.database().url() + "%20-csynchronous_commit%3Doff";
    let line = line(&fixture, Some(&url));
    assert!(line.starts_with("✗") && line.contains("synchronous_commit = off"), "{line}");
    assert!(line.contains("ALTER SYSTEM SET synchronous_commit = on"), "{line}");
}
