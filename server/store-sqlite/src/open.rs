//! From a URL to a database that is ready: folder, file, connections, migrations.

use std::fs::{DirBuilder, OpenOptions};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use batch::SessionReads;
use sqlx::migrate::MigrateError;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection, SqlitePool};
use tokio::time::{Instant, sleep};

use crate::counts::ByTokenWithCounts;
use crate::error::{is_busy, primary_code, retry_while_busy};
use crate::group_commit::GroupCommit;
use crate::pending::MIGRATIONS;
use crate::session::ByToken;

/// How long SQLite waits for another process's lock.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// Between two tries where SQLite does not wait by itself.
const PAUSE: Duration = Duration::from_millis(10);
/// How long a call waits for a connection, so that a full queue is an error before the request's own time-out.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(8);
/// Connections that read whatever is not the session of a token.
const READERS: u32 = 4;
/// How many statements of each kind of guarded read run at once at most: only long ones do.
const READ_WORKERS: u32 = 2;
/// SQLITE_NOTADB and SQLITE_CORRUPT.
pub(crate) const NOT_A_DATABASE: [i32; 2] = [26, 11];

/// A database in one file. Cheap to share by reference; the connections close when it is dropped.
#[derive(Debug, Clone)]
pub struct SqliteStore {
    /// One connection: writes queue here.
    pub(crate) writer: SqlitePool,
    /// Read-only connections.
    pub(crate) readers: SqlitePool,
    /// The sessions of tokens, many in a statement.
    pub(crate) sessions: SessionReads<ByToken>,
    /// The same with counts.
    pub(crate) counted_sessions: SessionReads<ByTokenWithCounts>,
    /// What users do writes here, several in a commit.
    pub(crate) group_commit: GroupCommit,
}

/// Why a database was not opened. One line each, for the operator.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another scheme, no path, or parameters.
    #[error("the database address is not `sqlite://PATH`")]
    NotSqlite,
    /// The folder of the file cannot be made.
    #[error("the database's folder `{}` cannot be made", .0.display())]
    Folder(PathBuf, #[source] std::io::Error),
    /// The file cannot be made or written.
    #[error("the database file `{}` cannot be written", .0.display())]
    File(PathBuf, #[source] std::io::Error),
    /// There is a file, but it is something else, or damaged.
    #[error("`{}` is not an SQLite database, or a damaged one", .0.display())]
    NotADatabase(PathBuf),
    /// The schema cannot be brought up to date; a newer version of this program may have written it.
    #[error("the database `{}` cannot be migrated; was it written by a newer version?", .0.display())]
    Migrate(PathBuf, #[source] MigrateError),
    /// Any other error of SQLite.
    #[error("the database `{}` cannot be opened", .0.display())]
    Open(PathBuf, #[source] sqlx::Error),
}

impl SqliteStore {
    /// Opens `sqlite://PATH` (a relative path without a leading slash after the two), makes the folder and the file where
    /// they are missing, and brings the schema up to date.
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn open(url: &str) -> Result<Self, OpenError> {
        let options = options(url)?;
        let path = options.get_filename().to_path_buf();
        make_file(&path)?;
        let writing = options
            .clone()
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true);
        let writer = connect(writing).await.map_err(|error| open_error(&path, error))?;
        migrate(&writer).await.map_err(|error| migration_error(&path, error))?;
        let readers = pool(READERS + 2 * READ_WORKERS)
            .connect_with(options.read_only(true))
            .await
            .map_err(|error| open_error(&path, error))?;
        Ok(Self {
            sessions: SessionReads::start(READ_WORKERS as usize, &readers, ByToken::new()),
            counted_sessions: SessionReads::start(READ_WORKERS as usize, &readers, ByTokenWithCounts::new()),
            group_commit: GroupCommit::new(writer.clone()),
            writer,
            readers,
        })
    }

    /// The file of `sqlite://PATH`. Nothing is opened and nothing made.
    ///
    /// # Errors
    /// [`OpenError::NotSqlite`].
    pub fn file(url: &str) -> Result<PathBuf, OpenError> {
        Ok(options(url)?.get_filename().to_path_buf())
    }

    /// Closes the connections after what runs on them; the write-ahead log goes into the file.
    pub async fn close(&self) {
        self.sessions.close();
        self.counted_sessions.close();
        self.readers.close().await;
        self.writer.close().await;
    }
}

/// The options of a `sqlite://PATH` URL.
pub(crate) fn options(url: &str) -> Result<SqliteConnectOptions, OpenError> {
    let rest = url.strip_prefix("sqlite://").ok_or(OpenError::NotSqlite)?;
    if rest.is_empty() || rest.contains('?') || rest.contains(":memory:") {
        return Err(OpenError::NotSqlite);
    }
    Ok(SqliteConnectOptions::from_str(url).map_err(|_| OpenError::NotSqlite)?.busy_timeout(BUSY_TIMEOUT))
}

/// Connections stay: opening one costs more than keeping it. But for one that the driver believes in a transaction still:
/// on a full disk SQLite rolls back by itself, the driver's own rollback then fails, and nothing could begin there again.
fn pool(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .idle_timeout(None)
        .max_lifetime(None)
        .before_acquire(|connection, _| {
            let idle = !connection.is_in_transaction();
            Box::pin(std::future::ready(Ok(idle)))
        })
}

/// Makes the folder and the file for the owner alone: phone numbers are in it. SQLite gives its side files the same mode.
fn make_file(path: &Path) -> Result<(), OpenError> {
    let mut folder = DirBuilder::new();
    folder.recursive(true);
    let mut file = OpenOptions::new();
    file.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
        folder.mode(0o700);
        file.mode(0o600);
    }
    if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        folder.create(parent).map_err(|error| OpenError::Folder(parent.to_path_buf(), error))?;
    }
    file.open(path).map_err(|error| OpenError::File(path.to_path_buf(), error))?;
    Ok(())
}

