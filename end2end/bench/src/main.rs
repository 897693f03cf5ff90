//! `make bench`: what a call costs, how long it takes, what the server needs. Every figure stands beside a baseline that was
//! measured in the same run by the same generator, turn by turn, because a figure alone says more about the machine than
//! about the program. `bench profile` only makes the load, for a profiler to look at.

#![forbid(unsafe_code)]

mod baseline;
mod database;
mod fill;
mod fixture;
mod http;
mod load;
mod machine;
mod measures;
mod peers;
mod plot;
mod process;
mod report;
mod rounds;
mod row;
mod subjects;
mod wechat;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand};

use crate::database::Kind;
use crate::fixture::{Bench, Fixture};

/// Any error ends the bench.
pub(crate) type Failure = Box<dyn std::error::Error + Send + Sync>;

#[derive(Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// All measures; writes RESULTS.md and results.svg
    Run {
        #[command(flatten)]
        on: On,
        /// Where the results go
        #[arg(long, default_value = "end2end/bench")]
        results: PathBuf,
        /// These databases alone
        #[arg(long, value_enum)]
        only: Vec<Kind>,
    },
    /// Nothing but load on one call, for a profiler
    Profile {
        #[command(flatten)]
        on: On,
        #[arg(value_enum)]
        database: Kind,
        /// user/index, login, bindPhone, logout, query or commits
        call: String,
        #[arg(long, default_value_t = 20)]
        seconds: u64,
    },
    /// The server beside what users would pick instead; writes PEERS.md
    Peers(peers::Options),
    /// What the measures are compared with; the bench starts it itself
    Baseline {
        #[arg(long)]
        database_url: String,
        #[arg(long)]
        page: Option<PathBuf>,
    },
}

/// What is measured, and where its data goes.
#[derive(clap::Args)]
struct On {
    /// The release binary
    #[arg(long)]
    binary: PathBuf,
    /// For databases and logs; on a disk, not in memory
    #[arg(long, default_value = "target/bench")]
    folder: PathBuf,
    /// A look at everything in a minute; the figures are no good
    #[arg(long)]
    quick: bool,
}

fn main() -> ExitCode {
    match run(Cli::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(cause) => {
            eprintln!("bench: {cause}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Baseline { database_url, page } => {
            tokio::runtime::Runtime::new()?.block_on(baseline::serve(&database_url, page))
        }
        Command::Peers(options) => peers::run(options),
        Command::Profile { on, database, call, seconds } => {
            let bench = Bench::new(on.binary, on.folder, on.quick)?;
            let fixture = Fixture::create(&bench, database, "bench_profile", bench.schedule.users.0)?;
            measures::profile(&bench, &fixture, &call, Duration::from_secs(seconds))
        }
        Command::Run { on, results, only } => {
            let quick = on.quick;
            let bench = Bench::new(on.binary, on.folder, quick)?;
            let rows = measures::all(&bench, if only.is_empty() { &Kind::ALL } else { &only })?;
            std::fs::write(
                results.join("RESULTS.md"),
                report::markdown(&rows, &machine::description(&bench.binary), quick),
            )?;
            std::fs::write(results.join("results.svg"), plot::svg(&rows))?;
            Ok(())
        }
    }
}
