//! From a URL to a database that is ready: connections, migrations.

use std::str::FromStr;
use std::time::Duration;

use batch::{Logins, SessionReads};
use sqlx::mysql::{MySqlConnectOptions, MySqlPoolOptions};
use sqlx::{Connection, Executor, MySqlConnection, MySqlPool};
use tokio::time::timeout;

use crate::counts::ByTokenWithCounts;
use crate::known_logins::KnownLogins;
use crate::migrate::{self, MigrationError};
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

/// Prepared statements of a connection. A batch of logins has eight for each of its 16 lengths, the driver's default is 100.
const STATEMENTS: usize = 256;

/// READ COMMITTED: no gap locks, and each statement sees what was committed before it. The time-out for a row lock is the
/// server's 50 s otherwise. Strict, whatever the server's default: too long is an error, not a silent cut. MySQL 8 would say
/// for a day which id comes next in a table; MariaDB, which always looks, reads over such a comment.
const SETTINGS: [&str; 2] = [
    "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
    "SET SESSION innodb_lock_wait_timeout = 3 /*!80000 , SESSION information_schema_stats_expiry = 0 */ , \
     SESSION sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'",
];

/// One row on a node of Galera. On other servers the variable is OFF or does not exist.
const ON_GALERA: &str = "SHOW VARIABLES WHERE Variable_name = 'wsrep_on' AND Value = 'ON'";
/// On Galera a node acknowledges before the others have applied. So each statement waits, one round trip of the cluster, until
/// its node has what was acknowledged anywhere before: BEGIN and reads (1), UPDATE and DELETE (2), INSERT (4). A logout or a
/// disabled account holds on every node at once, whichever one a connection leads to.
const CAUSAL: &str = "SET SESSION wsrep_sync_wait = 7";

/// A database on a server. Cheap to share by reference; the connections close when it is dropped.
#[derive(Debug, Clone)]
pub struct MySqlStore {
    pub(crate) pool: MySqlPool,
    /// The logins of known users, many in a transaction.
    pub(crate) logins: Logins<KnownLogins>,
    /// The sessions of tokens, many in a statement.
    pub(crate) sessions: SessionReads<ByToken>,
    /// The same with counts.
    pub(crate) counted_sessions: SessionReads<ByTokenWithCounts>,
}

/// Why a database was not opened. One line each, for the operator; none holds the URL, which has the password in it.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another scheme, no database, or a parameter that the driver does not know.
    #[error("the database address is not `mysql://USER:PASSWORD@HOST/DATABASE`")]
    NotMySql,
    /// Not reached, refused the password, or has no such database.
    #[error("the MySQL database cannot be reached")]
    Connect(#[source] sqlx::Error),
    /// The schema cannot be brought up to date.
    #[error(transparent)]
    Migrate(#[from] MigrationError),
}

impl MySqlStore {
    /// Opens `mysql://USER:PASSWORD@HOST:PORT/DATABASE` (or `mariadb://`) and brings the schema up to date. TLS is used
    /// where the server offers it; `?ssl-mode=VERIFY_IDENTITY` insists on it and on the server's name, `ssl-ca` names the
    /// authority.
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn open(url: &str) -> Result<Self, OpenError> {
        // The mode is set below, whole.
        let options =
            options(url)?.pipes_as_concat(false).no_engine_substitution(false).statement_cache_capacity(STATEMENTS);
        let pool = MySqlPoolOptions::new()
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
                    for setting in SETTINGS {
                        connection.execute(setting).await?;
                    }
                    if is_galera(connection).await? {
                        connection.execute(CAUSAL).await?;
                    }
                    Ok(())
                })
            })
            .connect_with(options.clone())
            .await;
        let pool = match pool {
            Ok(pool) => pool,
            Err(error) => return Err(OpenError::Connect(reason(&options, error).await)),
        };
        migrate::run(&pool).await?;
        Ok(Self {
            logins: Logins::start(LOGIN_WORKERS, &pool, KnownLogins),
            sessions: SessionReads::start(READ_WORKERS, &pool, ByToken::new()),
            counted_sessions: SessionReads::start(READ_WORKERS, &pool, ByTokenWithCounts::new()),
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

/// Whether the server replicates as a node of Galera.
pub(crate) async fn is_galera(connection: &mut MySqlConnection) -> Result<bool, sqlx::Error> {
    Ok(connection.fetch_optional(ON_GALERA).await?.is_some())
}

/// The options of a `mysql://` or `mariadb://` URL.
pub(crate) fn options(url: &str) -> Result<MySqlConnectOptions, OpenError> {
    let rest = url.strip_prefix("mysql://").or_else(|| url.strip_prefix("mariadb://"));
    let rest = rest.ok_or(OpenError::NotMySql)?;
    let options = MySqlConnectOptions::from_str(&format!("mysql://{rest}")).map_err(|_| OpenError::NotMySql)?;
    if options.get_database().is_none_or(str::is_empty) { Err(OpenError::NotMySql) } else { Ok(options) }
}

/// The pool retries until its timeout, because the server may be starting too, and then reports only the timeout: one more
/// attempt finds the cause.
async fn reason(options: &MySqlConnectOptions, error: sqlx::Error) -> sqlx::Error {
    match error {
        sqlx::Error::PoolTimedOut => connect(options).await.err().unwrap_or(error),
        error => error,
    }
}

/// TCP alone would try for minutes where no host answers.
pub(crate) async fn connect(options: &MySqlConnectOptions) -> Result<MySqlConnection, sqlx::Error> {
    let connected = timeout(ACQUIRE_TIMEOUT, MySqlConnection::connect_with(options)).await;
    connected.unwrap_or_else(|_| Err(sqlx::Error::Io(std::io::ErrorKind::TimedOut.into())))
}
