//! What every request needs, made once at the start.

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
    /// What the ids of requests are made of.
    pub(crate) random: Random,
    /// What the flows write to; the demo's own controls use it too.
    pub(crate) store: Arc<dyn Store>,
    /// `OA_PUBLIC_URL`, without a slash at its end.
    pub(crate) public_url: Arc<str>,
    /// The mini-programs that logins belong to; at least one, the first is the default.
    pub(crate) apps: Vec<Arc<App>>,
    /// Whose `X-Forwarded-For` is believed.
    pub(crate) trusted_proxies: Vec<IpNet>,
    /// Whether the log has told of a proxy that is not trusted.
    pub(crate) warned_of_proxy: AtomicBool,
    /// Unless `OA_RATE_LIMIT` is off.
    pub(crate) limits: Option<Arc<Limits>>,
    /// The bodies of uploads.
    pub(crate) uploads: Arc<BodyBudget>,
    /// The bodies of all other calls.
    pub(crate) bodies: Arc<BodyBudget>,
    /// Where uploaded avatars are made.
    pub(crate) avatar_encoder: AvatarEncoder,
    /// In demo mode only.
    pub(crate) demo: Option<Demo>,
    /// With `OA_METRICS_LISTEN` only.
    pub(crate) metrics: Option<Arc<Metrics>>,
    /// Keeps the metrics' listener open.
    pub(crate) _metrics_listener: Option<MetricsListener>,
}
