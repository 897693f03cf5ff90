//! Alternates baseline and subject several times, so that interference of the machine affects both; the median of the
//! rounds' ratios counts.

use std::time::Duration;

use crate::Failure;
use crate::load::Sample;

/// The schedule of the rounds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Schedule {
    /// How often each contender has its turn, after one to warm up.
    pub(crate) rounds: usize,
    /// How long a turn is.
    pub(crate) turn: Duration,
    /// Of the smaller database, and of the larger one.
    pub(crate) users: (u64, u64),
}

impl Schedule {
    /// For figures, and for a look.
    pub(crate) fn of(quick: bool) -> Self {
        if quick {
            Self { rounds: 2, turn: Duration::from_millis(400), users: (1_000, 20_000) }
        } else {
            Self { rounds: 5, turn: Duration::from_millis(800), users: (1_000, 1_000_000) }
        }
    }
}

/// Something that can be run for a while.
pub(crate) type Contender<'a> = &'a dyn Fn(Duration) -> Result<Sample, Failure>;

/// The rounds of each contender.
pub(crate) fn alternate<const N: usize>(
    schedule: Schedule,
    contenders: [Contender<'_>; N],
) -> Result<[Rounds; N], Failure> {
    let mut all = [const { Rounds(Vec::new()) }; N];
    for round in 0..=schedule.rounds {
        for (contender, rounds) in contenders.iter().zip(&mut all) {
            let sample = contender(schedule.turn)?;
            if round > 0 {
                rounds.0.push(sample);
            }
        }
    }
    Ok(all)
}

/// One contender's, in their order.
pub(crate) struct Rounds(Vec<Sample>);

impl Rounds {
    /// The median of a figure.
    pub(crate) fn median(&self, figure: impl Fn(&Sample) -> f64) -> f64 {
        median(self.0.iter().map(figure).collect())
    }

    /// The median of the ratios of a figure, round by round.
    pub(crate) fn ratio(&self, other: &Self, figure: impl Fn(&Sample) -> f64) -> f64 {
        median(self.0.iter().zip(&other.0).map(|(ours, theirs)| figure(ours) / figure(theirs)).collect())
    }
}

/// Of an even number the upper one.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::{Rounds, median};
    use crate::load::Sample;

    #[test]
    fn one_bad_round_moves_no_median() {
        let rounds =
            |rates: &[f64]| Rounds(rates.iter().map(|rate| Sample { rate: *rate, ..Sample::default() }).collect());
        let (ours, theirs) = (rounds(&[80.0, 10.0, 90.0]), rounds(&[100.0, 100.0, 100.0]));
        assert_eq!(ours.median(|sample| sample.rate), 80.0);
        assert_eq!(ours.ratio(&theirs, |sample| sample.rate), 0.8);
        assert!(median(Vec::new()).is_nan());
    }
}
