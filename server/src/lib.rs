//! The binary `oa-mini`: configuration, composition, layers, start and stop. A library, so that tests drive the real thing.

#![forbid(unsafe_code)]

mod api;
mod assets;
pub mod check;
pub mod cli;
mod compose;
pub mod config;
mod database;
mod demo;
pub mod double_alone;
mod health;
pub mod log;
mod master_keys;
pub mod serve;
mod state;
pub mod system;

pub use compose::StartError;

/// What went wrong and what was behind it.
pub fn one_line(error: &dyn std::error::Error) -> String {
    let mut line = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        line.push_str(": ");
        line.push_str(&cause.to_string());
        source = cause.source();
    }
    line.replace('\n', " ")
}
