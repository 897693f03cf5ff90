//! From a URL to a database that is ready: connections, migrations.

use std::str::FromStr;
use std::time::Duration;

use batch::{Logins, SessionReads};
use sqlx::migrate::MigrateError;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{Connection, Executor, PgConnection, PgPool};
use tokio::time::timeout;

use crate::counts::ByTokenWithCounts;
use crate::known_logins::KnownLogins;
use crate::pending::MIGRATIONS;
use crate::session::ByToken;
use crate::timeouts::is_alive;

/// Connections of one node. Logins wait for the disk, so a few more than there are cores.
const CONNECTIONS: u32 = 16;
/// How many statements of each kind of guarded read run at once at most: only long ones do.
const READ_WORKERS: usize = 3;
/// The same of logins.
const LOGIN_WORKERS: usize = 3;
/// How long a call waits for a connection, and how long for a database that does not answer, so that the answer is an
/// error before the request's own time-out.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);
/// A connection that was idle for longer is pinged before reuse: the database may have been restarted meanwhile. A
/// busy one is not, so that a guarded call stays one round trip.
const TRUSTED_FOR: Duration = Duration::from_secs(1);

/// Whatever the server's defaults: nothing waits longer than a request does, and locks do the rest. A page is as near as
/// the one before it: the default is of disks that turn, and makes a small table be read whole where an index is at hand.
const SETTINGS: &str = "SET default_transaction_isolation = 'read committed'; SET lock_timeout = '3s'; \
    SET statement_timeout = '10s'; SET idle_in_transaction_session_timeout = '30s'; \
    SET random_page_cost = 1.1";

/// A database on a server. Cheap to share by reference; the connections close when it is dropped.
#[derive(Debug, Clone)]
pub struct PgStore {
    pub(crate) pool: PgPool,
    /// The logins of known users, many in a statement.
    pub(crate) logins: Logins<KnownLogins>,
    /// The sessions of tokens, many in a statement.
    pub(crate) sessions: SessionReads<ByToken>,
    /// The same with counts.
    pub(crate) counted_sessions: SessionReads<ByTokenWithCounts>,
}

/// Why a database was not opened. One line each, for the operator; none holds the URL, which has the password in it.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another scheme, or a parameter that the driver does not know.
    #[error("the database address is not `postgres://USER:PASSWORD@HOST/DATABASE`")]
    NotPostgres,
    /// Not reached, refused the password, or has no such database.
    #[error("the PostgreSQL database cannot be reached")]
    Connect(#[source] sqlx::Error),
    /// The schema cannot be brought up to date; a newer version of this program may have written it.
    #[error("the PostgreSQL database cannot be migrated; was it written by a newer version?")]
    Migrate(#[from] MigrateError),
}

impl PgStore {
    /// Opens `postgres://USER:PASSWORD@HOST:PORT/DATABASE` (or `postgresql://`) and brings the schema up to date. TLS is
    /// used where the server offers it; `?sslmode=verify-full` insists on it and on the server's name, `sslrootcert` names
    /// the authority.
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn open(url: &str) -> Result<Self, OpenError> {
        let options = options(url)?;
        let pool = PgPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .test_before_acquire(false)
            .before_acquire(|connection, meta| {
                Box::pin(async move {
                    if meta.idle_for > TRUSTED_FOR {
                        connection.ping().await?;
                    }
                    Ok(true)
                })
            })
            .after_release(|connection, _| Box::pin(is_alive(connection)))
            .after_connect(|connection, _| {
                Box::pin(async move {
                    connection.execute(SETTINGS).await?;
                    Ok(())
                })
            })
            .connect_with(options.clone())
            .await;
        let pool = match pool {
            Ok(pool) => pool,
            Err(error) => return Err(OpenError::Connect(reason(&options, error).await)),
        };
        migrate(&options).await?;
        Ok(Self {
            logins: Logins::start(LOGIN_WORKERS, &pool, KnownLogins),
            sessions: SessionReads::start(READ_WORKERS, &pool, ByToken),
            counted_sessions: SessionReads::start(READ_WORKERS, &pool, ByTokenWithCounts),
            pool,
        })
    }

    /// Closes the connections after what runs on them.
    pub async fn close(&self) {
        self.logins.close();
        self.sessions.close();
        self.counted_sessions.close();
        self.pool.close().await;
    }
}

/// The options of a `postgres://` or `postgresql://` URL.
pub(crate) fn options(url: &str) -> Result<PgConnectOptions, OpenError> {
    if !(url.starts_with("postgres://") || url.starts_with("postgresql://")) {
        return Err(OpenError::NotPostgres);
    }
    PgConnectOptions::from_str(url).map_err(|_| OpenError::NotPostgres)
}

/// On a connection of its own, without time-outs: a migration may take long, and another node waits for it here, at the
/// advisory lock that sqlx takes.
async fn migrate(options: &PgConnectOptions) -> Result<(), OpenError> {
    let mut connection = connect(options).await.map_err(OpenError::Connect)?;
    // `run` is this with an `Acquire` in between, which would make our future one that no task can carry.
    MIGRATIONS.run_direct(None, &mut connection, false).await?;
    connection.close().await.map_err(OpenError::Connect)
}

/// The pool retries until its timeout, because the server may be starting too, and then reports only the timeout: one more
/// attempt finds the cause.
async fn reason(options: &PgConnectOptions, error: sqlx::Error) -> sqlx::Error {
    match error {
        sqlx::Error::PoolTimedOut => connect(options).await.err().unwrap_or(error),
        error => error,
    }
}

/// TCP alone would try for minutes where no host answers.
pub(crate) async fn connect(options: &PgConnectOptions) -> Result<PgConnection, sqlx::Error> {
    let connected = timeout(ACQUIRE_TIMEOUT, PgConnection::connect_with(options)).await;
    connected.unwrap_or_else(|_| Err(sqlx::Error::Io(std::io::ErrorKind::TimedOut.into())))
}
