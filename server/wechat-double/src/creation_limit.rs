//! Limits the new worlds per address and hour, so that one address cannot fill a public demo.

use std::collections::{HashMap, VecDeque};
use std::net::IpAddr;

/// The maximum number of new worlds per address in [`SPAN_MS`].
const MAX_NEW: usize = 20;
/// An hour, in ms.
const SPAN_MS: i64 = 3600 * 1000;
/// The number of addresses from which expired ones are removed. Only created worlds are counted, and few can be created
/// in an hour while active ones stay, so that the table stays at this size.
const TIDY_FROM: usize = 8192;

/// The creation times per address, in ms, the oldest first.
#[derive(Default)]
pub(crate) struct CreationLimit(HashMap<IpAddr, VecDeque<i64>>);

impl CreationLimit {
    /// Checks whether `creator` may create another world.
    ///
    /// # Errors
    /// The time until it may, in ms.
    pub(crate) fn check(&mut self, creator: IpAddr, now_ms: i64) -> Result<(), u64> {
        let Some(made) = self.0.get_mut(&creator) else { return Ok(()) };
        made.retain(|made_ms| counts(*made_ms, now_ms));
        match made.front() {
            Some(first_ms) if made.len() >= MAX_NEW => Err((first_ms + SPAN_MS - now_ms).unsigned_abs()),
            _ => Ok(()),
        }
    }

    /// Counts a created world.
    pub(crate) fn count(&mut self, creator: IpAddr, now_ms: i64) {
        if self.0.len() >= TIDY_FROM {
            self.tidy(now_ms);
        }
        self.0.entry(creator).or_default().push_back(now_ms);
    }

    /// Removes expired entries.
    pub(crate) fn tidy(&mut self, now_ms: i64) {
        self.0.retain(|_, made| made.back().is_some_and(|made_ms| counts(*made_ms, now_ms)));
    }
}

/// Whether an entry still counts; not if the clock went back.
fn counts(made_ms: i64, now_ms: i64) -> bool {
    (0..SPAN_MS).contains(&(now_ms - made_ms))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expired_entries_are_removed() {
        let mut creations = CreationLimit::default();
        for nth in 0..u16::try_from(TIDY_FROM).unwrap() {
            let [high, low] = nth.to_be_bytes();
            creations.count([192, 0, high, low].into(), 0);
        }
        creations.count([198, 51, 100, 1].into(), SPAN_MS - 1);
        assert_eq!(creations.0.len(), TIDY_FROM + 1);
        creations.count([198, 51, 100, 2].into(), SPAN_MS);
        assert_eq!(creations.0.len(), 2);
    }
}
