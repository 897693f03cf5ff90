//! What writes: login, bindPhone, logout. Each response is on disk before it is given, so the measure of all things is how
//! often the database itself can do that.

use crate::Failure;
use crate::fixture::{Bench, Fixture};
use crate::measures::{COMMITS, half_load};
use crate::rounds::{Rounds, alternate};
use crate::row::{Row, Target, Unit};
use crate::subjects;

/// Logouts that are prepared for a second.
const LOGOUTS: u64 = 30_000;

pub(crate) fn writing(bench: &Bench, fixture: &Fixture) -> Result<Vec<Row>, Failure> {
    let schedule = bench.schedule;
    // a warm-up, the rounds, and half as many again at half load
    let turns = u64::try_from(2 * (schedule.rounds + 1)).unwrap_or(u64::MAX);
    let sessions = u64::try_from(schedule.turn.as_millis()).unwrap_or(u64::MAX) * turns * LOGOUTS / 1000;
    let (login, bind_phone) = (subjects::login(fixture)?, subjects::bind_phone(fixture)?);
    let logout = subjects::logout(bench, fixture, sessions)?;
    let [logins, binds, logouts, commits] = alternate(
        schedule,
        [&|time| login.closed(time), &|time| bind_phone.closed(time), &|time| logout.closed(time), &|time| {
            bench.runtime.block_on(fixture.pool.commits(time))
        }],
    )?;
    let row = |name, ours: &Rounds| {
        let row = Row::new(
            name,
            Unit::PerSecond,
            ours.median(|sample| sample.rate),
            COMMITS,
            commits.median(|sample| sample.rate),
        );
        row.ratio(ours.ratio(&commits, |sample| sample.rate))
    };
    let mut rows = vec![
        row("login", &logins).target(Target::RatioAtLeast(0.5)),
        row("bindPhone", &binds),
        row("logout", &logouts),
    ];
    for (names, subject, rounds) in [
        (["login, p50 at half load", "login, p99 at half load"], &login, &logins),
        (["bindPhone, p50 at half load", "bindPhone, p99 at half load"], &bind_phone, &binds),
        (["logout, p50 at half load", "logout, p99 at half load"], &logout, &logouts),
    ] {
        rows.extend(half_load(bench, fixture, names, subject, rounds.median(|sample| sample.rate))?);
    }
    Ok(rows)
}
