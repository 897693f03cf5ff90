//! From the start of the process to its first response, on a database that is there.

use std::time::Duration;

use crate::Failure;
use crate::baseline;
use crate::fixture::{Bench, Fixture};
use crate::load::{Sample, Subject, get};
use crate::machine::now;
use crate::measures::QUERY;
use crate::process::Process;
use crate::rounds::{Schedule, alternate};
use crate::row::{Row, Target, Unit};

/// How often each is started.
const STARTS: usize = 9;

pub(crate) fn start(bench: &Bench, fixture: Fixture) -> Result<Row, Failure> {
    let (url, schedule) = (&fixture.url, Schedule { rounds: STARTS, ..bench.schedule });
    drop((fixture.server, fixture.baseline));
    let [ours, theirs] = alternate(
        schedule,
        [&|_| first_answer(|| bench.live(url), "/oapro/wx/home/index"), &|_| {
            first_answer(|| Process::baseline(&bench.log, url, None), baseline::BARE)
        }],
    )?;
    let row = Row::new(
        "first response",
        Unit::Milliseconds,
        ours.median(|start| start.p50),
        QUERY,
        theirs.median(|start| start.p50),
    );
    Ok(row.ratio(ours.ratio(&theirs, |start| start.p50)).target(Target::AtMost(100.0)))
}

fn first_answer(start: impl Fn() -> Result<Process, Failure>, path: &'static str) -> Result<Sample, Failure> {
    let started = now();
    let process = start()?;
    Subject::new(process.at(), b"{\"errno\":0", move |_, request| get(request, path, "")).once()?;
    let took: Duration = now().duration_since(started);
    Ok(Sample { p50: took.as_secs_f64() * 1e3, ..Sample::default() })
}
