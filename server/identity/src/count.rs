//! The changes that the flows report for the metrics. They are those of this process: an operator's command and another node
//! of a cluster report nothing here.

use std::sync::Arc;

/// A change that has been stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// A session was opened.
    SignedIn {
        /// Whether the login created the account, in the same millisecond.
        first: bool,
    },
    /// The number of sessions that logout, revoke or the limit ended. A session that expires is not reported.
    Ended(u64),
}

/// Is called for every change, within the request, so it must be quick.
pub type Count = Arc<dyn Fn(Change) + Send + Sync>;
