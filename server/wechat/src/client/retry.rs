//! When a request may be sent again, and after which pause.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::time::Duration;

use tokio::time::Instant;

use super::Client;
use super::call::Call;
use super::shown::{Shown, received, sent};
use crate::hops::tell;
use crate::{Error, Unavailable};

/// The pauses before the second and the third attempt, without their jitter.
const PAUSES: [Duration; 2] = [Duration::from_millis(200), Duration::from_millis(600)];

/// With less than this left, another attempt would only make the caller wait.
const WORTH_AN_ATTEMPT: Duration = Duration::from_millis(250);

impl Client {
    /// Sends `call` up to three times, within its deadline, and again only when WeChat was busy (-1) or not reached.
    /// After an unknown outcome (a time-out, a cut) a code may be spent: that is for the client to end by a new one.
    ///
    /// # Errors
    /// Every variant of [`Error`].
    pub(super) async fn persist<T: Shown>(
        &self,
        mut call: Call<'_>,
        seed: &str,
        parse: fn(&[u8]) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut spent_by_us = false;
        loop {
            tell(|| sent(&call));
            let outcome = self.call(&call, parse).await;
            tell(|| received(&call, &outcome));
            let error = match outcome {
                // our own request before this one reached WeChat and may have spent the code
                Err(Error::CodeUsed) if spent_by_us => return Err(Error::InvalidCode),
                Err(error) if is_safe(&error) => error,
                outcome => return outcome,
            };
            let left = call.deadline.saturating_duration_since(Instant::now());
            let Some(pause) = pause(call.attempt, seed, left) else {
                return Err(error);
            };
            spent_by_us |= error.errcode().is_some();
            tokio::time::sleep(pause).await;
            call.attempt += 1;
        }
    }
}

/// Whether a failed request certainly had no effect, and may fare better in a moment: it was never sent, or WeChat said that
/// it was too busy. A certificate is no better in a moment.
fn is_safe(error: &Error) -> bool {
    use Unavailable::{Busy, Connect, ConnectTimeout, NoAddress, Refused};
    matches!(error, Error::Unavailable(Busy | Connect | ConnectTimeout | NoAddress | Refused))
}

/// How long to wait after attempt number `attempt` (from 0), or `None` when it was the last or `left` is too short.
///
/// The jitter comes from `seed` (the code, which differs between users), so that phones which failed together do not come
/// back together, and no generator is needed.
fn pause(attempt: usize, seed: &str, left: Duration) -> Option<Duration> {
    let base = *PAUSES.get(attempt)?;
    let mut hasher = DefaultHasher::new();
    (seed, attempt).hash(&mut hasher);
    let thousandths = u32::try_from(hasher.finish() % 1000).unwrap_or(0);
    let pause = base + base * thousandths / 1000;
    (left >= pause + WORTH_AN_ATTEMPT).then_some(pause)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_retries_with_growing_pauses_that_differ_between_users() {
        let long = Duration::from_secs(8);
        for seed in ["a", "b", "c"] {
            assert!((200..400).contains(&pause(0, seed, long).unwrap().as_millis()));
            assert!((600..1200).contains(&pause(1, seed, long).unwrap().as_millis()));
            assert_eq!(pause(2, seed, long), None);
        }
        assert_ne!(pause(0, "a", long), pause(0, "b", long));
    }

    #[test]
    fn none_when_the_budget_is_used_up() {
        assert_eq!(pause(0, "a", Duration::from_millis(300)), None);
        assert_eq!(pause(0, "a", Duration::ZERO), None);
    }
}
