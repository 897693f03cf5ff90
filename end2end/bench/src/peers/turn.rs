//! One turn of a contender: the generator's figures, what server and database used for a call, and whether the machine was
//! disturbed meanwhile. A disturbed turn is taken again.

use std::thread::sleep;
use std::time::Duration;

use crate::Failure;
use crate::load::Sample;
use crate::machine::{cpu_seconds, now};
use crate::peers::usage::{machine_time, tree_cpu};

/// What a disturbed turn has more of, foreign or stolen, as a share of all cores' time.
pub(crate) const TOLERATED: f64 = 0.05;
/// How often a turn is taken again before it counts as it is.
pub(crate) const RETAKES: usize = 4;
/// Before each turn, for what the one before left to the disk.
const PAUSE: Duration = Duration::from_millis(300);

/// A turn that counts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Turn {
    pub(crate) sample: Sample,
    /// CPU of the server's processes, for a call, in µs.
    pub(crate) own: f64,
    /// CPU of the database server's, for a call, in µs.
    pub(crate) database: f64,
}

/// How quiet the machine was in all turns.
#[derive(Debug, Default)]
pub(crate) struct Quiet {
    /// How often a turn may be taken again: [`RETAKES`], or 0 where the figures do not matter.
    pub(crate) retakes: usize,
    pub(crate) turns: usize,
    pub(crate) retaken: usize,
    /// Turns that count although they were disturbed.
    pub(crate) disturbed: usize,
    /// Of the turns that count, the largest shares.
    pub(crate) foreign: f64,
    pub(crate) stolen: f64,
}

/// The processes whose time is no disturbance: the generator's own is known.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Processes {
    pub(crate) server: u32,
    pub(crate) database: Option<u32>,
}

/// Seconds that were used since the machine's or the processes' start.
struct Used {
    server: f64,
    database: f64,
    busy: f64,
    stolen: f64,
    generator: f64,
}

impl Quiet {
    /// Runs `work` until it is not disturbed.
    pub(crate) fn turn(
        &mut self,
        processes: Processes,
        work: impl Fn() -> Result<Sample, Failure>,
    ) -> Result<Turn, Failure> {
        for retake in 0.. {
            sleep(PAUSE);
            let (start, before) = (now(), used(processes)?);
            let sample = work()?;
            let after = used(processes)?;
            let cores = std::thread::available_parallelism().map_or(1, usize::from);
            #[expect(clippy::cast_precision_loss, reason = "cores")]
            let all = now().duration_since(start).as_secs_f64() * cores as f64;
            let (server, database) = (after.server - before.server, after.database - before.database);
            let known = server + database + after.generator - before.generator;
            let foreign = ((after.busy - before.busy - known) / all).max(0.0);
            let stolen = (after.stolen - before.stolen) / all;
            let is_disturbed = foreign + stolen > TOLERATED;
            if is_disturbed && retake < self.retakes {
                self.retaken += 1;
                continue;
            }
            self.turns += 1;
            self.disturbed += usize::from(is_disturbed);
            self.foreign = self.foreign.max(foreign);
            self.stolen = self.stolen.max(stolen);
            let a_call = |seconds: f64| seconds * 1e6 / sample.answers;
            return Ok(Turn { sample, own: a_call(server), database: a_call(database) });
        }
        Err("no turn".into())
    }
}

fn used(processes: Processes) -> Result<Used, Failure> {
    let machine = machine_time()?;
    Ok(Used {
        server: tree_cpu(processes.server)?,
        database: processes.database.map_or(Ok(0.0), tree_cpu)?,
        busy: machine.busy,
        stolen: machine.stolen,
        // not of its tree: the contenders are its children
        generator: cpu_seconds(std::process::id())?,
    })
}
