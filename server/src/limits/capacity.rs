//! The bound of a table of keys, and what happens at it: the table is tidied, and where that makes no room, new keys go
//! uncounted and the log says so.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

/// A table's bound.
pub(super) struct Capacity {
    /// For the log and the metrics.
    pub(super) name: &'static str,
    /// How many keys there may be.
    pub(super) limit: usize,
    /// When the full table was last tidied, in s, and last spoken of, in min.
    tidied_s: AtomicU64,
    warned_min: AtomicU64,
}

impl Capacity {
    pub(super) fn new(name: &'static str, limit: usize) -> Self {
        Self { name, limit, tidied_s: AtomicU64::new(u64::MAX), warned_min: AtomicU64::new(u64::MAX) }
    }

    /// Whether a full table has room after all. `keys` goes over the table, if told to, and returns how many are left: once a
    /// second at max, as it is a pass over all of it. A line in the log once a minute at max.
    pub(super) fn make_room(&self, now: Duration, keys: impl FnOnce(bool) -> usize) -> bool {
        let now_s = now.as_secs();
        let is_tidy_due = self.tidied_s.swap(now_s, Ordering::Relaxed) != now_s;
        let is_full = keys(is_tidy_due) >= self.limit;
        if is_full && self.warned_min.swap(now_s / 60, Ordering::Relaxed) != now_s / 60 {
            tracing::warn!(limit = self.name, keys = self.limit, "the table is full; who is new goes uncounted");
        }
        !is_full
    }
}
