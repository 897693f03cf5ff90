//! What was found out: of every figure the median and the span of its turns.

use crate::database::Kind;
use crate::peers::contender::Role;
use crate::peers::list::Tokens;
use crate::peers::turn::Turn;
use crate::rounds::median;

/// A figure of several turns.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spread {
    pub(crate) median: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
}

impl Spread {
    pub(crate) fn of(values: &[f64]) -> Self {
        let fold = |pick: fn(f64, f64) -> f64| values.iter().copied().fold(f64::NAN, pick);
        Self { median: median(values.to_vec()), low: fold(f64::min), high: fold(f64::max) }
    }

    pub(crate) fn of_turns(turns: &[Turn], figure: impl Fn(&Turn) -> f64) -> Self {
        Self::of(&turns.iter().map(figure).collect::<Vec<_>>())
    }
}

/// p50 and p99 of an open loop, in ms.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Latency {
    pub(crate) p50: Spread,
    pub(crate) p99: Spread,
}

/// A call of one contender.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Call {
    /// Answers a second in a closed loop: the most.
    pub(crate) rate: Spread,
    /// There, in ms.
    pub(crate) p99: Spread,
    /// There, for a call, in µs: of the server, and of the database.
    pub(crate) own: Spread,
    pub(crate) database: Spread,
    /// At the common rate; none of what cannot hold it.
    pub(crate) common: Option<Latency>,
}

impl Call {
    pub(crate) fn cpu(&self) -> f64 {
        self.own.median + self.database.median
    }
}

/// All of one contender.
#[derive(Debug, Clone)]
pub(crate) struct Figures {
    pub(crate) title: String,
    pub(crate) role: Role,
    pub(crate) tokens: Tokens,
    /// From the start of the process, in ms.
    pub(crate) first: Spread,
    /// In MB: a second after the first answer, and the most of all measures.
    pub(crate) at_rest: f64,
    pub(crate) under_load: f64,
    pub(crate) index: Call,
    /// The baseline has none.
    pub(crate) login: Option<Call>,
}

/// Our latency at the highest rate of a peer, beside its own there.
#[derive(Debug, Clone)]
pub(crate) struct AtTheirs {
    pub(crate) call: &'static str,
    pub(crate) peer: String,
    pub(crate) rate: f64,
    pub(crate) ours: Latency,
    pub(crate) theirs: Spread,
}

/// Everything on one database.
#[derive(Debug)]
pub(crate) struct Measured {
    pub(crate) kind: Kind,
    pub(crate) contenders: Vec<Figures>,
    /// The open loop's rate that all are compared at: user/index, login.
    pub(crate) common: [f64; 2],
    pub(crate) at_theirs: Vec<AtTheirs>,
}

impl Measured {
    pub(crate) fn ours(&self) -> Option<&Figures> {
        self.contenders.iter().find(|figures| matches!(figures.role, Role::Ours))
    }

    pub(crate) fn peers(&self) -> impl Iterator<Item = &Figures> {
        self.contenders.iter().filter(|figures| matches!(figures.role, Role::Peer(..)))
    }
}

/// The one with the highest rate.
pub(crate) fn fastest<T>(calls: impl Iterator<Item = (T, Call)>) -> Option<(T, Call)> {
    calls.max_by(|one, other| one.1.rate.median.total_cmp(&other.1.rate.median))
}

#[cfg(test)]
mod tests {
    use super::Spread;

    #[test]
    fn a_spread_has_median_and_ends() {
        let spread = Spread::of(&[3.0, 1.0, 2.0]);
        assert_eq!((spread.low, spread.median, spread.high), (1.0, 2.0, 3.0));
    }
}
