//! The three databases, reached as the server reaches them: the same drivers, as many connections, the same durability. What
//! a baseline does with a database is here, so that it is the same for every one of them.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sqlx::mysql::MySqlPoolOptions;
use sqlx::postgres::PgPoolOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{AssertSqlSafe, Executor as _, MySqlPool, PgPool, Row as _, SqlitePool};

use crate::Failure;
use crate::load::Sample;
use crate::machine::{now, parent};

/// Connections of a node of ours.
const CONNECTIONS: u32 = 16;
/// On SQLite those that read; one more writes.
const READERS: u32 = 4;

/// The databases that the server knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Kind {
    Sqlite,
    Mariadb,
    Postgres,
}

impl Kind {
    pub(crate) const ALL: [Self; 3] = [Self::Sqlite, Self::Mariadb, Self::Postgres];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Mariadb => "MariaDB",
            Self::Postgres => "PostgreSQL",
        }
    }

    /// A new, empty database: a file in `folder`, or one on the servers of `.ci/databases.sh`. Its `DATABASE_URL`.
    pub(crate) async fn create(self, folder: &Path, name: &str) -> Result<String, Failure> {
        let server = |variable: &str| {
            std::env::var(variable).map_err(|_| format!("{variable} is not set; `make bench` starts the servers"))
        };
        match self {
            Self::Sqlite => {
                let file = folder.join(format!("{name}.db"));
                for side in ["", "-wal", "-shm"] {
                    drop(std::fs::remove_file(format!("{}{side}", file.display())));
                }
                Ok(format!("sqlite://{}", file.display()))
            }
            Self::Mariadb => {
                let server = server("TEST_MYSQL_URL")?;
                let pool = MySqlPoolOptions::new().max_connections(1).connect(&server).await?;
                // a million users fit into memory, as an operator would have it; Debian's own is 128 MiB
                pool.execute("SET GLOBAL innodb_buffer_pool_size = 1073741824").await?;
                pool.execute(AssertSqlSafe(format!("DROP DATABASE IF EXISTS {name}"))).await?;
                pool.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await?;
                Ok(format!("{server}/{name}"))
            }
            Self::Postgres => {
                let server = server("TEST_POSTGRES_URL")?;
                let pool = PgPoolOptions::new().max_connections(1).connect(&format!("{server}/postgres")).await?;
                pool.execute(AssertSqlSafe(format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))).await?;
                pool.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await?;
                Ok(format!("{server}/{name}"))
            }
        }
    }
}

/// Connections to a database.
#[derive(Clone)]
pub(crate) enum Pool {
    Sqlite { writer: SqlitePool, readers: SqlitePool },
    Mariadb(MySqlPool),
    Postgres(PgPool),
}

impl Pool {
    pub(crate) async fn open(url: &str) -> Result<Self, Failure> {
        if let Some(file) = url.strip_prefix("sqlite://") {
            let options = SqliteConnectOptions::new().filename(file);
            let (wal, full) = (SqliteJournalMode::Wal, SqliteSynchronous::Full);
            let writing =
                options.clone().create_if_missing(true).journal_mode(wal).synchronous(full).foreign_keys(true);
            let writer = SqlitePoolOptions::new().max_connections(1).connect_with(writing).await?;
            let readers =
                SqlitePoolOptions::new().max_connections(READERS).connect_with(options.read_only(true)).await?;
            Ok(Self::Sqlite { writer, readers })
        } else if url.starts_with("mysql://") {
            let pool = MySqlPoolOptions::new().max_connections(CONNECTIONS).test_before_acquire(false);
            Ok(Self::Mariadb(pool.connect(url).await?))
        } else {
            let pool = PgPoolOptions::new().max_connections(CONNECTIONS).test_before_acquire(false);
            Ok(Self::Postgres(pool.connect(url).await?))
        }
    }

    pub(crate) async fn close(&self) {
        match self {
            Self::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Self::Mariadb(pool) => pool.close().await,
            Self::Postgres(pool) => pool.close().await,
        }
    }

    /// Runs statements that return nothing.
    pub(crate) async fn run(&self, sql: &str) -> Result<(), Failure> {
        let sql = sqlx::raw_sql(AssertSqlSafe(sql));
        match self {
            Self::Sqlite { writer, .. } => sql.execute(writer).await.map(|_| ())?,
            Self::Mariadb(pool) => sql.execute(pool).await.map(|_| ())?,
            Self::Postgres(pool) => sql.execute(pool).await.map(|_| ())?,
        }
        Ok(())
    }

