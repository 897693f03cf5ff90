//! When a request may be sent again, and after which pause.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::time::Duration;

use crate::{Error, Unavailable};

/// The pauses before the second and the third attempt, without their jitter.
const PAUSES: [Duration; 2] = [Duration::from_millis(200), Duration::from_millis(600)];

/// With less than this left, another attempt would only make the caller wait.
const WORTH_AN_ATTEMPT: Duration = Duration::from_millis(250);

/// Whether a failed request certainly had no effect: it was never sent, or WeChat said that it was too busy.
pub(super) fn is_safe(error: &Error) -> bool {
    matches!(error, Error::Unavailable(Unavailable::Connect | Unavailable::Busy))
}

/// How long to wait after attempt number `attempt` (from 0), or `None` when it was the last or `left` is too short.
///
/// The jitter comes from `seed` (the code, which differs between users), so that phones which failed together do not come
/// back together, and no generator is needed.
pub(super) fn pause(attempt: usize, seed: &str, left: Duration) -> Option<Duration> {
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
