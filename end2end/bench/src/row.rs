//! A row of the results: a figure, its baseline and its target.

pub(crate) struct Row {
    pub(crate) measure: &'static str,
    /// Where it was measured; empty where that does not matter.
    pub(crate) database: &'static str,
    pub(crate) unit: Unit,
    pub(crate) ours: f64,
    pub(crate) baseline: f64,
    /// The name of the baseline.
    pub(crate) against: &'static str,
    pub(crate) ratio: f64,
    pub(crate) target: Option<Target>,
}

/// The target of a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Target {
    RatioAtLeast(f64),
    RatioAtMost(f64),
    /// In the row's unit.
    AtMost(f64),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    PerSecond,
    Milliseconds,
    Microseconds,
    /// 1 000 000 bytes.
    Megabytes,
    /// 1 000 bytes.
    Kilobytes,
}

impl Row {
    pub(crate) fn new(measure: &'static str, unit: Unit, ours: f64, against: &'static str, baseline: f64) -> Self {
        Self { measure, database: "", unit, ours, baseline, against, ratio: ours / baseline, target: None }
    }

    /// The median of the rounds' ratios stands for the ratio of the medians.
    pub(crate) fn ratio(self, ratio: f64) -> Self {
        Self { ratio, ..self }
    }

    pub(crate) fn on(self, database: &'static str) -> Self {
        Self { database, ..self }
    }

    pub(crate) fn target(self, target: Target) -> Self {
        Self { target: Some(target), ..self }
    }

    pub(crate) fn is_met(&self) -> Option<bool> {
        self.target.map(|target| match target {
            Target::RatioAtLeast(bound) => self.ratio >= bound,
            Target::RatioAtMost(bound) => self.ratio <= bound,
            Target::AtMost(bound) => self.ours <= bound,
        })
    }

    /// The target as text; empty if there is none.
    pub(crate) fn target_text(&self) -> String {
        match self.target {
            None => String::new(),
            Some(Target::RatioAtLeast(bound)) => format!("≥ {bound}"),
            Some(Target::RatioAtMost(bound)) => format!("≤ {bound}"),
            Some(Target::AtMost(bound)) => format!("≤ {bound} {}", self.unit.name().trim()),
        }
    }
}

impl Unit {
    pub(crate) fn show(self, value: f64) -> String {
        let decimals = match self {
            Self::PerSecond | Self::Microseconds => 0,
            Self::Megabytes | Self::Kilobytes => 1,
            Self::Milliseconds => 2,
        };
        format!("{value:.decimals$}{}", self.name())
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::PerSecond => "/s",
            Self::Milliseconds => " ms",
            Self::Microseconds => " µs",
            Self::Megabytes => " MB",
            Self::Kilobytes => " KB",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Row, Target, Unit};

    #[test]
    fn a_target_is_about_the_ratio_or_the_figure() {
        let row = || Row::new("login", Unit::PerSecond, 50.0, "commits", 100.0);
        assert_eq!((row().is_met(), row().target_text()), (None, String::new()));
        assert_eq!(row().target(Target::RatioAtLeast(0.5)).is_met(), Some(true));
        assert_eq!(row().ratio(0.49).target(Target::RatioAtLeast(0.5)).is_met(), Some(false));
        let row = Row::new("p99", Unit::Milliseconds, 5.1, "bare axum", 1.0).target(Target::AtMost(5.0));
        assert_eq!((row.is_met(), row.target_text()), (Some(false), "≤ 5 ms".to_owned()));
    }
}
