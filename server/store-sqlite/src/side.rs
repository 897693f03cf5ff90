//! This database as a side of a copy: rows of any table, by the list of its columns.

use async_trait::async_trait;
use identity::StoreError;
use sqlx::sqlite::{SqliteRow, SqliteSynchronous};
use sqlx::{
    AssertSqlSafe, ConnectOptions, Connection, Executor, QueryBuilder, Row as _, Sqlite, SqliteConnection, SqlitePool,
};
use transfer::{Kind, MARK_TABLE, Mark, Row, Side, Stamp, Table, Value};

use crate::OpenError;
use crate::error::{database, is_busy};
use crate::open::{open_error, options};

const SCHEMA: &str = "SELECT coalesce(max(version), 0) FROM _sqlx_migrations WHERE success";

/// From the first read on, such a connection keeps every other one out, and is refused where there is one: also where it
/// only stands by, as a server's do.
const ALONE: &str = "PRAGMA busy_timeout = 0; PRAGMA locking_mode = EXCLUSIVE";

const LATER_REFERRERS: &str =
    "SELECT id, share_user_id FROM user WHERE share_user_id >= id AND id > ?1 ORDER BY id LIMIT ?2";
const SET_REFERRER: &str = "UPDATE user SET share_user_id = ?2 WHERE id = ?1";

/// AUTOINCREMENT keeps it here; tables without it give the id above the highest that is there.
const HIGHEST: &str = "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = ?1), 0)";
const RAISE: &str = "UPDATE sqlite_sequence SET seq = max(seq, ?2) WHERE name = ?1";
const BEGIN_AT: &str = "INSERT INTO sqlite_sequence (name, seq) SELECT name, ?2 FROM sqlite_schema \
    WHERE type = 'table' AND name = ?1 AND sql LIKE '%AUTOINCREMENT%'";

const HAS_MARK: &str = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ?1";
const MAKE_MARK: &str =
    "CREATE TABLE _oa_copy (source TEXT NOT NULL, step TEXT NOT NULL, last_key INTEGER NOT NULL) STRICT";
const PUT_MARK: &str = "INSERT INTO _oa_copy (source, step, last_key) VALUES (?1, ?2, ?3)";
const MARK: &str = "SELECT source, step, last_key FROM _oa_copy";
const MOVE_MARK: &str = "UPDATE _oa_copy SET step = ?1, last_key = ?2 WHERE step = ?3 AND last_key = ?4";
const DROP_MARK: &str = "DROP TABLE _oa_copy";

/// One connection to the file.
#[derive(Debug)]
pub struct Transfer(SqliteConnection);

impl Transfer {
    /// Opens `sqlite://PATH`, which must be there. Nothing is made and nothing migrated.
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn open(url: &str) -> Result<Self, OpenError> {
        let options = options(url)?;
        let path = options.get_filename().to_path_buf();
        let options = options.foreign_keys(true).synchronous(SqliteSynchronous::Full);
        Ok(Self(options.connect().await.map_err(|error| open_error(&path, error))?))
    }
}

/// Whether there is a mark.
pub(crate) async fn has_mark(readers: &SqlitePool) -> Result<bool, sqlx::Error> {
    let found: i64 = sqlx::query_scalar(HAS_MARK).bind(MARK_TABLE).fetch_one(readers).await?;
    Ok(found > 0)
}

#[async_trait]
impl Side for Transfer {
    async fn schema(&mut self) -> Result<i64, StoreError> {
        sqlx::query_scalar(SCHEMA).fetch_one(&mut self.0).await.map_err(database)
    }

    async fn begin_reading(&mut self, alone: bool) -> Result<u64, StoreError> {
        if !alone {
            self.0.execute("BEGIN").await.map_err(database)?;
            return self.schema().await.map(|_| 0);
        }
        sqlx::raw_sql(ALONE).execute(&mut self.0).await.map_err(database)?;
        match self.0.execute("BEGIN IMMEDIATE").await {
            Ok(_) => Ok(0),
            // how many there are, SQLite does not tell
            Err(error) if is_busy(&error) => Ok(1),
            Err(error) => Err(database(error)),
        }
    }

    async fn end_reading(&mut self) -> Result<(), StoreError> {
        self.0.execute("COMMIT").await.map(drop).map_err(database)
    }

    async fn page(&mut self, table: &Table, after: i64, limit: u32) -> Result<Vec<Row>, StoreError> {
        let (columns, name, key) = (table.column_names(), table.name, table.key());
        let select = format!("SELECT {columns} FROM {name} WHERE {key} > ?1 ORDER BY {key} LIMIT ?2");
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
        sqlx::query_scalar(HIGHEST).bind(table.name).fetch_one(&mut self.0).await.map_err(database)
    }

    async fn mark(&mut self) -> Result<Option<(String, Mark)>, StoreError> {
        let found: i64 =
            sqlx::query_scalar(HAS_MARK).bind(MARK_TABLE).fetch_one(&mut self.0).await.map_err(database)?;
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
        let raised = sqlx::query(RAISE).bind(table.name).bind(highest).execute(&mut self.0).await;
        if raised.map_err(database)?.rows_affected() == 0 {
            let begun = sqlx::query(BEGIN_AT).bind(table.name).bind(highest).execute(&mut self.0).await;
            begun.map_err(database)?;
        }
        Ok(())
    }

    async fn end(&mut self) -> Result<(), StoreError> {
        self.0.execute(DROP_MARK).await.map(drop).map_err(database)
    }

    async fn close(self: Box<Self>) {
        // what is left to it goes with the process
        drop(self.0.close().await);
    }
}

fn row(table: &Table, found: &SqliteRow) -> Result<Row, sqlx::Error> {
    let value = |(place, kind)| {
        Ok(match kind {
            Kind::Int => Value::Int(found.try_get::<_, usize>(place)?),
            Kind::Text => Value::Text(found.try_get::<_, usize>(place)?),
            Kind::Bytes => Value::Bytes(found.try_get::<_, usize>(place)?),
        })
    };
    table.columns.iter().map(|column| column.kind).enumerate().map(value).collect()
}

async fn begin(connection: &mut SqliteConnection, source: &str, mark: &Mark) -> Result<(), sqlx::Error> {
    let mut tx = connection.begin().await?;
    tx.execute(MAKE_MARK).await?;
    sqlx::query(PUT_MARK).bind(source).bind(&mark.step).bind(mark.key).execute(&mut *tx).await?;
    tx.commit().await
}

async fn put(
    connection: &mut SqliteConnection,
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
    let mut insert = QueryBuilder::<Sqlite>::new(format!("INSERT INTO {name} ({columns}) "));
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
    connection: &mut SqliteConnection,
    pairs: &[(i64, i64)],
    from: &Mark,
    to: &Mark,
) -> Result<bool, sqlx::Error> {
    let mut tx = connection.begin().await?;
    if !move_mark(&mut tx, from, to).await? {
        return Ok(false);
    }
    for (id, referrer) in pairs {
        sqlx::query(SET_REFERRER).bind(id).bind(referrer).execute(&mut *tx).await?;
    }
    tx.commit().await?;
    Ok(true)
}

/// `false`: it was elsewhere.
async fn move_mark(tx: &mut SqliteConnection, from: &Mark, to: &Mark) -> Result<bool, sqlx::Error> {
    let moved = sqlx::query(MOVE_MARK).bind(&to.step).bind(to.key).bind(&from.step).bind(from.key).execute(tx).await?;
    Ok(moved.rows_affected() == 1)
}
