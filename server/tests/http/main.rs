//! The contract on the wire, through the real router on a real database: SQLite, or what
//! `OA_TEST_DATABASE` names.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod avatar;
mod devices;
mod docs;
mod envelope;
mod events;
mod faults;
mod flow;
mod give_back;
mod guard;
mod guide;
mod limits;
mod live;
mod login_claims;
mod metrics;
#[cfg(feature = "miniprogram")]
mod miniprogram;
mod pages;
mod platform;
mod properties;
mod refusals;
#[path = "../support/mod.rs"]
mod support;
mod test_app;
mod watch;
mod worlds;
