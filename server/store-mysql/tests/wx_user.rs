//! The seed's table, whatever its columns' types are.

mod support;

use sqlx::{Executor, Row};
use store_mysql::WxUsers;
use support::Database;

/// Types as odd as they come: binary and latin1 text, a TIMESTAMP, numbers as text.
const TABLE: &str = "CREATE TABLE wx_user (id BIGINT UNSIGNED PRIMARY KEY, username VARCHAR(63), password VARCHAR(63), \
    weixin_openid VARBINARY(63), nickname VARCHAR(63) CHARACTER SET latin1, avatar TEXT, gender CHAR(1), mobile BIGINT, \
    user_level ENUM('0','1','2'), status BIT(1), last_login_time DATETIME(6), last_login_ip VARCHAR(63), \
    share_user_id INT, add_time TIMESTAMP NULL)";

#[tokio::test]
async fn rows_are_text_by_id_and_times_are_chinas() {
    let Some(database) = Database::new().await else { return };
    let mut connection = database.connection().await;
    connection.execute(TABLE).await.unwrap();
    connection.execute("SET time_zone = '+00:00'").await.unwrap();
    connection
        .execute(
            "INSERT INTO wx_user VALUES (9, 'u', 'p', 'oNine', 'é', NULL, '1', 12066600009, '2', b'1', \
             '2020-02-29 00:30:00.5', '::1', NULL, '2019-12-31 16:00:00'), (0, 'u', 'p', 'oZero', NULL, NULL, NULL, NULL, \
             NULL, NULL, NULL, NULL, NULL, NULL)",
        )
        .await
        .unwrap();
    let mut users = WxUsers::open(&database.url()).await.unwrap();
    let rows = users.next().await.unwrap();
    assert!(users.next().await.unwrap().is_empty());
    assert_eq!(rows.iter().map(|row| row.id).collect::<Vec<_>>(), [0, 9]);
    let nine = &rows[1];
    assert_eq!((nine.weixin_openid.as_deref(), nine.nickname.as_deref()), (Some("oNine"), Some("é")));
    assert_eq!((nine.gender.as_deref(), nine.user_level.as_deref()), (Some("1"), Some("2")));
    assert_eq!((nine.mobile.as_deref(), nine.avatar.as_deref()), (Some("12066600009"), None));
    assert_eq!(nine.add_time.as_deref(), Some("2020-01-01 00:00:00"));
    assert_eq!(nine.last_login_time.as_deref(), Some("2020-02-29 00:30:00.500000"));
    let rows = sqlx::query("SELECT count(*) AS n FROM wx_user").fetch_one(&mut connection).await.unwrap();
    assert_eq!(rows.get::<i64, _>("n"), 2);
}

#[tokio::test]
async fn one_moment_of_the_table_is_read_in_batches() {
    let Some(database) = Database::new().await else { return };
    let mut connection = database.connection().await;
    connection.execute(TABLE).await.unwrap();
    connection.execute("INSERT INTO wx_user (id) SELECT seq FROM seq_1_to_1100").await.unwrap();
    let mut users = WxUsers::open(&database.url()).await.unwrap();
    let mut read = users.next().await.unwrap().len();
    connection.execute("INSERT INTO wx_user (id) VALUES (2000)").await.unwrap();
    loop {
        match users.next().await.unwrap().len() {
            0 => break,
            rows => read += rows,
        }
    }
    assert_eq!(read, 1100);
}

#[tokio::test]
async fn a_database_without_the_table_is_an_error() {
    let Some(database) = Database::new().await else { return };
    assert!(WxUsers::open(&database.url()).await.unwrap().next().await.is_err());
    assert!(
        WxUsers::open("mysql://u:hunter2@127.0.0.1:1/d")
            .await
            .is_err_and(|error| !format!("{error:?}").contains("hunter2"))
    );
}
