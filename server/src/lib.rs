//! The binary `oa-mini`: configuration, composition, layers, start and stop. A library, so that tests drive the real thing.

#![forbid(unsafe_code)]

mod api;
mod assets;
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
