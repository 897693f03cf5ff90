//! How long an answer may take. Only the server's own work counts: a client that takes its time to send a body is 408, and
//! what it took is not taken from the work that follows. tower-http's `TimeoutLayer` counts from the request's head to the
//! response's, so it would make a slow client the server's fault; and an upload works twice, before its body and after.

use std::time::Duration;

use app::wire::{ApiError, Errno};
use tokio::time::{Instant, timeout};

/// The server's own work on one request, in all.
const LIMIT: Duration = Duration::from_secs(15);

/// What is left of it.
pub(super) struct Deadline {
    left: Duration,
}

impl Deadline {
    pub(super) const fn new() -> Self {
        Self { left: LIMIT }
    }

    /// Does a part of the work, unless the time ends before it.
    ///
    /// # Errors
    /// 502 when it does.
    pub(super) async fn work<T>(&mut self, work: impl Future<Output = T>) -> Result<T, ApiError> {
        let begun = Instant::now();
        let done = timeout(self.left, work).await;
        self.left = self.left.saturating_sub(begun.elapsed());
        done.map_err(|_| {
            tracing::warn!(limit_s = LIMIT.as_secs(), "out of time");
            Errno::Internal.into()
        })
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::sleep;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn the_parts_share_the_limit_and_what_is_between_them_is_free() {
        let mut deadline = Deadline::new();
        let seconds = Duration::from_secs;
        assert_eq!(deadline.work(async { sleep(seconds(10)).await }).await, Ok(()));
        sleep(seconds(60)).await;
        assert_eq!(deadline.work(async { sleep(seconds(4)).await }).await, Ok(()));
        assert_eq!(deadline.work(async { sleep(seconds(2)).await }).await, Err(Errno::Internal.into()));
    }
}
