//! Requests to WeChat, each attempt: count by path and errcode, and duration by path.

use std::fmt::Write as _;

use identity::wechat::{CompletedCall, Error, Unavailable, advice};
use prometheus_client::{
    encoding::{EncodeLabelSet, EncodeLabelValue, LabelValueEncoder},
    metrics::{counter::Counter, family::Family, histogram::Histogram},
    registry::Registry,
};

/// Histogram buckets in s, up to the response time-out.
const BUCKETS: [f64; 8] = [0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0];

#[derive(Debug, Clone, Hash, PartialEq, Eq, EncodeLabelSet)]
struct CallLabels {
    path: &'static str,
    errcode: Errcode,
}

#[derive(Debug, Clone, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Path {
    path: &'static str,
}

/// WeChat's errcode if it is a known one, else a word. In a demo any visitor can make the double respond with any
/// errcode, so unknown ones share a label value.
#[derive(Debug, Clone, Copy, Hash, PartialEq, Eq)]
enum Errcode {
    Number(i64),
    Word(&'static str),
}

impl Errcode {
    fn of(outcome: Result<(), Error>) -> Self {
        let error = match outcome {
            Ok(()) => return Self::Number(0),
            Err(error) => error,
        };
        if let Some(errcode) = error.errcode() {
            return if advice(errcode).is_some() { Self::Number(errcode) } else { Self::Word("unknown") };
        }
        Self::Word(match error {
            Error::Unavailable(
                Unavailable::Connect | Unavailable::Refused | Unavailable::NoAddress | Unavailable::ConnectTimeout,
            ) => "no_connection",
            Error::Unavailable(Unavailable::Tls(_)) => "no_tls",
            Error::Unavailable(Unavailable::Timeout) => "timeout",
            Error::Unavailable(Unavailable::Status(_)) => "http_status",
            Error::Unavailable(Unavailable::Overloaded) => "crowded",
            _ => "malformed",
        })
    }
}

impl EncodeLabelValue for Errcode {
    fn encode(&self, encoder: &mut LabelValueEncoder<'_>) -> Result<(), std::fmt::Error> {
        match self {
            Self::Number(number) => write!(encoder, "{number}"),
            Self::Word(word) => encoder.write_str(word),
        }
    }
}

/// The two metric families.
pub(super) struct WeChatCalls {
    outcomes: Family<CallLabels, Counter>,
    durations: Family<Path, Histogram, fn() -> Histogram>,
}

impl WeChatCalls {
    pub(super) fn new(registry: &mut Registry) -> Self {
        let calls =
            Self { outcomes: Family::default(), durations: Family::new_with_constructor(|| Histogram::new(BUCKETS)) };
        let help = "Requests to WeChat, retries and all, by WeChat's path and errcode (or a word, where it gave none)";
        registry.register("oa_wechat_calls", help, calls.outcomes.clone());
        let help = "Time from a request to WeChat to its answer or failure, by WeChat's path";
        registry.register("oa_wechat_call_duration_seconds", help, calls.durations.clone());
        calls
    }

    pub(super) fn record(&self, call: CompletedCall) {
        let CompletedCall { path, outcome, duration } = call;
        self.outcomes.get_or_create(&CallLabels { path, errcode: Errcode::of(outcome) }).inc();
        if let Some(duration) = duration {
            self.durations.get_or_create(&Path { path }).observe(duration.as_secs_f64());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use identity::wechat::{CompletedCall, Error, Unavailable};
    use prometheus_client::{encoding::prometheus_text, registry::Registry};

    use super::WeChatCalls;

    #[test]
    fn unknown_errcodes_share_a_series_and_a_rejected_call_has_no_duration() {
        let mut registry = Registry::default();
        let calls = WeChatCalls::new(&mut registry);
        let record = |outcome, duration| calls.record(CompletedCall { path: "/p", outcome, duration });
        record(Ok(()), Some(Duration::from_millis(30)));
        for errcode in 1..=1000 {
            record(Err(Error::Unexpected(errcode)), Some(Duration::ZERO));
        }
        record(Err(Error::Misconfigured(40125)), Some(Duration::ZERO));
        record(Err(Error::Unavailable(Unavailable::Busy)), Some(Duration::ZERO));
        record(Err(Error::Unavailable(Unavailable::Status(500))), Some(Duration::ZERO));
        record(Err(Error::Unavailable(Unavailable::Status(503))), Some(Duration::ZERO));
        record(Err(Error::Unavailable(Unavailable::Overloaded)), None);
        let mut text = String::new();
        prometheus_text::encode(&mut text, &registry).unwrap();
        let mut counts: Vec<_> =
            text.lines().filter_map(|line| line.strip_prefix("oa_wechat_calls_total{path=\"/p\",errcode=")).collect();
        counts.sort_unstable();
        assert_eq!(
            counts,
            ["\"-1\"} 1", "\"0\"} 1", "\"40125\"} 1", "\"crowded\"} 1", "\"http_status\"} 2", "\"unknown\"} 1000"]
        );
        assert!(text.contains("oa_wechat_call_duration_seconds_count{path=\"/p\"} 1005\n"), "{text}");
    }
}
