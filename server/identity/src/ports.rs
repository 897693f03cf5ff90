//! What the flows take from outside, so that a test decides it: the time and the dice.

use std::sync::Arc;

/// Now, in UTC epoch milliseconds.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// Fills a buffer with bytes that nobody can guess. The binary passes the system's generator, tests a counted one.
pub type Random = Arc<dyn Fn(&mut [u8]) + Send + Sync>;
