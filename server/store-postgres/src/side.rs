//! This database as a side of a copy: rows of any table, by the list of its columns.

use async_trait::async_trait;
use identity::StoreError;
use sqlx::postgres::PgRow;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, PgPool, Postgres, QueryBuilder, Row as _};
use transfer::{Kind, MARK_TABLE, Mark, Row, Side, Stamp, Table, Value};

use crate::OpenError;
use crate::error::database;
use crate::open::{connect, options};

const SCHEMA: &str = "SELECT coalesce(max(version), 0) FROM _sqlx_migrations WHERE success";

/// A copy may take long, whatever the database's defaults.
const SETTINGS: &str = "SET statement_timeout = 0; SET lock_timeout = 0; SET idle_in_transaction_session_timeout = 0";

const OTHERS: &str = "SELECT count(*) FROM pg_stat_activity \
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'";
const READ_ONE_MOMENT: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

const LATER_REFERRERS: &str =
    "SELECT id, share_user_id FROM users WHERE share_user_id >= id AND id > $1 ORDER BY id LIMIT $2";
const SET_REFERRER: &str = "UPDATE users SET share_user_id = $2 WHERE id = $1";

const SET_HIGHEST: &str = "SELECT setval(pg_get_serial_sequence($1, 'id'), greatest($2::bigint, 1), $2::bigint > 0)";

const HAS_MARK: &str = "SELECT to_regclass($1) IS NOT NULL";
const MAKE_MARK: &str = "CREATE TABLE _oa_copy (source TEXT NOT NULL, step TEXT NOT NULL, last_key BIGINT NOT NULL)";
const PUT_MARK: &str = "INSERT INTO _oa_copy (source, step, last_key) VALUES ($1, $2, $3)";
const MARK: &str = "SELECT source, step, last_key FROM _oa_copy";
const MOVE_MARK: &str = "UPDATE _oa_copy SET step = $1, last_key = $2 WHERE step = $3 AND last_key = $4";
const DROP_MARK: &str = "DROP TABLE _oa_copy";

/// One connection to the database.
#[derive(Debug)]
pub struct Transfer(PgConnection);

impl Transfer {
    /// Opens `postgres://USER:PASSWORD@HOST/DATABASE`. Nothing is made and nothing migrated.
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn open(url: &str) -> Result<Self, OpenError> {
        let options = options(url)?;
        let opened = async {
            let mut connection = connect(&options).await?;
            connection.execute(SETTINGS).await?;
            Ok(Self(connection))
        };
        opened.await.map_err(OpenError::Connect)
    }
}

/// `user` is a reserved word here.
fn name(table: &Table) -> &'static str {
    if table.name == "user" { "users" } else { table.name }
}

/// Whether there is a mark.
pub(crate) async fn has_mark(pool: &PgPool) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar(HAS_MARK).bind(MARK_TABLE).fetch_one(pool).await
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
        self.0.execute(READ_ONE_MOMENT).await.map_err(database)?;
        // the moment is that of the first read
        self.schema().await.map(|_| 0)
    }

    async fn end_reading(&mut self) -> Result<(), StoreError> {
        self.0.execute("COMMIT").await.map(drop).map_err(database)
    }

    async fn page(&mut self, table: &Table, after: i64, limit: u32) -> Result<Vec<Row>, StoreError> {
        let (columns, name, key) = (table.column_names(), name(table), table.key());
        let select = format!("SELECT {columns} FROM {name} WHERE {key} > $1 ORDER BY {key} LIMIT $2");
        let rows = sqlx::query(AssertSqlSafe(select)).bind(after).bind(i64::from(limit)).fetch_all(&mut self.0).await;
        rows.map_err(database)?.iter().map(|found| row(table, found).map_err(database)).collect()
    }

    async fn stamp(&mut self, table: &Table) -> Result<Stamp, StoreError> {
        let (name, key, changed) = (name(table), table.key(), table.changed.unwrap_or("0::bigint"));
        let select = format!("SELECT count(*), coalesce(max({key}), 0), coalesce(max({changed}), 0) FROM {name}");
        let found = sqlx::query_as(AssertSqlSafe(select)).fetch_one(&mut self.0).await;
        found.map(|(rows, highest, changed_ms)| Stamp { rows, highest, changed_ms }).map_err(database)
    }

    async fn later_referrers(&mut self, after: i64, limit: u32) -> Result<Vec<(i64, i64)>, StoreError> {
        sqlx::query_as(LATER_REFERRERS)
            .bind(after)
            .bind(i64::from(limit))
            .fetch_all(&mut self.0)
            .await
            .map_err(database)
    }

    async fn highest_given(&mut self, table: &Table) -> Result<i64, StoreError> {
        let sequence = format!("{}_id_seq", name(table));
        let select = format!("SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END FROM {sequence}");
        sqlx::query_scalar(AssertSqlSafe(select)).fetch_one(&mut self.0).await.map_err(database)
    }

    async fn mark(&mut self) -> Result<Option<(String, Mark)>, StoreError> {
        let found: bool =
            sqlx::query_scalar(HAS_MARK).bind(MARK_TABLE).fetch_one(&mut self.0).await.map_err(database)?;
        if !found {
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
        let highest = highest.max(self.highest_given(table).await?);
        sqlx::query(SET_HIGHEST).bind(name(table)).bind(highest).execute(&mut self.0).await.map(drop).map_err(database)
    }

    async fn end(&mut self) -> Result<(), StoreError> {
        self.0.execute(DROP_MARK).await.map(drop).map_err(database)
    }

    async fn close(self: Box<Self>) {
        // what is left to it goes with the process
        drop(self.0.close().await);
    }
}

fn row(table: &Table, found: &PgRow) -> Result<Row, sqlx::Error> {
    let value = |(place, kind)| {
        Ok(match kind {
            Kind::Int => Value::Int(found.try_get::<_, usize>(place)?),
            Kind::Text => Value::Text(found.try_get::<_, usize>(place)?),
            Kind::Bytes => Value::Bytes(found.try_get::<_, usize>(place)?),
        })
    };
    table.columns.iter().map(|column| column.kind).enumerate().map(value).collect()
}

async fn begin(connection: &mut PgConnection, source: &str, mark: &Mark) -> Result<(), sqlx::Error> {
    let mut tx = connection.begin().await?;
    tx.execute(MAKE_MARK).await?;
    sqlx::query(PUT_MARK).bind(source).bind(&mark.step).bind(mark.key).execute(&mut *tx).await?;
    tx.commit().await
}

async fn put(
    connection: &mut PgConnection,
    table: &Table,
    rows: &[Row],
    from: &Mark,
    to: &Mark,
) -> Result<bool, sqlx::Error> {
    let mut tx = connection.begin().await?;
    if !move_mark(&mut tx, from, to).await? {
        return Ok(false);
    }
    let (name, columns) = (name(table), table.column_names());
    let mut insert = QueryBuilder::<Postgres>::new(format!("INSERT INTO {name} ({columns}) "));
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
    connection: &mut PgConnection,
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
async fn move_mark(tx: &mut PgConnection, from: &Mark, to: &Mark) -> Result<bool, sqlx::Error> {
    let moved = sqlx::query(MOVE_MARK).bind(&to.step).bind(to.key).bind(&from.step).bind(from.key).execute(tx).await?;
    Ok(moved.rows_affected() == 1)
}
