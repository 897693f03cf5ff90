//! A start that is killed anywhere in a migration is finished by the next one: every migration of ours, and one of each kind of
//! statement that the schema has not needed yet.

#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{AssertSqlSafe, Executor, MySqlConnection, Row, SqlSafeStr as _};
use store_mysql::migrate::apply;
use support::Database;

/// Where the start was killed.
#[derive(Debug, Clone, Copy)]
enum Killed {
    /// By this version of the program: after the statement, before its note.
    BeforeTheNote,
    /// After the note that a statement begins, before the statement.
    BeforeTheStatement,
    /// By one that noted nothing.
    ByAnEarlierVersion,
}

const KINDS: &str = "
    -- every kind of statement; of each, what would fail or count twice when it is done again
    CREATE TABLE thing (id BIGINT NOT NULL PRIMARY KEY, name VARCHAR(20) NOT NULL, old_name BIGINT, gone BIGINT) ENGINE = InnoDB;
    INSERT INTO thing (id, name) VALUES (1, 'a;b'), (2, 'c');
    ALTER TABLE thing ADD COLUMN level BIGINT NOT NULL DEFAULT 0;
    UPDATE thing SET level = level + 1;
    ALTER TABLE thing ADD KEY thing_level (level), ADD UNIQUE KEY thing_name (name);
    CREATE INDEX thing_old ON thing (old_name);
    ALTER TABLE thing DROP COLUMN gone;
    DROP INDEX thing_old ON thing;
    ALTER TABLE thing CHANGE old_name new_name BIGINT;
    ALTER TABLE thing ADD CONSTRAINT thing_positive CHECK (level >= 0);
    CREATE TABLE part (id BIGINT NOT NULL PRIMARY KEY, thing_id BIGINT NOT NULL) ENGINE = InnoDB;
    ALTER TABLE part ADD CONSTRAINT part_of FOREIGN KEY (thing_id) REFERENCES thing (id);
    INSERT INTO part SELECT id, id FROM thing;
    ALTER TABLE part DROP FOREIGN KEY part_of;
    RENAME TABLE part TO piece;
    UPDATE thing SET level = level * 10, name = concat(name, '!');
    ALTER TABLE thing MODIFY name VARCHAR(40) NOT NULL;
    DELETE FROM piece WHERE id = 2;
    DROP TABLE piece;
    INSERT INTO thing (id, name) SELECT id + 10, concat(name, '?') FROM thing
";

fn migrator(migrations: Vec<Migration>) -> Migrator {
    let mut migrator = Migrator::with_migrations(migrations);
    migrator.set_locking(false);
    migrator
}

fn one(sql: &str) -> Migrator {
    let sql = AssertSqlSafe(sql.to_owned()).into_sql_str();
    migrator(vec![Migration::new(1, "one".into(), MigrationType::Simple, sql, false)])
}

/// None of ours has a semicolon elsewhere; of [`KINDS`] one text has.
fn statements(sql: &str) -> Vec<String> {
    let plain: Vec<_> = sql.lines().map(|line| line.split("--").next().unwrap()).collect();
    let parts = plain.join("\n").replace("a;b", "\u{1}");
    parts.split(';').map(|part| part.trim().replace('\u{1}', "a;b")).filter(|part| !part.is_empty()).collect()
}

/// Everything that is there, but for what the migrations themselves keep.
async fn dump(connection: &mut MySqlConnection) -> Vec<String> {
    let tables = connection.fetch_all("SHOW TABLES").await.unwrap();
    let mut all = Vec::new();
    for table in tables.iter().map(|row| row.get::<String, _>(0)).filter(|table| !table.starts_with('_')) {
        let row = connection.fetch_one(AssertSqlSafe(format!("SHOW CREATE TABLE `{table}`"))).await.unwrap();
        all.push(row.get::<String, _>(1));
        let rows = connection.fetch_one(AssertSqlSafe(format!("CHECKSUM TABLE `{table}`"))).await.unwrap();
        all.push(format!("{:?}", rows.get::<Option<i64>, _>(1)));
    }
    all
}

