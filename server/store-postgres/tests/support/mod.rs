//! A schema of its own for each test, on the server that `.ci/databases.sh` starts. (PostgreSQL takes half a second to
//! make a database and drop it.)

#![allow(
    dead_code,
    clippy::allow_attributes,
    clippy::panic,
    clippy::unwrap_used,
    reason = "not every test needs all of it; in the tests inside the crate the last two are allowed anyway"
)]

use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use store_postgres::PgStore;

/// Dropped with all that is in it.
pub(crate) struct Database {
    server: String,
    name: String,
}

impl Database {
    /// A new one, empty; `None` where `OA_SKIP_DATABASES=1` says that there is no server.
    pub(crate) async fn new() -> Option<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let Ok(server) = std::env::var("TEST_POSTGRES_URL") else {
            if std::env::var("OA_SKIP_DATABASES").is_ok_and(|skip| skip == "1") {
                return None;
            }
            panic!(
                "TEST_POSTGRES_URL is not set. `make unit` starts the server; by hand: `.ci/databases.sh start`, then \
                 `. target/databases/env`. OA_SKIP_DATABASES=1 does without these tests."
            );
        };
        let name = format!("oa_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let database = Self { server, name };
        database.on_server(format!("CREATE SCHEMA {}", database.name)).await.unwrap();
        Some(database)
    }

    pub(crate) fn url(&self) -> String {
        format!("{}/postgres?options=-csearch_path%3D{}", self.server, self.name)
    }

    pub(crate) async fn store(&self) -> PgStore {
        PgStore::open(&self.url()).await.unwrap()
    }

    /// A connection that knows nothing of the store's settings.
    pub(crate) async fn connection(&self) -> PgConnection {
        PgConnection::connect(&self.url()).await.unwrap()
    }

    async fn on_server(&self, sql: String) -> Result<(), sqlx::Error> {
        let mut connection = PgConnection::connect(&format!("{}/postgres", self.server)).await?;
        connection.execute(AssertSqlSafe(sql)).await?;
        connection.close().await
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let drop = format!("DROP SCHEMA {} CASCADE", self.name);
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
