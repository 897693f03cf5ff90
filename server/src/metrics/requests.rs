//! API calls: count by path and errno (the status is always 200), and duration by path.

use std::time::Duration;

use app::wire::Errno;
use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{counter::Counter, family::Family, histogram::Histogram},
    registry::Registry,
};

/// The label of unknown paths, of which clients can send any number.
pub(crate) const OTHER: &str = "other";
/// The errnos that an operator alerts on.
const ALERTED: [Errno; 3] = [Errno::Internal, Errno::WeChatDown, Errno::Misconfigured];
/// Histogram buckets in s, up to the deadline of a request.
const BUCKETS: [f64; 13] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0];

#[derive(Debug, Clone, Hash, PartialEq, Eq, EncodeLabelSet)]
struct RequestLabels {
    path: &'static str,
    errno: i32,
}

#[derive(Debug, Clone, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Path {
    path: &'static str,
}

/// The two metric families.
pub(crate) struct Requests {
    responses: Family<RequestLabels, Counter>,
    durations: Family<Path, Histogram, fn() -> Histogram>,
}

impl Requests {
    pub(super) fn new(registry: &mut Registry) -> Self {
        let requests =
            Self { responses: Family::default(), durations: Family::new_with_constructor(|| Histogram::new(BUCKETS)) };
        let help = "Calls of the API that were answered, by registered path and errno";
        registry.register("oa_requests", help, requests.responses.clone());
        let help = "Time from a call's arrival to its answer, by registered path";
        registry.register("oa_request_duration_seconds", help, requests.durations.clone());
        requests
    }

    /// Registers a path. The series of [`ALERTED`] start at 0, since Prometheus sees no increase in a series that
    /// begins at 1: the first failure would raise no alert.
    pub(crate) fn register_path(&self, path: &'static str) {
        for errno in ALERTED {
            drop(self.responses.get_or_create(&RequestLabels { path, errno: errno as i32 }));
        }
        drop(self.responses.get_or_create(&RequestLabels { path, errno: 0 }));
        drop(self.durations.get_or_create(&Path { path }));
    }

    /// Counts a response. `path` is a registered one, or [`OTHER`].
    pub(crate) fn responded(&self, path: &'static str, errno: i32, duration: Duration) {
        self.responses.get_or_create(&RequestLabels { path, errno }).inc();
        self.durations.get_or_create(&Path { path }).observe(duration.as_secs_f64());
    }
}
