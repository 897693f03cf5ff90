//! The clock and the random generator that the flows get as parameters, so that a test controls them.

use std::sync::Arc;

/// Now, in UTC epoch milliseconds.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// Fills a buffer with unpredictable bytes. The binary passes the generator of the system, tests pass a counter.
pub type Random = Arc<dyn Fn(&mut [u8]) + Send + Sync>;
