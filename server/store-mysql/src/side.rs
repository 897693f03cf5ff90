//! This database as a side of a copy: rows of any table, by the list of its columns.

use async_trait::async_trait;
use identity::StoreError;
use sqlx::mysql::MySqlRow;
use sqlx::{AssertSqlSafe, Connection, Executor, MySql, MySqlConnection, MySqlPool, QueryBuilder, Row as _};
use transfer::{Kind, MARK_TABLE, Mark, Row, Side, Stamp, Table, Value};

use crate::OpenError;
use crate::error::database;
use crate::open::{connect, options};

const SCHEMA: &str = "SELECT CAST(coalesce(max(version), 0) AS SIGNED) FROM _sqlx_migrations WHERE success = TRUE";

/// Strict, as the store's own connections; MySQL 8 would say for a day which id comes next.
const SETTINGS: &str = "SET SESSION sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION' \
    /*!80000 , SESSION information_schema_stats_expiry = 0 */";

/// Without the privilege PROCESS these are the connections of the same user.
const OTHERS: &str =
    "SELECT count(*) FROM information_schema.PROCESSLIST WHERE DB = DATABASE() AND ID <> CONNECTION_ID()";
const LEVEL: &str = "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ";
const READ_ONE_MOMENT: &str = "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY";

const LATER_REFERRERS: &str =
    "SELECT id, share_user_id FROM user WHERE share_user_id >= id AND id > ? ORDER BY id LIMIT ?";
const SET_REFERRER: &str = "UPDATE user SET share_user_id = ? WHERE id = ?";

const NEXT: &str = "SELECT CAST(coalesce(AUTO_INCREMENT, 1) AS SIGNED) FROM information_schema.TABLES \
    WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?";

const HAS_TABLE: &str = "SELECT count(*) FROM information_schema.TABLES \
    WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?";
/// Again, if a copy was killed before the row was in it.
const MAKE_MARK: &str = "CREATE TABLE IF NOT EXISTS _oa_copy (id BIGINT NOT NULL PRIMARY KEY, source TEXT NOT NULL, \
    step VARCHAR(64) NOT NULL, last_key BIGINT NOT NULL) ENGINE = InnoDB";
const PUT_MARK: &str = "INSERT INTO _oa_copy (id, source, step, last_key) VALUES (1, ?, ?, ?)";
const MARK: &str = "SELECT source, step, last_key FROM _oa_copy";
const MOVE_MARK: &str = "UPDATE _oa_copy SET step = ?, last_key = ? WHERE step = ? AND last_key = ?";
const DROP_MARK: &str = "DROP TABLE _oa_copy";

/// One connection to the database.
#[derive(Debug)]
pub struct Transfer(MySqlConnection);

impl Transfer {
    /// Opens `mysql://USER:PASSWORD@HOST/DATABASE`. Nothing is made and nothing migrated.
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn open(url: &str) -> Result<Self, OpenError> {
        let options = options(url)?.pipes_as_concat(false).no_engine_substitution(false);
        let opened = async {
            let mut connection = connect(&options).await?;
            connection.execute(SETTINGS).await?;
            Ok(Self(connection))
        };
        opened.await.map_err(OpenError::Connect)
    }
}

/// Whether there is a mark.
pub(crate) async fn has_mark(pool: &MySqlPool) -> Result<bool, sqlx::Error> {
    let found: i64 = sqlx::query_scalar(HAS_TABLE).bind(MARK_TABLE).fetch_one(pool).await?;
    Ok(found > 0)
}

#[async_trait]
impl Side for Transfer {
    async fn schema(&mut self) -> Result<i64, StoreError> {
        sqlx::query_scalar(SCHEMA).fetch_one(&mut self.0).await.map_err(database)
    }

    async fn begin_reading(&mut self, alone: bool) -> Result<u64, StoreError> {
        let others: i64 = sqlx::query_scalar(OTHERS).fetch_one(&mut self.0).await.map_err(database)?;
        if alone && others > 0 {
            return Ok(others.unsigned_abs());
        }
        self.0.execute(LEVEL).await.map_err(database)?;
        self.0.execute(READ_ONE_MOMENT).await.map(|_| 0).map_err(database)
    }

    async fn end_reading(&mut self) -> Result<(), StoreError> {
        self.0.execute("COMMIT").await.map(drop).map_err(database)
    }

    async fn page(&mut self, table: &Table, after: i64, limit: u32) -> Result<Vec<Row>, StoreError> {
        let (columns, name, key) = (table.column_names(), table.name, table.key());
        let select = format!("SELECT {columns} FROM {name} WHERE {key} > ? ORDER BY {key} LIMIT ?");
        let rows = sqlx::query(AssertSqlSafe(select)).bind(after).bind(limit).fetch_all(&mut self.0).await;
        rows.map_err(database)?.iter().map(|found| row(table, found).map_err(database)).collect()
    }

    async fn stamp(&mut self, table: &Table) -> Result<Stamp, StoreError> {
        let (name, key, changed) = (table.name, table.key(), table.changed.unwrap_or("0"));
        let select = format!("SELECT count(*), coalesce(max({key}), 0), coalesce(max({changed}), 0) FROM {name}");
        let found = sqlx::query_as(AssertSqlSafe(select)).fetch_one(&mut self.0).await;
        found.map(|(rows, highest, changed_ms)| Stamp { rows, highest, changed_ms }).map_err(database)
    }

