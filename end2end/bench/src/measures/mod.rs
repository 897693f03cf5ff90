//! The measures, one file each, and their order.

mod growth;
mod page;
mod reading;
mod refusals;
mod start;
mod writing;

use std::time::Duration;

use crate::Failure;
use crate::database::Kind;
use crate::load::{Sample, Subject};
use crate::machine::memory;
use crate::rounds::alternate;
use crate::row::{Row, Target, Unit};
use crate::stage::{Bench, Stage};
use crate::subjects;

/// All of them, on these databases.
pub(crate) fn all(bench: &Bench, kinds: &[Kind]) -> Result<Vec<Row>, Failure> {
    let mut rows = Vec::new();
    for kind in kinds {
        let name = kind.name();
        eprintln!("{name}: {} and {} users", bench.pace.users.0, bench.pace.users.1);
        rows.extend(growth::growth(bench, *kind)?.map(|row| row.on(name)));
        let stage = Stage::set(bench, *kind, "bench", bench.pace.users.0)?;
        eprintln!("{name}: at rest, reading, writing");
        let rest = at_rest(&stage)?;
        rows.extend(reading::reading(bench, &stage)?.map(|row| row.on(name)));
        if *kind == Kind::Sqlite {
            rows.extend(refusals::refusals(bench, &stage)?.map(|row| row.on(name)));
        }
        rows.extend(writing::writing(bench, &stage)?.into_iter().map(|row| row.on(name)));
        rows.extend([rest, under_load(&stage)?].map(|row| row.on(name)));
        rows.push(start::start(bench, stage)?.on(name));
    }
    eprintln!("the page");
    rows.extend(page::page(bench)?);
    Ok(rows)
}

/// Load on one call, by its name.
pub(crate) fn profile(bench: &Bench, stage: &Stage, call: &str, time: Duration) -> Result<(), Failure> {
    let subject = match call {
        "user/index" => subjects::user_index(stage),
        "login" => subjects::login(stage)?,
        "bindPhone" => subjects::bind_phone(stage)?,
        "logout" => subjects::logout(bench, stage, 20_000 * time.as_secs())?,
        "query" => subjects::query(stage),
        "commits" => {
            eprintln!("{:?}", bench.runtime.block_on(stage.pool.commits(time))?);
            return Ok(());
        }
        other => return Err(format!("`{other}` is no call that is measured").into()),
    };
    eprintln!("{call} on {}: process {}", stage.kind.name(), subject.pid);
    eprintln!("{:?}", subject.closed(time)?);
    Ok(())
}

/// p50 and p99 of a call at half of the most that it can do, beside axum with a query at the same rate.
fn half_load(
    bench: &Bench,
    stage: &Stage,
    [p50, p99]: [&'static str; 2],
    subject: &Subject,
    most: f64,
) -> Result<[Row; 2], Failure> {
    let query = subjects::query(stage);
    let [ours, theirs] =
        alternate(bench.pace, [&|time| subject.open(most / 2.0, time), &|time| query.open(most / 2.0, time)])?;
    let row = |name, figure: fn(&Sample) -> f64| {
        let row = Row::new(name, Unit::Milliseconds, ours.median(figure), QUERY, theirs.median(figure));
        row.ratio(ours.ratio(&theirs, figure))
    };
    Ok([row(p50, |sample| sample.p50), row(p99, |sample| sample.p99).target(Target::AtMost(5.0))])
}

/// What the baselines are called.
const QUERY: &str = "axum + 1 query";
const BARE: &str = "bare axum";
const COMMITS: &str = "commits";
const READS: &str = "point reads";

/// After the first answer, and a while.
fn at_rest(stage: &Stage) -> Result<Row, Failure> {
    for subject in [subjects::user_index(stage), subjects::query(stage)] {
        subject.once()?;
    }
    std::thread::sleep(Duration::from_secs(1));
    let (ours, theirs) = (memory(stage.server.pid())?, memory(stage.baseline.pid())?);
    Ok(Row::new("memory at rest", Unit::Megabytes, ours.rss, QUERY, theirs.rss).target(Target::AtMost(25.0)))
}

/// The most of all the measures before.
fn under_load(stage: &Stage) -> Result<Row, Failure> {
    let (ours, theirs) = (memory(stage.server.pid())?, memory(stage.baseline.pid())?);
    Ok(Row::new("memory under load", Unit::Megabytes, ours.peak, QUERY, theirs.peak).target(Target::AtMost(60.0)))
}
