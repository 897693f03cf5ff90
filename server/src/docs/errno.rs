//! Which errno any call may fail with. What an errno means and what to do about it is the guide's text, so that both say the same.

pub(super) use app::guide::errno_help as help;
use app::wire::Errno;

/// What any call may fail with: a body that does not come or is over its limit, and a fault of ours.
pub(super) const COMMON: [Errno; 3] = [Errno::ClientTimeout, Errno::TooLarge, Errno::Internal];
