//! When a request may be sent again, and after which delay.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::time::Duration;

use tokio::time::Instant;

use super::Client;
use super::call::Call;
use super::flow_events::MaskedSummary;
use crate::{Error, Unavailable};

/// The delays before the second and the third attempt, without jitter.
const BACKOFF: [Duration; 2] = [Duration::from_millis(200), Duration::from_millis(600)];

/// With less time than this left, another attempt would only make the caller wait.
const MIN_REMAINING: Duration = Duration::from_millis(250);

impl Client {
    /// Sends `call` up to three times within its deadline; it is repeated only when WeChat was busy (-1) or not reached.
    /// After an unknown outcome (a time-out, a broken connection) a code may be used up, and the client must get a new one.
    ///
    /// # Errors
    /// Every variant of [`Error`].
    pub(super) async fn call_with_retry<T: MaskedSummary>(
        &self,
        mut call: Call<'_>,
        seed: &str,
        parse: fn(&[u8]) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut used_by_retry = false;
        loop {
            let error = match self.call(&call, parse).await {
                // an earlier attempt of this call reached WeChat and may have used the code
                Err(Error::CodeUsed) if used_by_retry => return Err(Error::InvalidCode),
                Err(error) if is_retryable(&error) => error,
                outcome => return outcome,
            };
            let remaining = call.deadline.saturating_duration_since(Instant::now());
            let Some(delay) = backoff(call.attempt, seed, remaining) else {
                return Err(error);
            };
            used_by_retry |= error.errcode().is_some();
            tokio::time::sleep(delay).await;
            call.attempt += 1;
        }
    }
}

/// Whether a failed request certainly had no effect and the failure is transient: it was never sent, or WeChat was busy.
/// A certificate error is not transient.
fn is_retryable(error: &Error) -> bool {
    use Unavailable::{Busy, Connect, ConnectTimeout, NoAddress, Refused};
    matches!(error, Error::Unavailable(Busy | Connect | ConnectTimeout | NoAddress | Refused))
}

/// The delay after attempt number `attempt` (from 0), or `None` when it was the last or `remaining` is too short.
///
/// The jitter is derived from `seed` (the code, which differs between users), so that clients which failed together do not
/// retry together, and no random generator is needed.
fn backoff(attempt: usize, seed: &str, remaining: Duration) -> Option<Duration> {
    let base = *BACKOFF.get(attempt)?;
    let mut hasher = DefaultHasher::new();
    (seed, attempt).hash(&mut hasher);
    let thousandths = u32::try_from(hasher.finish() % 1000).unwrap_or(0);
    let delay = base + base * thousandths / 1000;
    (remaining >= delay + MIN_REMAINING).then_some(delay)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_retries_with_growing_delays_that_differ_between_users() {
        let long = Duration::from_secs(8);
        for seed in ["a", "b", "c"] {
            assert!((200..400).contains(&backoff(0, seed, long).unwrap().as_millis()));
            assert!((600..1200).contains(&backoff(1, seed, long).unwrap().as_millis()));
            assert_eq!(backoff(2, seed, long), None);
        }
        assert_ne!(backoff(0, "a", long), backoff(0, "b", long));
    }

    #[test]
    fn none_when_the_budget_is_used_up() {
        assert_eq!(backoff(0, "a", Duration::from_millis(300)), None);
        assert_eq!(backoff(0, "a", Duration::ZERO), None);
    }
}
