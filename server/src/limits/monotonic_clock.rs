//! The server's clock for governor, which needs a monotonic one. A wall clock can be set back, and a client at its
//! limit would then wait until the clock catches up.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use identity::Clock;

/// The maximum step, in ms. No quota spans more than an hour, and governor's nanoseconds must not overflow.
const MAX_STEP_MS: u64 = 86_400_000;

/// The time since the start, as the sum of the forward steps of the server's clock.
pub(super) struct MonotonicClock {
    clock: Clock,
    seen: Mutex<Seen>,
}

struct Seen {
    wall_ms: i64,
    passed: Duration,
}

impl MonotonicClock {
    pub(super) fn new(clock: &Clock) -> Self {
        Self { seen: Mutex::new(Seen { wall_ms: clock(), passed: Duration::ZERO }), clock: clock.clone() }
    }
}

impl governor::clock::Clock for MonotonicClock {
    type Instant = Duration;

    fn now(&self) -> Duration {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let wall_ms = (self.clock)();
        let step_ms = u64::try_from(wall_ms.saturating_sub(seen.wall_ms)).unwrap_or_default();
        seen.passed += Duration::from_millis(step_ms.min(MAX_STEP_MS));
        seen.wall_ms = wall_ms;
        seen.passed
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    };

    use governor::clock::Clock as _;

    use super::{MAX_STEP_MS, MonotonicClock};

    #[test]
    fn a_step_back_is_ignored() {
        let wall = Arc::new(AtomicI64::new(1_000_000));
        let hands = wall.clone();
        let clock = MonotonicClock::new(&(Arc::new(move || hands.load(Ordering::Relaxed)) as identity::Clock));
        let mut passed_ms = 0;
        for (set_to, step_ms) in [(1_000_500, 500), (400_000, 0), (400_001, 1), (i64::MAX, MAX_STEP_MS), (i64::MIN, 0)]
        {
            wall.store(set_to, Ordering::Relaxed);
            passed_ms += u128::from(step_ms);
            assert_eq!(clock.now().as_millis(), passed_ms, "{set_to}");
        }
    }
}
