//! The [`identity::Store`] on PostgreSQL: migrations and static SQL, nothing else. One file per unit of work.
//!
//! READ COMMITTED with row locks: a unit of work locks the user's row first, so that two of them on one account come one
//! after the other. What loses a deadlock or a serialization conflict all the same is tried again. What a method
//! acknowledged is on the disk as long as the server runs with `synchronous_commit=on`, its default; logins that commit at
//! the same time share one write (group commit).

#![forbid(unsafe_code)]

mod avatar;
mod bind_phone;
mod columns;
mod counts;
mod delete_accounts;
mod devices;
mod durability;
mod error;
mod idle;
mod import_user;
mod known_logins;
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
mod timeouts;
mod user_row;
mod users;
mod votes;
mod write_login;

pub use open::{OpenError, PgStore};
pub use pending::{newest_schema, pending};
pub use schema::holds_schema;
pub use side::Transfer;

// the integration tests' databases, for those tests that see the inside
#[cfg(test)]
extern crate self as store_postgres;
#[cfg(test)]
#[path = "../tests/support/mod.rs"]
mod tests_support;
