//! What the whole server must stand: two nodes on one database, crowds, kills, databases that go away and come back, disks
//! that are full, clients that keep connections. On every database that it makes sense for. What takes long is for `make full`.
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
