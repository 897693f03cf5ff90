//! The state shared by all requests, created once at the start.

use std::sync::{Arc, atomic::AtomicBool};

use identity::{Identity, Random, Store, wechat::App};
use ipnet::IpNet;

use crate::{
    avatars::AvatarEncoder,
    body_budget::BodyBudget,
    demo::Demo,
    limits::Limits,
    metrics::{Metrics, MetricsListener},
};

/// The running server.
pub(crate) struct Server {
    /// The flows.
    pub(crate) identity: Arc<Identity>,
    /// The random source of request ids.
    pub(crate) random: Random,
    /// The store of the flows; the demo's controls use it too.
    pub(crate) store: Arc<dyn Store>,
    /// `OA_PUBLIC_URL`, without a slash at its end.
    pub(crate) public_url: Arc<str>,
    /// The configured mini-programs; at least one, the first is the default.
    pub(crate) apps: Vec<Arc<App>>,
    /// The proxies whose `X-Forwarded-For` is trusted.
    pub(crate) trusted_proxies: Vec<IpNet>,
    /// Whether the warning about an untrusted proxy was logged.
    pub(crate) warned_of_proxy: AtomicBool,
    /// The rate limits, unless `OA_RATE_LIMIT` is off.
    pub(crate) limits: Option<Arc<Limits>>,
    /// The memory budget for uploads.
    pub(crate) uploads: Arc<BodyBudget>,
    /// The memory budget for all other calls.
    pub(crate) bodies: Arc<BodyBudget>,
    /// Encodes uploaded avatars.
    pub(crate) avatar_encoder: AvatarEncoder,
    /// In demo mode only.
    pub(crate) demo: Option<Demo>,
    /// With `OA_METRICS_LISTEN` only.
    pub(crate) metrics: Option<Arc<Metrics>>,
    /// Keeps the metrics' listener open.
    pub(crate) _metrics_listener: Option<MetricsListener>,
}
