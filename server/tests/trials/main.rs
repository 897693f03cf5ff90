//! Stress and failure tests of the whole server: two nodes on one database, concurrent logins, kills, database outages,
//! full disks, clients that keep connections. On every applicable database. Long ones run in `make full`.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::print_stdout, reason = "tests")]

mod binary;
mod cluster;
mod disk_full;
mod first_logins;
mod kill;
mod many_sessions;
mod model;
mod node;
mod nodes;
mod outage;
mod phone;
mod process;
mod proxy;
mod soak;
mod stored_keys;
mod strain;
#[path = "../support/mod.rs"]
mod support;
mod wechat;
