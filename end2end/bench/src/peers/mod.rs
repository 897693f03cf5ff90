//! `bench peers`: what users would pick instead of this server, beside it: built, checked against the contract, and measured in
//! the same run on the same databases.

mod conformance;
mod contender;
mod document;
mod figures;
mod list;
mod measure;
mod prepare;
mod targets;
mod turn;
mod usage;

use std::path::{Path, PathBuf};

use crate::Failure;
use crate::database::Kind;
use crate::fixture::Bench;
use crate::machine;
use crate::peers::contender::Role;
use crate::peers::measure::{Plan, measure};
use crate::peers::prepare::prepare;
use crate::peers::turn::{Quiet, RETAKES};

/// Where the peers are, from the top of the project.
const FOLDER: &str = "end2end/bench/peers";

#[derive(clap::Args)]
pub(crate) struct Options {
    /// The release binary; without it the peers are alone, and there are no targets
    #[arg(long)]
    binary: Option<PathBuf>,
    /// For databases and logs; on a disk, not in memory
    #[arg(long, default_value = "target/bench")]
    folder: PathBuf,
    /// Where the results go
    #[arg(long, default_value = "end2end/bench")]
    results: PathBuf,
    /// A look at everything; the figures are no good
    #[arg(long)]
    quick: bool,
    /// These databases alone
    #[arg(long, value_enum)]
    only: Vec<Kind>,
    /// These peers alone, by their folders' names
    #[arg(long, value_delimiter = ',')]
    peers: Vec<String>,
}

/// All of it; writes PEERS.md.
pub(crate) fn run(options: Options) -> Result<(), Failure> {
    let folder = Path::new(FOLDER).canonicalize().map_err(|cause| format!("{FOLDER}: {cause}"))?;
    let prepared = prepare(&folder, &options.peers)?;
    let has_ours = options.binary.is_some();
    // where there is none of ours, nothing starts it
    let binary = options.binary.map_or_else(std::env::current_exe, Ok)?;
    let bench = Bench::new(binary, options.folder, options.quick)?;
    let plan = Plan::of(options.quick);
    let mut quiet = Quiet { retakes: if options.quick { 0 } else { RETAKES }, ..Quiet::default() };
    let kinds: &[Kind] = if options.only.is_empty() { &Kind::ALL } else { &options.only };
    let mut all = Vec::new();
    for kind in kinds {
        let mut roles = if has_ours { vec![Role::Ours, Role::Baseline] } else { vec![Role::Baseline] };
        for peer in prepared.peers.iter().copied().filter(|peer| peer.databases.contains(kind)) {
            roles.extend(peer.variants.iter().map(|variant| Role::Peer(peer, *variant)));
        }
        all.push(measure(&bench, &folder, *kind, &roles, plan, &mut quiet)?);
    }
    let machine = machine::description(&bench.binary);
    let text = document::markdown(&all, &prepared, &machine, plan, &quiet, options.quick);
    std::fs::write(options.results.join("PEERS.md"), text)?;
    Ok(())
}
