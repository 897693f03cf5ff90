//! What the flows changed, told to whoever counts it. Only what this process did: an operator's command and another node
//! tell nobody here.

use std::sync::Arc;

/// A change that is on record now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// A session began.
    SignedIn {
        /// With it the account: it was made in the millisecond of this login.
        first: bool,
    },
    /// So many sessions were ended by their user, on logout or revoke. One that runs out is not told.
    Ended(u64),
}

/// Is told of every change, within the request, so it must be quick.
pub type Count = Arc<dyn Fn(Change) + Send + Sync>;
