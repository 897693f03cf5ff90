//! A rate limiter per key.

use std::{
    hash::Hash,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use governor::{Quota, RateLimiter, clock::Clock as _, middleware::NoOpMiddleware};
use identity::Clock;

use super::{bounded_store::BoundedStore, capacity::Capacity, monotonic_clock::MonotonicClock};

/// The maximum number of keys of a limiter: about 5 MB for the largest ones.
pub(super) const MAX_KEYS: usize = 65_536;

/// Limits the rate of each key.
pub(super) struct Limiter<K: Hash + Eq + Clone> {
    capacity: Capacity,
    refused: AtomicU64,
    gcra: RateLimiter<K, BoundedStore<K>, MonotonicClock, NoOpMiddleware<Duration>>,
}

/// Statistics of a limiter, for the metrics.
pub(crate) struct LimitStats {
    /// The name in the log.
    pub(crate) name: &'static str,
    /// The number of rejected calls.
    pub(crate) refused: u64,
    /// The number of keys.
    pub(crate) keys: usize,
}

impl<K: Hash + Eq + Clone> Limiter<K> {
    pub(super) fn new(name: &'static str, quota: Quota, clock: &Clock) -> Self {
        Self::bounded(name, quota, clock, MAX_KEYS)
    }

    fn bounded(name: &'static str, quota: Quota, clock: &Clock, max: usize) -> Self {
        let gcra = RateLimiter::new(quota, BoundedStore::new(max), MonotonicClock::new(clock));
        Self { capacity: Capacity::new(name, max), refused: AtomicU64::new(0), gcra }
    }

    /// Counts a call of `key`.
    ///
    /// # Errors
    /// The time until it would be allowed, in ms.
    pub(super) fn check(&self, key: &K) -> Result<(), u64> {
        if self.gcra.len() >= self.capacity.limit {
            self.capacity.make_room(self.gcra.clock().now(), |is_tidy_due| {
                if is_tidy_due {
                    self.gcra.retain_recent();
                }
                self.gcra.len()
            });
        }
        self.gcra.check_key(key).map_err(|until| {
            self.refused.fetch_add(1, Ordering::Relaxed);
            let wait = until.wait_time_from(self.gcra.clock().now());
            u64::try_from(wait.as_nanos().div_ceil(1_000_000)).unwrap_or(u64::MAX)
        })
    }

    pub(super) fn stats(&self) -> LimitStats {
        LimitStats { name: self.capacity.name, refused: self.refused.load(Ordering::Relaxed), keys: self.gcra.len() }
    }

    /// Removes expired keys and frees their memory.
    pub(super) fn tidy(&self) {
        self.gcra.retain_recent();
        self.gcra.shrink_to_fit();
    }
}

#[cfg(test)]
mod tests {
    use std::{
        num::NonZeroU32,
        sync::{
            Arc,
            atomic::{AtomicI64, Ordering},
        },
    };

    use governor::Quota;
    use proptest::prelude::*;

    use super::Limiter;

    fn limiter(per_minute: u32, max: usize) -> (Limiter<u32>, Arc<AtomicI64>) {
        let now_ms = Arc::new(AtomicI64::new(1_795_485_600_000));
        let hands = now_ms.clone();
        let clock = Arc::new(move || hands.load(Ordering::Relaxed)) as identity::Clock;
        (Limiter::bounded("test", Quota::per_minute(NonZeroU32::new(per_minute).unwrap()), &clock, max), now_ms)
    }

    #[test]
    fn a_call_is_allowed_after_its_interval() {
        let (limiter, now_ms) = limiter(3, 8);
        let three = [(); 3].map(|()| limiter.check(&1));
        assert_eq!(three, [Ok(()); 3]);
        assert_eq!((limiter.check(&1), limiter.check(&2)), (Err(20_000), Ok(())));
        now_ms.fetch_add(19_999, Ordering::Relaxed);
        assert_eq!(limiter.check(&1), Err(1));
        now_ms.fetch_add(1, Ordering::Relaxed);
        assert_eq!((limiter.check(&1), limiter.check(&1)), (Ok(()), Err(20_000)));
    }

    #[test]
    fn a_full_table_keeps_its_keys_and_does_not_count_others() {
        let (limiter, now_ms) = limiter(1, 2);
        assert_eq!((limiter.check(&1), limiter.check(&2)), (Ok(()), Ok(())));
        for _ in 0..3 {
            assert_eq!((limiter.check(&3), limiter.check(&1)), (Ok(()), Err(60_000)));
        }
        // a minute later both keys have expired, so there is room
        now_ms.fetch_add(120_001, Ordering::Relaxed);
        assert_eq!((limiter.check(&3), limiter.check(&3)), (Ok(()), Err(60_000)));
    }

    #[test]
    fn tidy_removes_expired_keys() {
        let (limiter, now_ms) = limiter(10, 8);
        assert_eq!((limiter.check(&1), limiter.check(&2)), (Ok(()), Ok(())));
        limiter.tidy();
        assert_eq!(limiter.gcra.len(), 2);
        now_ms.fetch_add(60_000, Ordering::Relaxed);
        limiter.tidy();
        assert!(limiter.gcra.is_empty());
    }

    proptest! {
        #[test]
        fn the_keys_are_bounded(calls in prop::collection::vec((any::<u32>(), 0..2_000_i64), 1..400)) {
            let (limiter, now_ms) = limiter(5, 16);
            for (key, pause_ms) in calls {
                now_ms.fetch_add(pause_ms, Ordering::Relaxed);
                let _ = limiter.check(&key);
                prop_assert!(limiter.gcra.len() <= 16);
            }
        }

        #[test]
        fn no_key_exceeds_its_quota(calls in prop::collection::vec((0..4_u32, 0..4_000_i64), 1..400)) {
            let (limiter, now_ms) = limiter(5, 16);
            let (begun_ms, mut passed) = (now_ms.load(Ordering::Relaxed), [0; 4]);
            for (key, pause_ms) in calls {
                let now_ms = now_ms.fetch_add(pause_ms, Ordering::Relaxed) + pause_ms;
                match limiter.check(&key) {
                    Ok(()) => passed[key as usize] += 1,
                    Err(wait_ms) => prop_assert!((1..=12_000).contains(&wait_ms)),
                }
                prop_assert!(passed[key as usize] <= 5 + (now_ms - begun_ms) / 12_000);
            }
        }
    }
}
