//! The targets, each from figures of one run.

use crate::database::Kind;
use crate::peers::contender::Role;
use crate::peers::figures::{Call, Figures, Measured, fastest};
use crate::peers::list::Tokens;
use crate::row::Unit;

/// A figure of ours beside another, and what their ratio has to be; or a figure that has a bound of its own.
pub(crate) struct Target {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) unit: Unit,
    pub(crate) ours: f64,
    /// What it is compared with.
    pub(crate) theirs: Option<(String, f64)>,
    pub(crate) bound: Bound,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Bound {
    RatioAtLeast(f64),
    RatioAtMost(f64),
    AtMost(f64),
}

impl Target {
    pub(crate) fn ratio(&self) -> Option<f64> {
        self.theirs.as_ref().map(|(_, theirs)| self.ours / theirs)
    }

    pub(crate) fn is_met(&self) -> bool {
        match (self.bound, self.ratio()) {
            (Bound::RatioAtLeast(bound), Some(ratio)) => ratio >= bound,
            (Bound::RatioAtMost(bound), Some(ratio)) => ratio <= bound,
            (Bound::AtMost(bound), _) => self.ours <= bound,
            (_, None) => false,
        }
    }

    pub(crate) fn bound_text(&self) -> String {
        match self.bound {
            Bound::RatioAtLeast(bound) => format!("≥ {bound:.1}"),
            Bound::RatioAtMost(bound) => format!("≤ {bound:.1}"),
            Bound::AtMost(bound) => format!("≤ {bound} {}", self.unit.name().trim()),
        }
    }
}

pub(crate) type CallOf = fn(&Figures) -> Option<Call>;
/// The calls that are measured.
pub(crate) const CALLS: [(&str, CallOf); 2] =
    [("user/index", |figures| Some(figures.index)), ("login", |figures| figures.login)];

/// The targets of a database; none without our server.
pub(crate) fn targets(measured: &Measured) -> Vec<Target> {
    let Some(ours) = measured.ours() else { return Vec::new() };
    let mut targets = Vec::new();
    for (name, call) in CALLS {
        let Some(our_call) = call(ours) else { continue };
        for (tokens, bound) in rates(measured.kind, name) {
            let peers = measured.peers().filter(|peer| tokens.is_none_or(|tokens| peer.tokens == tokens));
            let best = fastest(peers.filter_map(|peer| Some((peer, call(peer)?))));
            let rate = |(best, theirs): (&Figures, Call)| {
                let theirs = Some((best.title.clone(), theirs.rate.median));
                let bound = Bound::RatioAtLeast(bound);
                let (name, kind) = (name.to_owned(), measured.kind);
                Target { name, kind, unit: Unit::PerSecond, ours: our_call.rate.median, theirs, bound }
            };
            targets.extend(best.map(rate));
        }
        targets.extend(cpu(measured, name, our_call, call));
    }
    targets.extend(baseline(measured, ours));
    targets.extend(measured.at_theirs.iter().map(|at| Target {
        name: format!("{}, p99 at {:.0}/s", at.call, at.rate),
        kind: measured.kind,
        unit: Unit::Milliseconds,
        ours: at.ours.p99.median,
        theirs: Some((at.peer.clone(), at.theirs.median)),
        bound: Bound::RatioAtMost(0.5),
    }));
    let alone = |name: &str, unit, ours, bound| {
        let (name, kind, bound) = (name.to_owned(), measured.kind, Bound::AtMost(bound));
        Target { name, kind, unit, ours, theirs: None, bound }
    };
    targets.push(alone("memory under load", Unit::Megabytes, ours.under_load, 60.0));
    targets.push(alone("memory at rest", Unit::Megabytes, ours.at_rest, 25.0));
    targets.push(alone("first answer", Unit::Milliseconds, ours.first.median, 100.0));
    targets
}

/// How much faster than the best peer; of those that keep their tokens so, or of all.
fn rates(kind: Kind, call: &str) -> Vec<(Option<Tokens>, f64)> {
    let (memory, database) = (Some(Tokens::Memory), Some(Tokens::Database));
    match (kind, call) {
        (Kind::Sqlite, "login") => vec![(database, 2.0)],
        (Kind::Sqlite, _) => vec![(None, 1.3)],
        (_, "login") => vec![(database, 1.5), (memory, 1.0)],
        _ => vec![(database, 2.0), (memory, 1.5)],
    }
}

/// Less than that of every peer, so than the least.
fn cpu(measured: &Measured, name: &str, ours: Call, call: CallOf) -> Option<Target> {
    let peers = measured.peers().filter_map(|peer| Some((peer, call(peer)?.cpu())));
    let (peer, least) = peers.min_by(|one, other| one.1.total_cmp(&other.1))?;
    Some(Target {
        name: format!("{name}, CPU of server and database"),
        kind: measured.kind,
        unit: Unit::Microseconds,
        ours: ours.cpu(),
        theirs: Some((peer.title.clone(), least)),
        bound: Bound::RatioAtMost(1.0),
    })
}

/// Beside axum with one query; on SQLite there is no such target.
fn baseline(measured: &Measured, ours: &Figures) -> Option<Target> {
    let baseline = measured.contenders.iter().find(|figures| matches!(figures.role, Role::Baseline))?;
    (measured.kind != Kind::Sqlite).then(|| Target {
        name: "user/index".to_owned(),
        kind: measured.kind,
        unit: Unit::PerSecond,
        ours: ours.index.rate.median,
        theirs: Some((baseline.title.clone(), baseline.index.rate.median)),
        bound: Bound::RatioAtLeast(1.0),
    })
}

#[cfg(test)]
mod tests {
    use super::{Bound, Target};
    use crate::database::Kind;
    use crate::row::Unit;

    #[test]
    fn a_target_is_about_the_ratio_or_the_figure() {
        let target = |bound, theirs: Option<f64>| Target {
            name: "login".to_owned(),
            kind: Kind::Mariadb,
            unit: Unit::Megabytes,
            ours: 30.0,
            theirs: theirs.map(|theirs| ("gin".to_owned(), theirs)),
            bound,
        };
        assert!(target(Bound::RatioAtLeast(1.5), Some(20.0)).is_met());
        assert!(!target(Bound::RatioAtMost(0.5), Some(20.0)).is_met());
        let alone = target(Bound::AtMost(25.0), None);
        assert_eq!((alone.is_met(), alone.bound_text()), (false, "≤ 25 MB".to_owned()));
    }
}
