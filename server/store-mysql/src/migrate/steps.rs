//! A migration as steps that are written down, so that the next start goes on where one was killed.
//!
//! MySQL cannot take back a `CREATE` or an `ALTER`, so no transaction holds a migration. What changes rows is done together
//! with its note; anything else is noted before and after. Only what was begun and not noted as done may have been done: it
//! is done again, and then "it is there already" is no error.

use sqlx::migrate::Migration;
use sqlx::{AssertSqlSafe, Connection, Executor, MySqlConnection, Row};

use super::statements::{changes_rows, statements};
use crate::error::{is_unique_violation, number};

const TABLE: &str = "CREATE TABLE IF NOT EXISTS _oa_migration_step (version BIGINT NOT NULL, statement BIGINT NOT NULL, \
    done BOOLEAN NOT NULL, PRIMARY KEY (version, statement)) ENGINE = InnoDB";
const BEGIN_MIGRATION: &str = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
    VALUES (?, ?, FALSE, ?, -1)";
const END_MIGRATION: &str = "UPDATE _sqlx_migrations SET success = TRUE WHERE version = ?";
const NOTE: &str = "INSERT INTO _oa_migration_step (version, statement, done) VALUES (?, ?, ?) \
    ON DUPLICATE KEY UPDATE done = VALUES(done)";
const FORGET: &str = "DELETE FROM _oa_migration_step WHERE version = ? AND statement = ?";
const FORGET_ALL: &str = "DELETE FROM _oa_migration_step WHERE version = ?";
const NOTES: &str = "SELECT statement, done FROM _oa_migration_step WHERE version = ?";

/// The note that there are notes. Without it an earlier version of this program began the migration, and any of its statements may
/// have been done.
const BEGUN: i64 = -1;

/// The errors of a change that was made before: ER_TABLE_EXISTS_ERROR, ER_BAD_TABLE_ERROR (there is no such table to drop),
/// ER_BAD_FIELD_ERROR (no such column to rename), ER_DUP_FIELDNAME, ER_DUP_KEYNAME, ER_MULTIPLE_PRI_KEY,
/// ER_CANT_DROP_FIELD_OR_KEY, ER_DUP_KEY (MariaDB: a foreign key of that name), ER_NO_SUCH_TABLE (to rename),
/// ER_KEY_DOES_NOT_EXITS, ER_FK_DUP_NAME and the same of a CHECK on MySQL, no such CHECK to drop, no such constraint.
const DONE_BEFORE: [u16; 14] = [1050, 1051, 1054, 1060, 1061, 1068, 1091, 1022, 1146, 1176, 1826, 3822, 3821, 3940];

/// Applies one migration, from wherever an earlier start left it. `begun`: there is a row of it, without success.
pub(super) async fn apply(
    connection: &mut MySqlConnection,
    migration: &Migration,
    begun: bool,
) -> Result<(), sqlx::Error> {
    let version = migration.version;
    connection.execute(TABLE).await?;
    if !begun {
        let mut tx = connection.begin().await?;
        let row = sqlx::query(BEGIN_MIGRATION).bind(version).bind(&*migration.description);
        row.bind(&*migration.checksum).execute(&mut *tx).await?;
        note(&mut tx, version, BEGUN, true).await?;
        tx.commit().await?;
    }
    let notes = sqlx::query(NOTES).bind(version).fetch_all(&mut *connection).await?;
    let notes: Result<Vec<(i64, bool)>, sqlx::Error> =
        notes.iter().map(|row| Ok((row.try_get("statement")?, row.try_get("done")?))).collect();
    let notes = notes?;
    let unnoted = !notes.iter().any(|(statement, _)| *statement == BEGUN);
    for (nth, statement) in (0..).zip(statements(migration.sql.as_str())) {
        let noted = notes.iter().find(|(noted, _)| *noted == nth).map(|(_, done)| *done);
        if noted == Some(true) {
            continue;
        }
        if changes_rows(&statement) {
            let mut tx = connection.begin().await?;
            match tx.execute(AssertSqlSafe(statement)).await {
                Err(error) if unnoted && is_unique_violation(&error) => {}
                outcome => {
                    outcome?;
                }
            }
            note(&mut tx, version, nth, true).await?;
            tx.commit().await?;
        } else {
            note(connection, version, nth, false).await?;
            change(connection, version, nth, statement, unnoted || noted.is_some()).await?;
            note(connection, version, nth, true).await?;
        }
    }
    let mut tx = connection.begin().await?;
    sqlx::query(END_MIGRATION).bind(version).execute(&mut *tx).await?;
    sqlx::query(FORGET_ALL).bind(version).execute(&mut *tx).await?;
    tx.commit().await
}

/// Changes the schema. A statement that the server refuses was not begun, so its note is removed; after a lost connection that
/// is unknown.
async fn change(
    connection: &mut MySqlConnection,
    version: i64,
    nth: i64,
    statement: String,
    may_be_done: bool,
) -> Result<(), sqlx::Error> {
    let Err(error) = connection.execute(AssertSqlSafe(statement)).await else { return Ok(()) };
    match number(&error) {
        Some(number) if may_be_done && (DONE_BEFORE.contains(&number) || is_duplicate(number, &error)) => Ok(()),
        Some(_) if !may_be_done => {
            sqlx::query(FORGET).bind(version).bind(nth).execute(connection).await?;
            Err(error)
        }
        _ => Err(error),
    }
}

/// ER_CANT_CREATE_TABLE has its reason in its text alone: 121, a foreign key of that name (MariaDB).
fn is_duplicate(number: u16, error: &sqlx::Error) -> bool {
    number == 1005 && error.to_string().contains("errno: 121")
}

async fn note(connection: &mut MySqlConnection, version: i64, statement: i64, done: bool) -> Result<(), sqlx::Error> {
    sqlx::query(NOTE).bind(version).bind(statement).bind(done).execute(connection).await.map(drop)
}