/// Leaves the last of `migrations` as a start that was killed in its `nth` statement does.
async fn kill(connection: &mut MySqlConnection, migrations: &Migrator, nth: usize, killed: Killed) {
    let last = migrations.iter().last().unwrap();
    let before = migrations.iter().filter(|migration| migration.version < last.version).cloned().collect();
    apply(connection, &migrator(before)).await.unwrap();
    let row = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (?, ?, FALSE, ?, -1)";
    let row = sqlx::query(row).bind(last.version).bind(&*last.description).bind(&*last.checksum);
    row.execute(&mut *connection).await.unwrap();
    let notes = "CREATE TABLE IF NOT EXISTS _oa_migration_step (version BIGINT NOT NULL, statement BIGINT NOT NULL, \
        done BOOLEAN NOT NULL, PRIMARY KEY (version, statement)) ENGINE = InnoDB";
    connection.execute(notes).await.unwrap();
    let statements = statements(last.sql.as_str());
    let counts = |sql: &str| ["INSERT", "UPDATE", "DELETE"].iter().any(|word| sql.starts_with(word));
    let mut noted = vec![(-1, true)];
    for (place, sql) in statements.iter().enumerate().take(nth + 1) {
        // what changes rows is there together with its note, or not at all
        let done = place < nth || (!matches!(killed, Killed::BeforeTheStatement) && !counts(sql));
        if done {
            connection.execute(AssertSqlSafe(sql.clone())).await.unwrap();
        }
        if place < nth || !counts(sql) {
            noted.push((place as i64, place < nth));
        }
    }
    if !matches!(killed, Killed::ByAnEarlierVersion) {
        for (statement, done) in noted {
            let note = sqlx::query("INSERT INTO _oa_migration_step VALUES (?, ?, ?)").bind(last.version);
            note.bind(statement).bind(done).execute(&mut *connection).await.unwrap();
        }
    }
}

/// Kills a start at every statement of the last migration, and looks what the next start makes of it.
async fn at_every_statement(migrations: &Migrator, killed: Killed) {
    let Some(whole) = Database::new().await else { return };
    let mut whole = (whole.connection().await, whole);
    apply(&mut whole.0, migrations).await.unwrap();
    let expected = dump(&mut whole.0).await;
    let count = statements(migrations.iter().last().unwrap().sql.as_str()).len();
    assert!(count > 0 && !expected.is_empty());
    for nth in 0..=count {
        let Some(database) = Database::new().await else { return };
        let mut connection = database.connection().await;
        kill(&mut connection, migrations, nth, killed).await;
        let finished = apply(&mut connection, migrations).await;
        assert!(finished.is_ok(), "{killed:?} at {nth}: {:?}", finished.unwrap_err());
        assert_eq!(dump(&mut connection).await, expected, "{killed:?} at {nth}");
        // and the one after it has nothing to do
        apply(&mut connection, migrations).await.unwrap();
        let left = connection.fetch_one("SELECT count(*) FROM _oa_migration_step").await.unwrap();
        assert_eq!(left.get::<i64, _>(0), 0);
    }
}

#[tokio::test]
async fn a_start_that_was_killed_is_finished_for_every_migration_of_ours() {
    let ours: Vec<_> = sqlx::migrate!("./migrations").iter().cloned().collect();
    for last in 1..=ours.len() {
        for killed in [Killed::BeforeTheNote, Killed::BeforeTheStatement, Killed::ByAnEarlierVersion] {
            at_every_statement(&migrator(ours[..last].to_vec()), killed).await;
        }
    }
}

#[tokio::test]
async fn a_start_that_was_killed_is_finished_for_every_kind_of_statement() {
    for killed in [Killed::BeforeTheNote, Killed::BeforeTheStatement] {
        at_every_statement(&one(KINDS), killed).await;
    }
}

/// A statement that is wrong stays wrong: that it was tried once makes it not done.
#[tokio::test]
async fn what_the_server_refuses_is_refused_again() {
    let Some(database) = Database::new().await else { return };
    let mut connection = database.connection().await;
    let wrong = one("CREATE TABLE a (b BIGINT) ENGINE = InnoDB; ALTER TABLE a ADD COLUMN b BIGINT");
    for _ in 0..3 {
        let error = apply(&mut connection, &wrong).await.unwrap_err();
        assert!(format!("{error:?}").contains("1060"), "{error:?}");
    }
}
