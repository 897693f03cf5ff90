//! Builds the peers by their own tools, and tells which of them cannot be built here.

use std::path::Path;
use std::process::Command;

use crate::Failure;
use crate::machine::first_line;
use crate::peers::list::{PEERS, Peer};

/// A peer that is not measured, and why.
pub(crate) struct LeftOut {
    pub(crate) title: &'static str,
    pub(crate) reason: String,
}

/// What can be measured here.
pub(crate) struct Prepared {
    pub(crate) peers: Vec<&'static Peer>,
    pub(crate) left_out: Vec<LeftOut>,
    /// The versions of the tools, a line each.
    pub(crate) versions: Vec<String>,
}

/// The peers of these names, all if there are none.
pub(crate) fn prepare(folder: &Path, names: &[String]) -> Result<Prepared, Failure> {
    if let Some(unknown) = names.iter().find(|name| PEERS.iter().all(|peer| peer.name != **name)) {
        let known: Vec<&str> = PEERS.iter().map(|peer| peer.name).collect();
        return Err(format!("`{unknown}` is no peer; there are {}", known.join(", ")).into());
    }
    let mut prepared = Prepared { peers: Vec::new(), left_out: Vec::new(), versions: Vec::new() };
    for peer in PEERS.iter().filter(|peer| names.is_empty() || names.iter().any(|name| name == peer.name)) {
        let missing = peer.tools.iter().filter_map(|tool| tool.first()).find(|tool| !is_there(tool));
        if let Some(missing) = missing {
            let reason = format!("`{missing}` is not installed");
            prepared.left_out.push(LeftOut { title: peer.title, reason });
            continue;
        }
        eprintln!("{}: building", peer.name);
        match build(folder, peer) {
            Ok(()) => {
                prepared.versions.push(versions(peer));
                prepared.peers.push(peer);
            }
            Err(reason) => {
                eprintln!("{}: {reason}", peer.name);
                prepared.left_out.push(LeftOut { title: peer.title, reason });
            }
        }
    }
    Ok(prepared)
}

fn build(folder: &Path, peer: &Peer) -> Result<(), String> {
    for step in peer.build {
        let status = Command::new("sh").args(["-c", step]).current_dir(folder.join(peer.name)).status();
        if !status.is_ok_and(|status| status.success()) {
            return Err(format!("`{step}` failed"));
        }
    }
    Ok(())
}

fn is_there(tool: &str) -> bool {
    !first_line("sh", &["-c", &format!("command -v {tool}")]).is_empty()
}

/// java writes its version to stderr.
fn versions(peer: &Peer) -> String {
    let versions: Vec<String> =
        peer.tools.iter().map(|tool| first_line("sh", &["-c", &format!("{} 2>&1", tool.join(" "))])).collect();
    format!("{}: {}", peer.title, versions.join(", "))
}
