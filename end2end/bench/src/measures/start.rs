//! From the start of the process to its first answer, on a database that is there.

use std::time::Duration;

use crate::Failure;
use crate::baseline;
use crate::load::{Sample, Subject, get};
use crate::machine::now;
use crate::measures::QUERY;
use crate::process::Process;
use crate::rounds::{Pace, alternate};
use crate::row::{Row, Target, Unit};
use crate::stage::{Bench, Stage};

/// How often each is started.
const STARTS: usize = 9;

pub(crate) fn start(bench: &Bench, stage: Stage) -> Result<Row, Failure> {
    let (url, pace) = (&stage.url, Pace { rounds: STARTS, ..bench.pace });
    drop((stage.server, stage.baseline));
    let [ours, theirs] = alternate(
        pace,
        [&|_| first_answer(|| bench.live(url), "/oapro/wx/home/index"), &|_| {
            first_answer(|| Process::baseline(&bench.log, url, None), baseline::BARE)
        }],
    )?;
    let row = Row::new(
        "first answer",
        Unit::Milliseconds,
        ours.median(|start| start.p50),
        QUERY,
        theirs.median(|start| start.p50),
    );
    Ok(row.ratio(ours.ratio(&theirs, |start| start.p50)).target(Target::AtMost(100.0)))
}

fn first_answer(start: impl Fn() -> Result<Process, Failure>, path: &'static str) -> Result<Sample, Failure> {
    let begun = now();
    let process = start()?;
    Subject::new(process.at(), b"{\"errno\":0", move |_, request| get(request, path, "")).once()?;
    let took: Duration = now().duration_since(begun);
    Ok(Sample { p50: took.as_secs_f64() * 1e3, ..Sample::default() })
}
