//! The system's clock and random source. Everything else takes them as parameters.

use std::{
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};

use identity::{Clock, Random};

/// The machine's clock.
pub fn clock() -> Clock {
    Arc::new(|| {
        #[expect(clippy::disallowed_methods, reason = "the only place")]
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(now.as_millis()).unwrap_or(i64::MAX)
    })
}

/// The machine's randomness.
pub fn random() -> Random {
    Arc::new(|buffer| {
        #[expect(clippy::disallowed_methods, reason = "the only place")]
        let filled = getrandom::fill(buffer);
        if filled.is_err() {
            // tokens must not be generated from anything else
            tracing::error!("system random source failed");
            std::process::abort();
        }
    })
}