    async fn later_referrers(&mut self, after: i64, limit: u32) -> Result<Vec<(i64, i64)>, StoreError> {
        sqlx::query_as(LATER_REFERRERS).bind(after).bind(limit).fetch_all(&mut self.0).await.map_err(database)
    }

    async fn highest_given(&mut self, table: &Table) -> Result<i64, StoreError> {
        let next: i64 = sqlx::query_scalar(NEXT).bind(table.name).fetch_one(&mut self.0).await.map_err(database)?;
        Ok(next.saturating_sub(1))
    }

    async fn mark(&mut self) -> Result<Option<(String, Mark)>, StoreError> {
        let found: i64 =
            sqlx::query_scalar(HAS_TABLE).bind(MARK_TABLE).fetch_one(&mut self.0).await.map_err(database)?;
        if found == 0 {
            return Ok(None);
        }
        let row = sqlx::query_as(MARK).fetch_optional(&mut self.0).await.map_err(database)?;
        Ok(row.map(|(source, step, key)| (source, Mark { step, key })))
    }

    async fn begin(&mut self, source: &str, mark: &Mark) -> Result<(), StoreError> {
        begin(&mut self.0, source, mark).await.map_err(database)
    }

    async fn put(&mut self, table: &Table, rows: &[Row], from: &Mark, to: &Mark) -> Result<bool, StoreError> {
        put(&mut self.0, table, rows, from, to).await.map_err(database)
    }

    async fn put_referrers(&mut self, pairs: &[(i64, i64)], from: &Mark, to: &Mark) -> Result<bool, StoreError> {
        put_referrers(&mut self.0, pairs, from, to).await.map_err(database)
    }

    async fn set_highest_given(&mut self, table: &Table, highest: i64) -> Result<(), StoreError> {
        let next = highest.max(self.highest_given(table).await?).saturating_add(1);
        let set = format!("ALTER TABLE {} AUTO_INCREMENT = {next}", table.name);
        self.0.execute(AssertSqlSafe(set)).await.map(drop).map_err(database)
    }

    async fn end(&mut self) -> Result<(), StoreError> {
        self.0.execute(DROP_MARK).await.map(drop).map_err(database)
    }

    async fn close(self: Box<Self>) {
        // what is left to it goes with the process
        drop(self.0.close().await);
    }
}

fn row(table: &Table, found: &MySqlRow) -> Result<Row, sqlx::Error> {
    let value = |(place, kind)| {
        Ok(match kind {
            Kind::Int => Value::Int(found.try_get::<_, usize>(place)?),
            Kind::Text => Value::Text(text(found, place)?),
            Kind::Bytes => Value::Bytes(found.try_get::<_, usize>(place)?),
        })
    };
    table.columns.iter().map(|column| column.kind).enumerate().map(value).collect()
}

/// By its bytes: what identifies somebody is VARBINARY.
fn text(found: &MySqlRow, place: usize) -> Result<Option<String>, sqlx::Error> {
    let bytes: Option<Vec<u8>> = found.try_get_unchecked(place)?;
    // Without the bytes: they may be a phone number.
    let text = bytes.map(|bytes| String::from_utf8(bytes).map_err(|error| error.utf8_error()));
    text.transpose().map_err(|source| sqlx::Error::ColumnDecode { index: place.to_string(), source: Box::new(source) })
}

async fn begin(connection: &mut MySqlConnection, source: &str, mark: &Mark) -> Result<(), sqlx::Error> {
    connection.execute(MAKE_MARK).await?;
    sqlx::query(PUT_MARK).bind(source).bind(&mark.step).bind(mark.key).execute(connection).await.map(drop)
}

async fn put(
    connection: &mut MySqlConnection,
    table: &Table,
    rows: &[Row],
    from: &Mark,
    to: &Mark,
) -> Result<bool, sqlx::Error> {
    let mut tx = connection.begin().await?;
    if !move_mark(&mut tx, from, to).await? {
        return Ok(false);
    }
    let (name, columns) = (table.name, table.column_names());
    let mut insert = QueryBuilder::<MySql>::new(format!("INSERT INTO {name} ({columns}) "));
    insert.push_values(rows, |mut values, row| {
        for value in row {
            match value {
                Value::Int(number) => values.push_bind(*number),
                Value::Text(text) => values.push_bind(text.as_deref()),
                Value::Bytes(bytes) => values.push_bind(bytes.as_deref()),
            };
        }
    });
    insert.build().execute(&mut *tx).await?;
    tx.commit().await?;
    Ok(true)
}

async fn put_referrers(
    connection: &mut MySqlConnection,
    pairs: &[(i64, i64)],
    from: &Mark,
    to: &Mark,
) -> Result<bool, sqlx::Error> {
    let mut tx = connection.begin().await?;
    if !move_mark(&mut tx, from, to).await? {
        return Ok(false);
    }
    for (id, referrer) in pairs {
        sqlx::query(SET_REFERRER).bind(referrer).bind(id).execute(&mut *tx).await?;
    }
    tx.commit().await?;
    Ok(true)
}

/// `false`: it was elsewhere.
async fn move_mark(tx: &mut MySqlConnection, from: &Mark, to: &Mark) -> Result<bool, sqlx::Error> {
    let moved = sqlx::query(MOVE_MARK).bind(&to.step).bind(to.key).bind(&from.step).bind(from.key).execute(tx).await?;
    Ok(moved.rows_affected() == 1)
}
