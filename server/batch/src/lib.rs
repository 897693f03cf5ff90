//! Natural batching: calls that arrive while every worker is busy wait together, and the worker that is free next takes
//! them as one. Nothing waits for company: a call that meets a free worker goes at once and alone.
//!
//! One statement for 64 keys costs a database, its driver and both systems little more than one for a single key: one round
//! trip, one parse, one wake-up of each thread on the way. Under load that is most of the cost of a small read.

#![forbid(unsafe_code)]

mod batches;
mod in_list;
mod kept;
mod logins;
mod retry;
mod session_reads;

pub use batches::{Batches, MAX_BATCH, Outcome, Worker};
pub use in_list::InList;
pub use kept::Kept;
pub use logins::{LoginTransaction, Logins};
pub use retry::{WorkError, retry_while};
pub use session_reads::{SessionQuery, SessionReads};
