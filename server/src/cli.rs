//! The command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

/// WeChat mini-program login, whole and real.
///
/// Without a command it serves. Nothing needs to be configured: with no OA_WX_APP_ID and OA_WX_APP_SECRET it is a demo
/// on SQLite with a WeChat of its own.
#[derive(Debug, Parser)]
#[command(name = "oa-mini", version, after_help = crate::config::HELP)]
pub struct Cli {
    /// Configuration file (TOML). Without it, oa-mini.toml is read if it is there; the environment goes over both.
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// What to do.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What the binary can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the API, and in demo mode the page and the WeChat double (the default)
    Serve,
}
