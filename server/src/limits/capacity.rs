//! The capacity of a table of keys. At the limit, expired keys are removed; if none are, new keys are not counted, and
//! a warning is logged.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

/// The capacity of a table.
pub(super) struct Capacity {
    /// For the log and the metrics.
    pub(super) name: &'static str,
    /// The maximum number of keys.
    pub(super) limit: usize,
    /// When the full table was last cleaned, in s, and when the warning was last logged, in min.
    tidied_s: AtomicU64,
    warned_min: AtomicU64,
}

impl Capacity {
    pub(super) fn new(name: &'static str, limit: usize) -> Self {
        Self { name, limit, tidied_s: AtomicU64::new(u64::MAX), warned_min: AtomicU64::new(u64::MAX) }
    }

    /// Whether a full table has room after a cleanup. `keys` removes expired keys if its argument is true, and returns
    /// the number of keys: at most once a second, as it scans the table. Logs the warning at most once a minute.
    pub(super) fn make_room(&self, now: Duration, keys: impl FnOnce(bool) -> usize) -> bool {
        let now_s = now.as_secs();
        let is_tidy_due = self.tidied_s.swap(now_s, Ordering::Relaxed) != now_s;
        let is_full = keys(is_tidy_due) >= self.limit;
        if is_full && self.warned_min.swap(now_s / 60, Ordering::Relaxed) != now_s / 60 {
            tracing::warn!(limit = self.name, keys = self.limit, "rate limit table full; new keys not counted");
        }
        !is_full
    }
}
