//! The double as the composition sees it.

use std::pin::Pin;
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;

use crate::worlds::Worlds;
use crate::{avatars, control, here, ids, journal, people, phone, wechat};

/// The longest request body, in bytes.
const MAX_BODY_BYTES: usize = 64 * 1024;

/// Now, in UTC epoch milliseconds.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// Fills a buffer with bytes that nobody can guess.
pub type Random = Arc<dyn Fn(&mut [u8]) + Send + Sync>;

/// How a double is made.
#[derive(Clone)]
pub struct DoubleConfig {
    /// The only app that it knows ([`DEMO_APPID`](crate::DEMO_APPID)).
    pub appid: String,
    /// Its secret ([`DEMO_SECRET`](crate::DEMO_SECRET)).
    pub secret: String,
    /// The time; every world may move its own clock against it.
    pub clock: Clock,
    /// Codes, keys and ivs are drawn from it.
    pub random: Random,
    /// What `avatarUrl` begins with: the public address under which [`Double::router`] is mounted.
    pub avatar_base: String,
    /// The `Host` values that `/_double` answers to, with their port. Every other is 403, so that a web page elsewhere
    /// cannot drive a double on somebody's machine.
    pub allowed_hosts: Vec<String>,
    /// A public demo: a world's name must be unguessable (≥ 22 characters) and `default` is closed.
    pub public: bool,
}

/// What was just forgotten, for whoever keeps accounts that belong to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Forgotten {
    /// One user of a world was reset.
    User {
        /// The world.
        world: String,
        /// The user's openid in it.
        openid: String,
    },
    /// A world was reset, was idle for 24 h, or had to make room.
    World(String),
}

/// Called for everything that is [`Forgotten`]; a reset is answered once it is done.
pub type ForgetHook = Arc<dyn Fn(Forgotten) -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync>;

/// An offline WeChat. Cheap to clone; the clones share their worlds.
#[derive(Clone)]
pub struct Double {
    shared: Arc<Shared>,
}

/// What every call needs.
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

    pub(crate) async fn forget(&self, forgotten: Vec<Forgotten>) {
        if let Some(hook) = &self.forget {
            for one in forgotten {
                hook(one).await;
            }
        }
    }
}

impl Double {
    /// A double without any world yet.
    pub fn new(config: DoubleConfig) -> Self {
        Self { shared: Arc::new(Shared { config, worlds: Worlds::default(), forget: None }) }
    }

    /// The same, empty, with a hook for what is forgotten: demo accounts end with their world.
    #[must_use]
    pub fn with_forget_hook(self, hook: ForgetHook) -> Self {
        let config = self.shared.config.clone();
        Self { shared: Arc::new(Shared { config, worlds: Worlds::default(), forget: Some(hook) }) }
    }

    /// Everything that the double answers. The paths begin with `/`: nest it, or serve it at the root.
    pub fn router(&self) -> Router {
        let driven = phone::router()
            .layer(from_fn_with_state(self.shared.clone(), journal::of_phone))
            .merge(control::router())
            .layer(from_fn_with_state(self.shared.clone(), here::guard));
        let wechat = wechat::router()
            .layer(from_fn_with_state(self.shared.clone(), wechat::entry))
            .layer(from_fn_with_state(self.shared.clone(), here::enter));
        driven.merge(wechat).merge(avatars::router()).layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
    }

    /// The openid of `user` in `world`: 28 characters, for ever the same.
    pub fn openid(&self, world: &str, user: &str) -> String {
        ids::openid(&self.shared.config.appid, world, user)
    }

    /// Which of the six virtual users has `openid` in `world`; users that a test added are not looked for.
    pub fn user_of(&self, world: &str, openid: &str) -> Option<&'static str> {
        people::NAMES.into_iter().find(|user| self.openid(world, user) == openid)
    }

    /// How many worlds are in use.
    pub fn worlds(&self) -> usize {
        self.shared.worlds.len()
    }

    /// Forgets the worlds that have been idle for 24 h. Every call looks too, so this is for a double that nobody calls.
    pub async fn sweep(&self) {
        let forgotten = self.shared.worlds.sweep((self.shared.config.clock)());
        self.shared.forget(forgotten).await;
    }
}
