//! The binary `oa-mini`: configuration, composition, layers, start and stop. A library, so that tests drive the real thing.

#![forbid(unsafe_code)]

mod api;
mod assets;
mod avatars;
pub mod check;
pub mod cli;
mod compose;
pub mod config;
mod database;
mod demo;
mod docs;
pub mod double_alone;
mod health;
mod limits;
pub mod log;
mod master_keys;
mod metrics;
pub mod operator;
pub mod serve;
mod state;
mod sweep;
pub mod system;
pub mod target;

pub use compose::StartError;

/// What went wrong and what was behind it.
pub fn one_line(error: &dyn std::error::Error) -> String {
    let mut line = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let text = cause.to_string();
        // An error that puts a name before another one has said it already.
        if !line.ends_with(&text) {
            line.push_str(": ");
            line.push_str(&text);
        }
        source = cause.source();
    }
    line.replace('\n', " ")
}
