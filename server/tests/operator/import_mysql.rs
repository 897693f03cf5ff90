//! import of the table wx_user from a real MariaDB.

use rstest::rstest;
use serde_json::json;
use sqlx::{AssertSqlSafe, Connection, Executor, MySqlConnection};

use crate::fixture::Fixture;

/// As the seed has it, with the types that it may have.
const TABLE: &str = "CREATE TABLE wx_user (id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY, username VARCHAR(63) NOT NULL, \
    password VARCHAR(63) NOT NULL DEFAULT '', weixin_openid VARCHAR(63), nickname VARCHAR(63), avatar VARCHAR(255), \
    gender TINYINT NOT NULL DEFAULT 0, mobile VARCHAR(20), user_level TINYINT DEFAULT 0, status TINYINT NOT NULL DEFAULT 0, \
    last_login_time DATETIME, last_login_ip VARCHAR(63), share_user_id INT, add_time DATETIME) \
    DEFAULT CHARSET utf8mb4";

/// `TEST_MYSQL_URL`; none where `OA_SKIP_DATABASES=1` says that there is no server.
fn server() -> Option<String> {
    if let Ok(server) = std::env::var("TEST_MYSQL_URL") {
        return Some(server);
    }
    assert!(
        std::env::var("OA_SKIP_DATABASES").is_ok_and(|skip| skip == "1"),
        "TEST_MYSQL_URL is not set. `make unit` starts the server; OA_SKIP_DATABASES=1 does without these tests."
    );
    None
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_seeds_table_is_imported_and_unchanged() {
    let Some(server) = server() else { return };
    let name = format!("oa_import_{}", std::process::id());
    let mut connection = MySqlConnection::connect(&server).await.unwrap();
    connection.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.unwrap();
    connection.execute(AssertSqlSafe(format!("USE {name}"))).await.unwrap();
    connection.execute(TABLE).await.unwrap();
    let rows: Vec<_> = (1..=1200)
        .map(|id| format!("({id}, 'u{id}', 'o{id}', '用户😀{id}', 1, '2019-01-01 08:00:00', {})", id / 2))
        .collect();
    let insert = format!(
        "INSERT INTO wx_user (id, username, weixin_openid, nickname, gender, add_time, share_user_id) VALUES {}",
        rows.join(",")
    );
    connection.execute(AssertSqlSafe(insert)).await.unwrap();
    connection.execute("UPDATE wx_user SET weixin_openid = NULL WHERE id = 700").await.unwrap();

    let fixture = Fixture::new();
    let url = format!("{server}/{name}");
    let refused = tokio::task::block_in_place(|| fixture.run(&["import", &url])).failure(1);
    assert!(refused.contains("nobody was taken in: 1 row cannot be"), "{refused}");
    let done = tokio::task::block_in_place(|| fixture.run(&["import", &url, "--json", "--skip-bad"]));
    assert_eq!(done.code(), 3, "{}", done.stderr());
    let report: serde_json::Value = serde_json::from_str(&done.stdout()).unwrap();
    assert_eq!((&report["read"], &report["new"], &report["skipped"]), (&json!(1200), &json!(1199), &json!(1)));
    assert_eq!(report["rows"], json!([{ "id": 700, "line": null, "taken": false, "why": "it has no openid" }]));
    assert!(!(done.stdout() + &done.stderr()).contains("oa:oa"), "no password");
    let last = fixture.json(&["user", "show", "1200"]);
    assert_eq!((&last["nickName"], &last["shareUserId"]), (&json!("用户😀1200"), &json!(600)));
    assert_eq!(last["registerTime"], "2019-01-01T08:00:00+08:00");
    let again = tokio::task::block_in_place(|| fixture.run(&["import", &url, "--json", "--skip-bad"]));
    let again: serde_json::Value = serde_json::from_str(&again.stdout()).unwrap();
    assert_eq!((&again["new"], &again["unchanged"]), (&json!(0), &json!(1199)));

    connection.execute("ALTER TABLE wx_user DROP COLUMN mobile").await.unwrap();
    let stderr = tokio::task::block_in_place(|| fixture.run(&["import", &url])).failure(1);
    assert!(stderr.contains("mobile"), "{stderr}");
    connection.execute(AssertSqlSafe(format!("DROP DATABASE {name}"))).await.unwrap();
}

/// The mark of what is deleted, in the types that a table may have it, and with no mark.
#[rstest]
#[case::tinyint("TINYINT(1) NOT NULL DEFAULT 0", ["0", "1", "2"])]
#[case::bit("BIT(1)", ["b'0'", "b'1'", "b'1'"])]
#[case::text("VARCHAR(5)", ["'false'", "'true'", "'1'"])]
#[case::null("TINYINT", ["NULL", "1", "-1"])]
#[case::time("DATETIME", ["NULL", "'2020-01-01 00:00:00'", "'2020-01-01'"])]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deleted_row_of_a_table_stays_out(#[case] column: &str, #[case] marks: [&str; 3]) {
    let Some(server) = server() else { return };
    let type_name: String = column.chars().filter(char::is_ascii_alphanumeric).take(6).collect();
    let name = format!("oa_deleted_{}_{}_{}", std::process::id(), type_name.to_lowercase(), column.len());
    let mut connection = MySqlConnection::connect(&server).await.unwrap();
    connection.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.unwrap();
    connection.execute(AssertSqlSafe(format!("USE {name}"))).await.unwrap();
    connection.execute(TABLE).await.unwrap();
    connection.execute(AssertSqlSafe(format!("ALTER TABLE wx_user ADD COLUMN Deleted {column}"))).await.unwrap();
    let [live, deleted, other] = marks;
    let insert = format!(
        "INSERT INTO wx_user (id, username, weixin_openid, mobile, last_login_time, Deleted) VALUES \
         (1, 'a', 'oSame', '12066600001', '2024-01-01', {deleted}), (2, 'b', 'oSame', '12066600001', '2020-01-01', {live}), \
         (3, 'c', 'oGone', '12066600003', NULL, {other})"
    );
    connection.execute(AssertSqlSafe(insert)).await.unwrap();
    let fixture = Fixture::new();
    let url = format!("{server}/{name}");
    let done = tokio::task::block_in_place(|| fixture.run(&["import", &url, "--json"]));
    let report: serde_json::Value = serde_json::from_str(&done.stdout()).unwrap();
    assert_eq!((done.code(), &report["new"], &report["deleted"]), (3, &json!(1), &json!(2)), "{report:#}");
    let users = fixture.json(&["user", "list", "--show-phones"])["users"].clone();
    assert_eq!((&users[0]["userId"], &users[0]["phone"]), (&json!(2), &json!("12066600001")));
    connection.execute(AssertSqlSafe(format!("DROP DATABASE {name}"))).await.unwrap();
}
