//! What processes with all their children use, and what the rest of the machine does meanwhile.

use std::fs::read_to_string;

use crate::Failure;
use crate::machine::{TICKS, memory, parent, stat};

/// A process and all its descendants, by id.
pub(crate) fn tree(root: u32) -> Result<Vec<u32>, Failure> {
    let mut parents = Vec::new();
    for entry in std::fs::read_dir("/proc")? {
        let Some(pid) = entry?.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
        // one that has just ended is nobody's child any more
        parents.extend(parent(pid).map(|parent| (pid, parent)));
    }
    let mut tree = vec![root];
    let mut at = 0;
    while let Some(pid) = tree.get(at).copied() {
        tree.extend(parents.iter().filter(|(_, parent)| *parent == pid).map(|(child, _)| *child));
        at += 1;
    }
    Ok(tree)
}

/// The CPU time of a process and its descendants, in seconds; of those that ended too.
pub(crate) fn tree_cpu(root: u32) -> Result<f64, Failure> {
    let mut ticks = 0.0;
    for pid in tree(root)? {
        // utime and stime are the 12th and 13th, those of children that ended the two after
        let Ok(fields) = stat(pid) else { continue };
        ticks += fields.iter().skip(11).take(4).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>();
    }
    Ok(ticks / TICKS)
}

/// What is resident of a process and its descendants, in MB; now, and each one's peak.
pub(crate) fn tree_memory(root: u32) -> Result<(f64, f64), Failure> {
    let memories = tree(root)?.into_iter().filter_map(|pid| memory(pid).ok());
    Ok(memories.fold((0.0, 0.0), |(rss, peak), memory| (rss + memory.rss, peak + memory.peak)))
}

/// Seconds of all cores since the machine's start.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MachineTime {
    /// In processes; not in interrupts, which belong to no process.
    pub(crate) busy: f64,
    /// What the hypervisor gave to others.
    pub(crate) stolen: f64,
}

pub(crate) fn machine_time() -> Result<MachineTime, Failure> {
    let text = read_to_string("/proc/stat")?;
    let line = text.lines().next().unwrap_or_default();
    let fields: Vec<f64> = line.split_whitespace().skip(1).filter_map(|field| field.parse().ok()).collect();
    // user, nice, system, idle, iowait, irq, softirq, steal
    let seconds = |at: usize| fields.get(at).copied().unwrap_or_default() / TICKS;
    Ok(MachineTime { busy: seconds(0) + seconds(1) + seconds(2), stolen: seconds(7) })
}

#[cfg(test)]
mod tests {
    use super::{tree, tree_cpu};

    #[test]
    fn a_tree_has_the_children() {
        let own = std::process::id();
        let mut child = std::process::Command::new("sleep").arg("5").spawn().unwrap();
        let found = tree(own).unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(found.contains(&own) && found.contains(&child.id()));
        assert!(tree_cpu(own).unwrap() >= 0.0);
    }
}
