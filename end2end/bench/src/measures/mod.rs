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
use crate::fixture::{Bench, Fixture};
use crate::load::{Sample, Subject};
use crate::machine::memory;
use crate::rounds::alternate;
use crate::row::{Row, Target, Unit};
use crate::subjects;

/// All of them, on these databases.
pub(crate) fn all(bench: &Bench, kinds: &[Kind]) -> Result<Vec<Row>, Failure> {
    let mut rows = Vec::new();
    for kind in kinds {
        let name = kind.name();
        eprintln!("{name}: {} and {} users", bench.schedule.users.0, bench.schedule.users.1);
        rows.extend(growth::growth(bench, *kind)?.map(|row| row.on(name)));
        let fixture = Fixture::create(bench, *kind, "bench", bench.schedule.users.0)?;
        eprintln!("{name}: at rest, reading, writing");
        let rest = at_rest(&fixture)?;
        rows.extend(reading::reading(bench, &fixture)?.map(|row| row.on(name)));
        if *kind == Kind::Sqlite {
            rows.extend(refusals::refusals(bench, &fixture)?.map(|row| row.on(name)));
        }
        rows.extend(writing::writing(bench, &fixture)?.into_iter().map(|row| row.on(name)));
        rows.extend([rest, under_load(&fixture)?].map(|row| row.on(name)));
        rows.push(start::start(bench, fixture)?.on(name));
    }
    eprintln!("the page");
    rows.extend(page::page(bench)?);
    Ok(rows)
}

/// Load on one call, by its name.
pub(crate) fn profile(bench: &Bench, fixture: &Fixture, call: &str, time: Duration) -> Result<(), Failure> {
    let subject = match call {
        "user/index" => subjects::user_index(fixture),
        "login" => subjects::login(fixture)?,
        "bindPhone" => subjects::bind_phone(fixture)?,
        "logout" => subjects::logout(bench, fixture, 20_000 * time.as_secs())?,
        "query" => subjects::query(fixture),
        "commits" => {
            eprintln!("{:?}", bench.runtime.block_on(fixture.pool.commits(time))?);
            return Ok(());
        }
        other => return Err(format!("`{other}` is no call that is measured").into()),
    };
    eprintln!("{call} on {}: process {}", fixture.kind.name(), subject.pid);
    eprintln!("{:?}", subject.closed(time)?);
    Ok(())
}

/// p50 and p99 of a call at half of its maximum rate, beside axum with a query at the same rate.
fn half_load(
    bench: &Bench,
    fixture: &Fixture,
    [p50, p99]: [&'static str; 2],
    subject: &Subject,
    max_rate: f64,
) -> Result<[Row; 2], Failure> {
    let query = subjects::query(fixture);
    let [ours, theirs] = alternate(
        bench.schedule,
        [&|time| subject.open(max_rate / 2.0, time), &|time| query.open(max_rate / 2.0, time)],
    )?;
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

/// After the first response, and a while.
fn at_rest(fixture: &Fixture) -> Result<Row, Failure> {
    for subject in [subjects::user_index(fixture), subjects::query(fixture)] {
        subject.once()?;
    }
    std::thread::sleep(Duration::from_secs(1));
    let (ours, theirs) = (memory(fixture.server.pid())?, memory(fixture.baseline.pid())?);
    Ok(Row::new("memory at rest", Unit::Megabytes, ours.rss, QUERY, theirs.rss).target(Target::AtMost(25.0)))
}

/// The maximum of all the measures before.
fn under_load(fixture: &Fixture) -> Result<Row, Failure> {
    let (ours, theirs) = (memory(fixture.server.pid())?, memory(fixture.baseline.pid())?);
    Ok(Row::new("memory under load", Unit::Megabytes, ours.peak, QUERY, theirs.peak).target(Target::AtMost(60.0)))
}
