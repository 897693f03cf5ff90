//! A database of its own for each test: a file, or one on the servers that `.ci/databases.sh` starts. Gone when dropped.

use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use identity::Store;
use sqlx::{AssertSqlSafe, Connection, Executor, MySqlConnection, PgConnection, SqliteConnection};
use tempfile::TempDir;
use transfer::{Row, Side, TABLES};

/// The databases that the program knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Sqlite,
    MySql,
    Postgres,
}

/// On a server a database (MySQL) or a schema (PostgreSQL, which takes half a second to make a database and drop it), unless
/// it is [`TestDatabase::alone`].
pub(crate) struct TestDatabase {
    pub(crate) kind: Kind,
    /// SQLite's file is here, and whatever else a test's server writes.
    pub(crate) folder: TempDir,
    /// `scheme://user:password@host:port`; empty for SQLite.
    server: String,
    name: String,
    /// Not a schema, on PostgreSQL.
    whole: bool,
}

impl Kind {
    /// `OA_TEST_DATABASE`: what a suite that runs once a database is running on.
    pub(crate) fn of_the_run() -> Self {
        match std::env::var("OA_TEST_DATABASE").as_deref() {
            Err(_) | Ok("sqlite") => Self::Sqlite,
            Ok("mysql") => Self::MySql,
            Ok("postgres") => Self::Postgres,
            Ok(other) => panic!("OA_TEST_DATABASE={other} is none of sqlite, mysql, postgres"),
        }
    }

    fn variable(self) -> &'static str {
        if self == Self::MySql { "TEST_MYSQL_URL" } else { "TEST_POSTGRES_URL" }
    }
}

impl TestDatabase {
    /// A new one, empty; `None`, and a line that says so, where `OA_SKIP_DATABASES=1` says that there is no server.
    pub(crate) async fn new(kind: Kind) -> Option<Self> {
        Self::made(kind, false).await
    }

    /// The same with no other test's connections in it.
    pub(crate) async fn alone(kind: Kind) -> Option<Self> {
        Self::made(kind, true).await
    }

    async fn made(kind: Kind, whole: bool) -> Option<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let folder = tempfile::tempdir().unwrap();
        let name = format!("oa_http_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        if kind == Kind::Sqlite {
            return Some(Self { kind, folder, server: String::new(), name, whole });
        }
        let Ok(server) = std::env::var(kind.variable()) else {
            if std::env::var("OA_SKIP_DATABASES").is_ok_and(|skip| skip == "1") {
                skipped(&format!("no {kind:?} server, as OA_SKIP_DATABASES=1 says"));
                return None;
            }
            panic!(
                "{} is not set. `make unit` starts the server; by hand: `.ci/databases.sh start`, then \
                 `. target/databases/env`. OA_SKIP_DATABASES=1 does without these tests.",
                kind.variable()
            );
        };
        let database = Self { kind, folder, server, name, whole };
        database.on_server(format!("CREATE {} {}", database.what(), database.name)).await.unwrap();
        Some(database)
    }

    fn what(&self) -> &'static str {
        if self.kind == Kind::MySql || self.whole { "DATABASE" } else { "SCHEMA" }
    }

    /// `DATABASE_URL`
    pub(crate) fn url(&self) -> String {
        match self.kind {
            Kind::Sqlite => format!("sqlite://{}/oa-mini.db", self.folder.path().display()),
            Kind::MySql => format!("{}/{}", self.server, self.name),
            Kind::Postgres if self.whole => format!("{}/{}?options=-csearch_path%3Dpublic", self.server, self.name),
            Kind::Postgres => format!("{}/postgres?options=-csearch_path%3D{}", self.server, self.name),
        }
    }

    /// `host:port` of the server; not for SQLite.
    pub(crate) fn address(&self) -> &str {
        self.server.rsplit('@').next().unwrap()
    }

    /// A store beside the server's own: what the operator would see, and another node.
    pub(crate) async fn store(&self) -> Arc<dyn Store> {
        let url = self.url();
        match self.kind {
            Kind::Sqlite => Arc::new(store_sqlite::SqliteStore::open(&url).await.unwrap()),
            Kind::MySql => Arc::new(store_mysql::MySqlStore::open(&url).await.unwrap()),
            Kind::Postgres => Arc::new(store_postgres::PgStore::open(&url).await.unwrap()),
        }
    }

    /// Whether there is a file yet; a database on a server is there.
    pub(crate) fn exists(&self) -> bool {
        self.kind != Kind::Sqlite || self.folder.path().join("oa-mini.db").exists()
    }

    /// The database as a side of a copy.
    pub(crate) async fn side(&self) -> Box<dyn Side> {
        let url = self.url();
        match self.kind {
            Kind::Sqlite => Box::new(store_sqlite::Transfer::open(&url).await.unwrap()),
            Kind::MySql => Box::new(store_mysql::Transfer::open(&url).await.unwrap()),
            Kind::Postgres => Box::new(store_postgres::Transfer::open(&url).await.unwrap()),
        }
    }

    /// Every row of every table, by table and key.
    pub(crate) async fn everything(&self) -> Vec<Vec<Row>> {
        let (mut side, mut all) = (self.side().await, Vec::new());
        for table in &TABLES {
            all.push(side.page(table, i64::MIN, u32::MAX).await.unwrap());
        }
        side.close().await;
        all
    }

    /// Runs statements as they are, as somebody beside the program would. A file is made.
    pub(crate) async fn execute(&self, sql: &str) {
        let (url, sql) = (self.url(), sqlx::raw_sql(AssertSqlSafe(sql.to_owned())));
        match self.kind {
            Kind::Sqlite => {
                let mut connection = SqliteConnection::connect(&format!("{url}?mode=rwc")).await.unwrap();
                sql.execute(&mut connection).await.unwrap();
                connection.close().await.unwrap();
            }
            Kind::MySql => {
                let mut connection = MySqlConnection::connect(&url).await.unwrap();
                sql.execute(&mut connection).await.unwrap();
                connection.close().await.unwrap();
            }
            Kind::Postgres => {
                let mut connection = PgConnection::connect(&url).await.unwrap();
                sql.execute(&mut connection).await.unwrap();
                connection.close().await.unwrap();
            }
        }
    }

    async fn on_server(&self, sql: String) -> Result<(), sqlx::Error> {
        if self.kind == Kind::MySql {
            let mut connection = MySqlConnection::connect(&self.server).await?;
            connection.execute(AssertSqlSafe(sql)).await?;
            connection.close().await
        } else {
            let mut connection = PgConnection::connect(&format!("{}/postgres", self.server)).await?;
            connection.execute(AssertSqlSafe(sql)).await?;
            connection.close().await
        }
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let drop = match self.kind {
            Kind::Sqlite => return,
            Kind::MySql => format!("DROP DATABASE {}", self.name),
            Kind::Postgres if self.whole => format!("DROP DATABASE {} WITH (FORCE)", self.name),
            Kind::Postgres => format!("DROP SCHEMA {} CASCADE", self.name),
        };
        // In a runtime of its own: the test's cannot wait here.
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                // What is left goes with the server; a panic here would hide the test's own.
                let _ = runtime.block_on(self.on_server(drop));
            });
        });
    }
}

/// Says on the terminal that a test looked at nothing: past the harness, which keeps what a test prints.
pub(crate) fn skipped(why: &str) {
    let test = std::thread::current().name().unwrap_or_default().to_owned();
    drop(writeln!(std::io::stderr(), "skipped {test}: {why}"));
}
