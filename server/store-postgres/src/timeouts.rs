//! A server that says nothing any more: its host lost its power, or a firewall forgot the connection. Nobody closes such a
//! connection, and TCP alone gives it up after a quarter of an hour.

use std::future::Future;
use std::io::{Error, ErrorKind};
use std::pin::pin;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use sqlx::{Connection, PgConnection};
use tokio::time::{Instant, timeout};

/// How long one piece of work may take, the wait for a connection (5 s at the most) and for locks (3 s) included: an error
/// before the request's own time-out.
const WORK_TIMEOUT: Duration = Duration::from_secs(8);
/// How long a connection may take to say that it is_alive.
const PING_TIMEOUT: Duration = Duration::from_secs(2);
/// How long connections are asked for one, after work that was given up.
const CHECK_PERIOD: Duration = Duration::from_secs(30);

/// Since when there is doubt. For all pools of the process: the worst that it does to another is a needless ping.
static LAST_TIMEOUT: Mutex<Option<Instant>> = Mutex::new(None);

/// The outcome of the work, or an error where there is none in time.
pub(crate) async fn with_timeout<T>(work: impl Future<Output = Result<T, sqlx::Error>>) -> Result<T, sqlx::Error> {
    // It is dropped only when there is doubt: the connection goes back to the pool then, and is asked.
    let mut work = pin!(timeout(WORK_TIMEOUT, work));
    match work.as_mut().await {
        Ok(outcome) => outcome,
        Err(_) => {
            *LAST_TIMEOUT.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
            Err(sqlx::Error::Io(Error::new(ErrorKind::TimedOut, "the database says nothing")))
        }
    }
}

/// For the pool, of a connection that comes back: the pool itself would wait for its answer for ever, and keep its place.
///
/// # Errors
/// When it is in doubt and does not answer; the pool then drops it and makes another.
pub(crate) async fn is_alive(connection: &mut PgConnection) -> Result<bool, sqlx::Error> {
    let last_timeout = *LAST_TIMEOUT.lock().unwrap_or_else(PoisonError::into_inner);
    if last_timeout.is_none_or(|since| since.elapsed() > CHECK_PERIOD) {
        return Ok(true);
    }
    match timeout(PING_TIMEOUT, connection.ping()).await {
        Ok(answer) => answer.map(|()| true),
        Err(_) => Err(sqlx::Error::Io(Error::new(ErrorKind::TimedOut, "the connection says nothing"))),
    }
}
