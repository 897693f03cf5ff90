//! 501: what an attacker, or a phone whose session ended, costs.

use crate::Failure;
use crate::fixture::{Bench, Fixture};
use crate::measures::{BARE, QUERY};
use crate::rounds::alternate;
use crate::row::{Row, Unit};
use crate::subjects;

pub(crate) fn refusals(bench: &Bench, fixture: &Fixture) -> Result<[Row; 2], Failure> {
    let (none, unknown) = (subjects::no_token(fixture), subjects::unknown_token(fixture));
    let (bare, query) = (subjects::bare(fixture), subjects::query(fixture));
    let [none, bare, unknown, query] = alternate(
        bench.schedule,
        [&|time| none.closed(time), &|time| bare.closed(time), &|time| unknown.closed(time), &|time| {
            query.closed(time)
        }],
    )?;
    let row = |name, against, ours: &crate::rounds::Rounds, theirs: &crate::rounds::Rounds| {
        let row = Row::new(
            name,
            Unit::PerSecond,
            ours.median(|sample| sample.rate),
            against,
            theirs.median(|sample| sample.rate),
        );
        row.ratio(ours.ratio(theirs, |sample| sample.rate))
    };
    Ok([row("501, no token", BARE, &none, &bare), row("501, unknown token", QUERY, &unknown, &query)])
}
