//! Timeouts for a database server that does not answer any more: its host lost its power, or a firewall dropped the connection.
//! Such a connection is never closed, and TCP alone gives it up after a quarter of an hour.

use std::future::Future;
use std::io::{Error, ErrorKind};
use std::pin::pin;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use sqlx::{Connection, MySqlConnection};
use tokio::time::{Instant, timeout};

/// How long one unit of work may take, including the wait for a connection (at most 5 s) and for locks (3 s): it fails before
/// the request times out.
const WORK_TIMEOUT: Duration = Duration::from_secs(8);
/// How long a connection may take to answer a ping.
const PING_TIMEOUT: Duration = Duration::from_secs(2);
/// How long connections are pinged before reuse after a timeout.
const CHECK_PERIOD: Duration = Duration::from_secs(30);

/// The time of the last timeout, of all pools of the process: at worst it costs another pool a needless ping.
static LAST_TIMEOUT: Mutex<Option<Instant>> = Mutex::new(None);

/// The result of the work, or an error after [`WORK_TIMEOUT`].
pub(crate) async fn with_timeout<T, E: From<sqlx::Error>>(work: impl Future<Output = Result<T, E>>) -> Result<T, E> {
    // The work is dropped only after the time is stored: its connection goes back to the pool then, and is pinged.
    let mut work = pin!(timeout(WORK_TIMEOUT, work));
    match work.as_mut().await {
        Ok(outcome) => outcome,
        Err(_) => {
            *LAST_TIMEOUT.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
            Err(sqlx::Error::Io(Error::new(ErrorKind::TimedOut, "the database says nothing")).into())
        }
    }
}

/// Whether a connection that returns to the pool answers. The pool itself would wait forever and keep its permit.
///
/// # Errors
/// When it does not answer a ping; the pool then drops it and opens another.
pub(crate) async fn is_alive(connection: &mut MySqlConnection) -> Result<bool, sqlx::Error> {
    let last_timeout = *LAST_TIMEOUT.lock().unwrap_or_else(PoisonError::into_inner);
    if last_timeout.is_none_or(|since| since.elapsed() > CHECK_PERIOD) {
        return Ok(true);
    }
    match timeout(PING_TIMEOUT, connection.ping()).await {
        Ok(pong) => pong.map(|()| true),
        Err(_) => Err(sqlx::Error::Io(Error::new(ErrorKind::TimedOut, "the connection says nothing"))),
    }
}
