//! The service that the endpoints call: the shared parts of the flows, composed once at the start.

use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::login_once::Logins;
use crate::{Clock, Count, Limit, MasterKeys, Membership, Random, Realm, Store};

/// The flows. One file each: `login`, `authenticate`, `bind_phone`, `logout`, `user_index`, `home`. Cheap to clone; the
/// clones share everything.
#[derive(Clone)]
pub struct Identity {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) wechat: wechat::Client,
    pub(crate) master_keys: Arc<MasterKeys>,
    pub(crate) clock: Clock,
    pub(crate) random: Random,
    pub(crate) config: Arc<Config>,
    pub(crate) logins: Arc<Logins>,
    /// Bounds the lists of sessions, the one large read, so that the other connections of the database stay free for small reads.
    pub(crate) list_permits: Arc<Semaphore>,
}

/// The maximum number of session lists that are read at the same time.
const MAX_CONCURRENT_LISTS: usize = 2;

/// The demo's meetings and votes that a new account of a realm and openid is linked to.
pub type DemoMemberships = Box<dyn Fn(&Realm, &str) -> Vec<Membership> + Send + Sync>;

/// The limits of the flows, and what the demo adds.
pub struct Config {
    /// The mini-programs: a guarded call takes its own from the session. In demo mode the double's.
    pub apps: Vec<wechat::App>,
    /// A session ends this long after its last use, in ms (7 days).
    pub idle_ms: i64,
    /// A session ends this long after its login in any case, in ms (30 days).
    pub absolute_ms: i64,
    /// How many live sessions an account may have (20).
    pub max_sessions: u32,
    /// How old a watermark may be, in ms (10 min).
    pub watermark_age_ms: i64,
    /// How far a watermark may be in the future, in ms (2 min).
    pub clock_skew_ms: i64,
    /// Avatar addresses that count as ours begin with this; it is cut off before they are stored (`OA_PUBLIC_URL`).
    pub public_url: String,
    /// Paths under `public_url` that may be an avatar: `/oapro/avatar/`, and in demo mode the double's.
    pub avatar_paths: Vec<String>,
    /// The rate limit of an account.
    pub limit: Limit,
    /// Receives the changes of the flows, for the metrics.
    pub count: Count,
    /// The memberships of a new account in the demo. None in live mode.
    pub demo_memberships: DemoMemberships,
}

impl Identity {
    /// Puts the parts together.
    pub fn new(
        store: Arc<dyn Store>,
        wechat: wechat::Client,
        master_keys: MasterKeys,
        clock: Clock,
        random: Random,
        config: Config,
    ) -> Self {
        let (master_keys, config) = (Arc::new(master_keys), Arc::new(config));
        Self {
            store,
            wechat,
            master_keys,
            clock,
            random,
            config,
            logins: Arc::default(),
            list_permits: Arc::new(Semaphore::new(MAX_CONCURRENT_LISTS)),
        }
    }

    /// Now, in UTC epoch ms.
    pub fn now_ms(&self) -> i64 {
        (self.clock)()
    }

    /// Whether the database answers (`/readyz`).
    pub async fn ready(&self) -> Result<(), crate::StoreError> {
        self.store.ping().await
    }
}
