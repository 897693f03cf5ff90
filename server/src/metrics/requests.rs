//! The calls of the API: how many by path and errno (the status is always 200), and how long they took by path.

use std::time::Duration;

use app::wire::Errno;
use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{counter::Counter, family::Family, histogram::Histogram},
    registry::Registry,
};

/// The path of a call to none that there is: a stranger may ask for as many as he likes.
pub(crate) const OTHER: &str = "other";
/// What an operator wants to be woken for.
const WATCHED: [Errno; 3] = [Errno::Internal, Errno::WeChatDown, Errno::Misconfigured];
/// In s, up to the deadline of a request.
const BUCKETS: [f64; 13] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0];

#[derive(Debug, Clone, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Answer {
    path: &'static str,
    errno: i32,
}

#[derive(Debug, Clone, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Path {
    path: &'static str,
}

/// The two families.
pub(crate) struct Requests {
    answers: Family<Answer, Counter>,
    durations: Family<Path, Histogram, fn() -> Histogram>,
}

impl Requests {
    pub(super) fn new(registry: &mut Registry) -> Self {
        let requests =
            Self { answers: Family::default(), durations: Family::new_with_constructor(|| Histogram::new(BUCKETS)) };
        let help = "Calls of the API that were answered, by registered path and errno";
        registry.register("oa_requests", help, requests.answers.clone());
        let help = "Time from a call's arrival to its answer, by registered path";
        registry.register("oa_request_duration_seconds", help, requests.durations.clone());
        requests
    }

    /// A path that there is. What [`WATCHED`] names is 0 from the start, since Prometheus sees no rise in a series that
    /// begins at 1: the first failure would raise no alarm.
    pub(crate) fn know(&self, path: &'static str) {
        for errno in WATCHED {
            drop(self.answers.get_or_create(&Answer { path, errno: errno as i32 }));
        }
        drop(self.answers.get_or_create(&Answer { path, errno: 0 }));
        drop(self.durations.get_or_create(&Path { path }));
    }

    /// A call was answered. `path` as it is registered, or [`OTHER`].
    pub(crate) fn answered(&self, path: &'static str, errno: i32, duration: Duration) {
        self.answers.get_or_create(&Answer { path, errno }).inc();
        self.durations.get_or_create(&Path { path }).observe(duration.as_secs_f64());
    }
}
