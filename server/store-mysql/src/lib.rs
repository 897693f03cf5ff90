//! The [`identity::Store`] on MySQL 8 and MariaDB: migrations and static SQL, nothing else. One file per unit of work.
//!
//! READ COMMITTED with row locks: a unit of work locks the user's row first, so that two of them on one account come one
//! after the other and meet no gap locks. What loses a deadlock all the same is tried again, and so is what loses its
//! connection, where twice is the same as once. What a method acknowledged is on the disk as long as the server runs with
//! `innodb_flush_log_at_trx_commit=1`, its default; logins that commit at the same time share one write (group commit).
//!
//! A cluster that speaks MySQL's protocol is one database here: on Galera every connection reads what any node acknowledged.

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
pub mod migrate;
mod open;
mod other_app;
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
mod wx_user;

pub use migrate::{pending, schema as newest_schema};
pub use open::{MySqlStore, OpenError};
pub use schema::holds_schema;
pub use side::Transfer;
pub use wx_user::WxUsers;

// the integration tests' databases, for those tests that see the inside
#[cfg(test)]
extern crate self as store_mysql;
#[cfg(test)]
#[path = "../tests/support/mod.rs"]
mod tests_support;
