//! user/index with a valid token: what every page of the mini-program does.

use crate::Failure;
use crate::fixture::{Bench, Fixture};
use crate::measures::{BARE, QUERY, READS, half_load};
use crate::rounds::alternate;
use crate::row::{Row, Target, Unit};
use crate::subjects;

pub(crate) fn reading(bench: &Bench, fixture: &Fixture) -> Result<[Row; 6], Failure> {
    let (subject, query, bare) = (subjects::user_index(fixture), subjects::query(fixture), subjects::bare(fixture));
    let [ours, one_query, no_query, reads] = alternate(
        bench.schedule,
        [&|time| subject.closed(time), &|time| query.closed(time), &|time| bare.closed(time), &|time| {
            bench.runtime.block_on(fixture.pool.reads(fixture.hashes.clone(), time))
        }],
    )?;
    let max_rate = ours.median(|sample| sample.rate);
    let row = |against, theirs: &crate::rounds::Rounds| {
        let row = Row::new("user/index", Unit::PerSecond, max_rate, against, theirs.median(|sample| sample.rate));
        row.ratio(ours.ratio(theirs, |sample| sample.rate))
    };
    let cpu = Row::new(
        "user/index, server's CPU",
        Unit::Microseconds,
        ours.median(|sample| sample.cpu),
        QUERY,
        one_query.median(|sample| sample.cpu),
    )
    .ratio(ours.ratio(&one_query, |sample| sample.cpu));
    let [p50, p99] = half_load(
        bench,
        fixture,
        ["user/index, p50 at half load", "user/index, p99 at half load"],
        &subject,
        max_rate,
    )?;
    Ok([
        row(QUERY, &one_query).target(Target::RatioAtLeast(0.85)),
        row(BARE, &no_query),
        row(READS, &reads),
        cpu,
        p50,
        p99,
    ])
}
