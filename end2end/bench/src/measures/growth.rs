//! A thousand users, and a million: the same calls at the same rate on two databases that differ in nothing else.

use crate::Failure;
use crate::database::Kind;
use crate::fixture::{Bench, Fixture};
use crate::load::Subject;
use crate::rounds::alternate;
use crate::row::{Row, Target, Unit};
use crate::subjects;

pub(crate) fn growth(bench: &Bench, kind: Kind) -> Result<[Row; 2], Failure> {
    let few = Fixture::create(bench, kind, "bench_few", bench.schedule.users.0)?;
    let many = Fixture::create(bench, kind, "bench_many", bench.schedule.users.1)?;
    let row = |name, few: &Subject, many: &Subject| {
        // both warm, and the rate that the slower one stands
        let max_rate = many.closed(bench.schedule.turn)?.rate.min(few.closed(bench.schedule.turn)?.rate);
        let [many, few] = alternate(
            bench.schedule,
            [&|time| many.open(max_rate / 2.0, time), &|time| few.open(max_rate / 2.0, time)],
        )?;
        let (ours, theirs) = (many.median(|sample| sample.p50), few.median(|sample| sample.p50));
        let row = Row::new(name, Unit::Milliseconds, ours, "the same with 10³ users", theirs);
        Ok::<_, Failure>(row.ratio(many.ratio(&few, |sample| sample.p50)).target(Target::RatioAtMost(1.3)))
    };
    Ok([
        row("user/index, p50 with 10⁶ users", &subjects::user_index(&few), &subjects::user_index(&many))?,
        row("login, p50 with 10⁶ users", &subjects::login(&few)?, &subjects::login(&many)?)?,
    ])
}
