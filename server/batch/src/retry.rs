//! Work that is tried again: a batch's error reaches several calls, and each of them tries for itself.

use std::borrow::Borrow;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use sqlx::Error;
use tokio::time::{Instant, sleep};

/// Before the second try; doubled before each further one.
const FIRST_PAUSE: Duration = Duration::from_millis(5);
/// No pause is longer, so that what meets often is tried often.
const LONGEST_PAUSE: Duration = Duration::from_millis(200);

/// The error of a unit of work: the driver's, or in an `Arc` that of a batch, which several calls share.
pub trait WorkError: Borrow<Error> + From<Error> + std::error::Error + Send + Sync + 'static {}

impl WorkError for Error {}
impl WorkError for Arc<Error> {}

/// Runs `attempt`, and again as long as `is_retryable` says so of its error. No try begins later than `deadline` after the
/// first.
///
/// # Errors
/// That of the last try.
pub async fn retry_while<T, E, F>(
    deadline: Duration,
    is_retryable: impl Fn(&Error) -> bool + Send + Sync,
    attempt: impl Fn() -> F + Send + Sync,
) -> Result<T, E>
where
    T: Send,
    E: WorkError,
    F: Future<Output = Result<T, E>> + Send,
{
    let (started, mut pause) = (Instant::now(), FIRST_PAUSE);
    loop {
        match attempt().await {
            Err(error) if started.elapsed() < deadline && is_retryable(error.borrow()) => {
                sleep(pause).await;
                pause = pause.saturating_mul(2).min(LONGEST_PAUSE);
            }
            outcome => return outcome,
        }
    }
}
