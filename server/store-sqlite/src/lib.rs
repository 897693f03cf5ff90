//! The [`identity::Store`] on SQLite: migrations and static SQL, nothing else. One file per unit of work.
//!
//! One connection writes and eight read, four of them for guarded calls alone, in WAL mode: readers never wait for the writer, and writers queue here instead of
//! failing with BUSY. `synchronous=FULL`: what a method acknowledged is on the disk, so that it survives `kill -9` and a
//! power cut. What users do at the same time shares a commit (`group_commit.rs`).

#![forbid(unsafe_code)]

mod avatar;
mod backup;
mod bind_phone;
mod columns;
mod counts;
mod delete_accounts;
mod devices;
mod durability;
mod error;
mod group_commit;
mod idle;
mod import_user;
mod meetings;
mod open;
mod other_app;
mod pending;
mod release_phone;
mod rotation;
mod schema;
mod seed_demo;
mod session;
mod session_keys;
mod side;
mod sign_in;
mod status;
mod store;
mod sweep;
mod swiper;
mod user_row;
mod users;
mod votes;

pub use backup::{BackupError, backup};
pub use open::{OpenError, SqliteStore};
pub use pending::{newest_schema, pending};
pub use schema::holds_schema;
pub use side::Transfer;
