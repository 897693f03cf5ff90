//! Who made how many worlds within the hour, so that one address does not fill a public demo.

use std::collections::{HashMap, VecDeque};
use std::net::IpAddr;

/// How many new worlds an address may make in [`SPAN_MS`].
const MAX_NEW: usize = 20;
/// An hour, in ms.
const SPAN_MS: i64 = 3600 * 1000;
/// From so many addresses on, those of which nothing counts any more are looked for. Only a world that was made is counted,
/// and few can be made in an hour while those in use stay, so that the table stays of this order.
const TIDY_FROM: usize = 8192;

/// When each address made its worlds, in ms, the oldest first.
#[derive(Default)]
pub(crate) struct Makers(HashMap<IpAddr, VecDeque<i64>>);

impl Makers {
    /// Whether `maker` may make one more.
    ///
    /// # Errors
    /// In how many ms it may.
    pub(crate) fn check(&mut self, maker: IpAddr, now_ms: i64) -> Result<(), u64> {
        let Some(made) = self.0.get_mut(&maker) else { return Ok(()) };
        made.retain(|made_ms| counts(*made_ms, now_ms));
        match made.front() {
            Some(first_ms) if made.len() >= MAX_NEW => Err((first_ms + SPAN_MS - now_ms).unsigned_abs()),
            _ => Ok(()),
        }
    }

    /// One more was made.
    pub(crate) fn count(&mut self, maker: IpAddr, now_ms: i64) {
        if self.0.len() >= TIDY_FROM {
            self.tidy(now_ms);
        }
        self.0.entry(maker).or_default().push_back(now_ms);
    }

    /// Forgets what counts no more.
    pub(crate) fn tidy(&mut self, now_ms: i64) {
        self.0.retain(|_, made| made.back().is_some_and(|made_ms| counts(*made_ms, now_ms)));
    }
}

/// A clock that went back begins anew.
fn counts(made_ms: i64, now_ms: i64) -> bool {
    (0..SPAN_MS).contains(&(now_ms - made_ms))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_counts_no_more_is_forgotten() {
        let mut makers = Makers::default();
        for nth in 0..u16::try_from(TIDY_FROM).unwrap() {
            let [high, low] = nth.to_be_bytes();
            makers.count([192, 0, high, low].into(), 0);
        }
        makers.count([198, 51, 100, 1].into(), SPAN_MS - 1);
        assert_eq!(makers.0.len(), TIDY_FROM + 1);
        makers.count([198, 51, 100, 2].into(), SPAN_MS);
        assert_eq!(makers.0.len(), 2);
    }
}
