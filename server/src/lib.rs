//! The binary `oa-mini`: configuration, composition, layers, start and stop. A library, so that tests drive the real thing.

#![forbid(unsafe_code)]

mod api;
mod assets;
mod avatars;
mod body_budget;
pub mod check;
pub mod cli;
mod compose;
pub mod config;
mod database;
mod demo;
mod docs;
pub mod double_apps;
mod health;
pub mod healthcheck;
mod language;
mod limits;
pub mod log;
mod master_keys;
mod metrics;
#[cfg(feature = "miniprogram")]
pub mod miniprogram;
pub mod operator;
pub mod serve;
pub mod standalone_double;
mod state;
mod sweep;
pub mod system;
pub mod target;

pub use compose::StartError;

/// An error and its sources in one line, for the output of a command.
pub fn one_line(error: &dyn std::error::Error) -> String {
    identity::error_chain(error).to_string()
}
