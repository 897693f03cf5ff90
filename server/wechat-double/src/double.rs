//! The double's public interface.

use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use http::{Extensions, HeaderMap};
use secrecy::SecretString;

use crate::worlds::Worlds;
use crate::{avatars, control, extract, guard, ids, journal, people, phone, wechat};

/// The longest request body, in bytes.
const MAX_BODY_BYTES: usize = 64 * 1024;

/// Now, in UTC epoch milliseconds.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// Fills a buffer with unpredictable bytes.
pub type Random = Arc<dyn Fn(&mut [u8]) + Send + Sync>;

/// Determines the client network of a request, which new worlds are counted for. `None`: not counted.
pub type Caller = Arc<dyn Fn(&HeaderMap, &Extensions) -> Option<IpAddr> + Send + Sync>;

/// A mini-program that the double knows.
#[derive(Debug, Clone)]
pub struct DoubleApp {
    /// `wx…`
    pub appid: String,
    /// Never printed.
    pub secret: SecretString,
}

impl DoubleApp {
    /// The app of [`DEMO_APPID`](crate::DEMO_APPID) and [`DEMO_SECRET`](crate::DEMO_SECRET).
    pub fn demo() -> Self {
        Self { appid: crate::DEMO_APPID.to_owned(), secret: SecretString::from(crate::DEMO_SECRET) }
    }
}

/// The configuration of a double.
#[derive(Clone)]
pub struct DoubleConfig {
    /// The apps. A phone's call without an appid uses the first.
    pub apps: Vec<DoubleApp>,
    /// The clock; every world may offset it.
    pub clock: Clock,
    /// The random source of codes, keys and ivs.
    pub random: Random,
    /// The prefix of `avatarUrl`: the public address under which [`Double::router`] is mounted.
    pub avatar_base: String,
    /// The accepted `Host` values of `/_double`, with port. Any other gives 403, so that another site's page cannot
    /// control the double on a developer's machine.
    pub allowed_hosts: Vec<String>,
    /// Whether the double is part of a demo: then WeChat's own paths check `Host` too. Standalone, a backend may call
    /// it by any host name.
    pub mounted: bool,
    /// Whether the demo is public: a world's name must be unguessable (≥ 22 characters), and `default` is closed.
    pub public: bool,
    /// Determines the client where the number of new worlds per address is limited, in a public demo.
    pub caller: Option<Caller>,
}

/// Why a world cannot be created. Existing worlds are not affected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EnterError {
    /// The address reached its limit of new worlds per hour.
    TooMany {
        /// The time until it may create another one, in ms.
        wait_ms: u64,
    },
    /// The maximum number of worlds exists, and all were used in the last 10 minutes.
    Full {
        /// The time until one of them may be evicted, in ms.
        wait_ms: u64,
    },
}

/// What the double dropped, for the owner of accounts that belong to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Forgotten {
    /// One user of a world was reset.
    User {
        /// The world.
        world: String,
        /// The user's openid in it.
        openid: String,
    },
    /// A world was reset, was idle for 24 h, or was evicted.
    World(String),
}

/// Called for everything that is [`Forgotten`]; the response of a reset waits for it.
pub type ForgetHook = Arc<dyn Fn(Forgotten) -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync>;

/// An offline WeChat. Cheap to clone; the clones share their worlds.
#[derive(Clone)]
pub struct Double {
    shared: Arc<Shared>,
}

/// The state shared by all calls.
pub(crate) struct Shared {
    pub(crate) config: DoubleConfig,
    pub(crate) worlds: Worlds,
    pub(crate) forget: Option<ForgetHook>,
}

impl Shared {
    /// `N` random bytes.
    pub(crate) fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        (self.config.random)(&mut bytes);
        bytes
    }

    /// The app with this appid.
    pub(crate) fn app(&self, appid: &str) -> Option<&DoubleApp> {
        self.config.apps.iter().find(|app| app.appid == appid)
    }

    /// The default appid of a phone's call.
    pub(crate) fn first_appid(&self) -> &str {
        self.config.apps.first().map(|app| app.appid.as_str()).unwrap_or_default()
    }

    pub(crate) async fn forget(&self, forgotten: Vec<Forgotten>) {
        if let Some(hook) = &self.forget {
            for one in forgotten {
                hook(one).await;
            }
        }
    }
}

impl Double {
    /// Creates a double without worlds.
    pub fn new(config: DoubleConfig) -> Self {
        Self { shared: Arc::new(Shared { config, worlds: Worlds::default(), forget: None }) }
    }

    /// Returns an empty double with a hook: demo accounts end with their world.
    #[must_use]
    pub fn with_forget_hook(self, hook: ForgetHook) -> Self {
        let config = self.shared.config.clone();
        Self { shared: Arc::new(Shared { config, worlds: Worlds::default(), forget: Some(hook) }) }
    }

    /// The routes of the double. The paths begin with `/`: nest the router, or serve it at the root.
    pub fn router(&self) -> Router {
        let shared = || self.shared.clone();
        let control = phone::router()
            .layer(from_fn_with_state(shared(), journal::record_phone_call))
            .merge(control::router())
            .method_not_allowed_fallback(extract::method_not_allowed)
            .layer(from_fn_with_state(shared(), extract::enter));
        let wechat = wechat::router()
            .layer(from_fn_with_state(shared(), wechat::inject_faults))
            .layer(from_fn_with_state(shared(), extract::find));
        control
            .merge(extract::unknown())
            .merge(wechat)
            .merge(avatars::router())
            .layer(from_fn_with_state(shared(), guard::guard))
            .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
    }

    /// Enters the world `name`, as a `/_double` call does, for calls to the server that owns accounts in the world.
    /// Creates it if need be; `creator` is the address that a new one is counted for, if that is limited.
    ///
    /// # Errors
    /// [`EnterError`].
    pub async fn enter(&self, name: &str, creator: Option<IpAddr>) -> Result<(), EnterError> {
        let (world, forgotten) = self.shared.worlds.enter(name, (self.shared.config.clock)(), creator);
        self.shared.forget(forgotten).await;
        world.map(drop)
    }

    /// Whether the world `name` exists. Does not count as use, and creates none.
    pub fn knows(&self, name: &str) -> bool {
        self.shared.worlds.knows(name)
    }

    /// The openid of `user` in `world` for the first app: 28 characters, always the same.
    pub fn openid(&self, world: &str, user: &str) -> String {
        ids::openid(self.shared.first_appid(), world, user)
    }

    /// The virtual user with `openid` in `world`, of the six built-in ones.
    pub fn user_of(&self, world: &str, openid: &str) -> Option<&'static str> {
        people::NAMES.into_iter().find(|user| self.openid(world, user) == openid)
    }

    /// The number of worlds.
    pub fn worlds(&self) -> usize {
        self.shared.worlds.len()
    }

    /// Drops the worlds that have been idle for 24 h. Every call does too, so this is for a double without calls.
    pub async fn sweep(&self) {
        let forgotten = self.shared.worlds.sweep((self.shared.config.clock)());
        self.shared.forget(forgotten).await;
    }
}