/// The connection that writes. Of two processes that turn a new file to its write-ahead log at the same time, SQLite refuses
/// one at once, whatever the `busy_timeout`.
async fn connect(writing: SqliteConnectOptions) -> Result<SqlitePool, sqlx::Error> {
    let started = Instant::now();
    loop {
        match pool(1).connect_with(writing.clone()).await {
            Err(error) if is_busy(&error) && started.elapsed() < BUSY_TIMEOUT => sleep(PAUSE).await,
            outcome => return outcome,
        }
    }
}

/// When there is nothing to do, this only reads, and does not wait for a writer. Where it fails, another process may have
/// migrated between the read and the write, as sqlx's own lock does nothing on SQLite: then it starts again from the read
/// under the lock.
async fn migrate(writer: &SqlitePool) -> Result<(), MigrateError> {
    let migrations = MIGRATIONS;
    match migrations.run(writer).await {
        Err(MigrateError::Execute(_) | MigrateError::ExecuteMigration(..)) => {
            let mut tx = retry_while_busy(|| writer.begin_with("BEGIN IMMEDIATE")).await?;
            // what the migrations begin in here are savepoints
            migrations.run_direct(None, &mut *tx, false).await?;
            Ok(tx.commit().await?)
        }
        outcome => outcome,
    }
}

pub(crate) fn open_error(path: &Path, error: sqlx::Error) -> OpenError {
    if primary_code(&error).is_some_and(|code| NOT_A_DATABASE.contains(&code)) {
        OpenError::NotADatabase(path.to_path_buf())
    } else {
        OpenError::Open(path.to_path_buf(), error)
    }
}

fn migration_error(path: &Path, error: MigrateError) -> OpenError {
    match error {
        MigrateError::Execute(error) => open_error(path, error),
        error => OpenError::Migrate(path.to_path_buf(), error),
    }
}
