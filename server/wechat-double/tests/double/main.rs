//! The double through its real router, one file per side.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod apps;
mod avatars;
mod client;
mod code2session;
mod control;
mod explain;
mod faults;
mod guard;
mod overrides;
mod phone_number;
mod profile;
mod session;
mod test_server;
mod tokens;
mod unknown;
mod worlds;
