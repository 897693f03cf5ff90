//! The contract on the wire, through the real router on a real SQLite file.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod avatar;
mod devices;
mod envelope;
mod events;
mod faults;
mod flow;
mod limits;
mod live;
mod platform;
mod properties;
mod test_app;
