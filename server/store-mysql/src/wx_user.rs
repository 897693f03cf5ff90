//! The seed's table `wx_user`, which `import` reads from the database of another system. Nothing is written there.

use identity::{SeedUser, StoreError};
use sqlx::mysql::MySqlRow;
use sqlx::{Executor, MySqlConnection, Row};

use crate::OpenError;
use crate::error::database;
use crate::open::{connect, options};

/// Rows read at a time.
const BATCH: i64 = 500;

/// One moment of the table, however long the reading takes; and a server that refuses should this program ever write.
const BEGIN: [&str; 2] = [
    "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ",
    "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY",
];

/// As text, whatever the columns' types are there. `username` and `password` are not asked for.
macro_rules! next {
    ($deleted:literal) => {
        concat!(
            "SELECT CAST(id AS SIGNED) AS id, CAST(weixin_openid AS CHAR) AS weixin_openid, \
             CAST(nickname AS CHAR) AS nickname, CAST(avatar AS CHAR) AS avatar, CAST(gender AS CHAR) AS gender, \
             CAST(mobile AS CHAR) AS mobile, CAST(user_level AS CHAR) AS user_level, CAST(status AS CHAR) AS status, \
             CAST(last_login_time AS CHAR) AS last_login_time, CAST(last_login_ip AS CHAR) AS last_login_ip, \
             CAST(share_user_id AS CHAR) AS share_user_id, CAST(add_time AS CHAR) AS add_time, CAST(",
            $deleted,
            " AS CHAR) AS deleted FROM wx_user WHERE id > ? ORDER BY id LIMIT ?"
        )
    };
}

/// Of a table that marks what is deleted.
const NEXT_MARKED: &str = next!("deleted");

/// Of one that does not.
const NEXT_UNMARKED: &str = next!("NULL");

const IS_MARKED: &str = "SHOW COLUMNS FROM wx_user LIKE 'deleted'";

/// A reader of the table, by id.
pub struct WxUsers {
    connection: MySqlConnection,
    after: i64,
    /// One of the two, when the table was looked at.
    next: Option<&'static str>,
}

impl WxUsers {
    /// Connects to `mysql://USER:PASSWORD@HOST:PORT/DATABASE`, as [`crate::MySqlStore::open`] does.
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn open(url: &str) -> Result<Self, OpenError> {
        // A TIMESTAMP is written in the connection's time zone; the seed's text is China time.
        let options = options(url)?.timezone("+08:00".to_owned());
        let mut connection = connect(&options).await.map_err(OpenError::Connect)?;
        for statement in BEGIN {
            connection.execute(statement).await.map_err(OpenError::Connect)?;
        }
        Ok(Self { connection, after: i64::MIN, next: None })
    }

    /// The next rows; none at the end.
    ///
    /// # Errors
    /// [`StoreError::Database`], also where the table or one of its columns is not there.
    pub async fn next(&mut self) -> Result<Vec<SeedUser>, StoreError> {
        let next = match self.next {
            Some(next) => next,
            None => {
                let column = sqlx::query(IS_MARKED).fetch_optional(&mut self.connection).await.map_err(database)?;
                if column.is_some() { NEXT_MARKED } else { NEXT_UNMARKED }
            }
        };
        self.next = Some(next);
        let rows = sqlx::query(next).bind(self.after).bind(BATCH).fetch_all(&mut self.connection).await;
        let rows: Vec<_> = rows.and_then(|rows| rows.iter().map(seed_user).collect()).map_err(database)?;
        if let Some(last) = rows.last() {
            self.after = last.id;
        }
        Ok(rows)
    }
}

fn seed_user(row: &MySqlRow) -> Result<SeedUser, sqlx::Error> {
    Ok(SeedUser {
        id: row.try_get("id")?,
        weixin_openid: row.try_get("weixin_openid")?,
        nickname: row.try_get("nickname")?,
        avatar: row.try_get("avatar")?,
        gender: row.try_get("gender")?,
        mobile: row.try_get("mobile")?,
        user_level: row.try_get("user_level")?,
        status: row.try_get("status")?,
        last_login_time: row.try_get("last_login_time")?,
        last_login_ip: row.try_get("last_login_ip")?,
        share_user_id: row.try_get("share_user_id")?,
        add_time: row.try_get("add_time")?,
        deleted: row.try_get("deleted")?,
    })
}