    /// The process of the database server, on this machine; none where the database is a file.
    pub(crate) async fn server_pid(&self) -> Result<Option<u32>, Failure> {
        match self {
            Self::Sqlite { .. } => Ok(None),
            Self::Mariadb(pool) => {
                let file: String = sqlx::query("SELECT @@pid_file").fetch_one(pool).await?.try_get(0)?;
                Ok(Some(std::fs::read_to_string(file)?.trim().parse()?))
            }
            Self::Postgres(pool) => {
                let backend: i32 = sqlx::query("SELECT pg_backend_pid()").fetch_one(pool).await?.try_get(0)?;
                Ok(Some(parent(backend.unsigned_abs())?))
            }
        }
    }

    /// One indexed query: whose session has this token.
    pub(crate) async fn read(&self, token_hash: &[u8]) -> Result<i64, sqlx::Error> {
        const SELECT: &str = "SELECT user_id FROM session WHERE token_hash = ?";
        match self {
            Self::Sqlite { readers, .. } => sqlx::query(SELECT).bind(token_hash).fetch_one(readers).await?.try_get(0),
            Self::Mariadb(pool) => sqlx::query(SELECT).bind(token_hash).fetch_one(pool).await?.try_get(0),
            Self::Postgres(pool) => {
                let sql = "SELECT user_id FROM session WHERE token_hash = $1";
                sqlx::query(sql).bind(token_hash).fetch_one(pool).await?.try_get(0)
            }
        }
    }

    /// The smallest transaction there is: one row, on disk before it is acknowledged.
    async fn commit(&self, value: i64) -> Result<(), sqlx::Error> {
        const INSERT: &str = "INSERT INTO bench_commit (value) VALUES (?)";
        match self {
            Self::Sqlite { writer, .. } => sqlx::query(INSERT).bind(value).execute(writer).await.map(|_| ()),
            Self::Mariadb(pool) => sqlx::query(INSERT).bind(value).execute(pool).await.map(|_| ()),
            Self::Postgres(pool) => {
                sqlx::query("INSERT INTO bench_commit (value) VALUES ($1)").bind(value).execute(pool).await.map(|_| ())
            }
        }
    }

    /// The table of [`Pool::commits`].
    pub(crate) async fn prepare_commits(&self) -> Result<(), Failure> {
        self.run(match self {
            Self::Sqlite { .. } => "CREATE TABLE bench_commit (id INTEGER PRIMARY KEY, value INTEGER)",
            Self::Mariadb(_) => "CREATE TABLE bench_commit (id BIGINT AUTO_INCREMENT PRIMARY KEY, value BIGINT)",
            Self::Postgres(_) => "CREATE TABLE bench_commit (id BIGSERIAL PRIMARY KEY, value BIGINT)",
        })
        .await
    }

    /// Commits a second, nothing between us and the database.
    pub(crate) async fn commits(&self, time: Duration) -> Result<Sample, Failure> {
        let tasks = if matches!(self, Self::Sqlite { .. }) { 1 } else { CONNECTIONS };
        self.rate(tasks, time, |pool, number| async move { pool.commit(number.cast_signed()).await }).await
    }

    /// Point reads a second.
    pub(crate) async fn reads(&self, hashes: Arc<[[u8; 32]]>, time: Duration) -> Result<Sample, Failure> {
        let tasks = if matches!(self, Self::Sqlite { .. }) { READERS } else { CONNECTIONS };
        self.rate(tasks, time, move |pool, number| {
            let at = usize::try_from(number).unwrap_or_default() % hashes.len();
            let hash = hashes.get(at).copied().unwrap_or_default();
            async move { pool.read(&hash).await.map(drop) }
        })
        .await
    }

    /// How often `tasks` at once do something in a second.
    async fn rate<F>(
        &self,
        tasks: u32,
        time: Duration,
        work: impl Fn(Self, u64) -> F + Clone + Send + 'static,
    ) -> Result<Sample, Failure>
    where
        F: Future<Output = Result<(), sqlx::Error>> + Send,
    {
        let (start, done) = (now(), Arc::new(AtomicU64::new(0)));
        let mut running = tokio::task::JoinSet::new();
        for _ in 0..tasks {
            let (pool, work, done) = (self.clone(), work.clone(), done.clone());
            running.spawn(async move {
                while now() < start + time {
                    work(pool.clone(), done.fetch_add(1, Ordering::Relaxed)).await?;
                }
                Ok::<_, sqlx::Error>(())
            });
        }
        while let Some(ended) = running.join_next().await {
            ended??;
        }
        #[expect(clippy::cast_precision_loss, reason = "a count of some seconds")]
        let rate = done.load(Ordering::Relaxed) as f64 / now().duration_since(start).as_secs_f64();
        Ok(Sample { rate, ..Sample::default() })
    }
}
