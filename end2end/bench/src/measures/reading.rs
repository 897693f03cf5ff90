//! user/index with a valid token: what every page of the mini-program does.

use crate::Failure;
use crate::measures::{BARE, QUERY, READS, half_load};
use crate::rounds::alternate;
use crate::row::{Row, Target, Unit};
use crate::stage::{Bench, Stage};
use crate::subjects;

pub(crate) fn reading(bench: &Bench, stage: &Stage) -> Result<[Row; 6], Failure> {
    let (subject, query, bare) = (subjects::user_index(stage), subjects::query(stage), subjects::bare(stage));
    let [ours, one_query, no_query, reads] = alternate(
        bench.pace,
        [&|time| subject.closed(time), &|time| query.closed(time), &|time| bare.closed(time), &|time| {
            bench.runtime.block_on(stage.pool.reads(stage.hashes.clone(), time))
        }],
    )?;
    let most = ours.median(|sample| sample.rate);
    let row = |against, theirs: &crate::rounds::Rounds| {
        let row = Row::new("user/index", Unit::PerSecond, most, against, theirs.median(|sample| sample.rate));
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
    let [p50, p99] =
        half_load(bench, stage, ["user/index, p50 at half load", "user/index, p99 at half load"], &subject, most)?;
    Ok([
        row(QUERY, &one_query).target(Target::RatioAtLeast(0.85)),
        row(BARE, &no_query),
        row(READS, &reads),
        cpu,
        p50,
        p99,
    ])
}
