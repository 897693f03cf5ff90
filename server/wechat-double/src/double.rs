//! The double as the composition sees it.

use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use http::{Extensions, HeaderMap};
use secrecy::SecretString;

use crate::worlds::Worlds;
use crate::{avatars, control, guard, here, ids, journal, people, phone, wechat};

/// The longest request body, in bytes.
const MAX_BODY_BYTES: usize = 64 * 1024;

/// Now, in UTC epoch milliseconds.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// Fills a buffer with bytes that nobody can guess.
pub type Random = Arc<dyn Fn(&mut [u8]) + Send + Sync>;

/// Whose a request is, by its headers and extensions: the address that a new world counts for. None: it is not counted.
pub type Caller = Arc<dyn Fn(&HeaderMap, &Extensions) -> Option<IpAddr> + Send + Sync>;

/// A mini-program that a double knows.
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

/// How a double is made.
#[derive(Clone)]
pub struct DoubleConfig {
    /// The apps that it knows. A phone's call that names none is of the first.
    pub apps: Vec<DoubleApp>,
    /// The time; every world may move its own clock against it.
    pub clock: Clock,
    /// Codes, keys and ivs are drawn from it.
    pub random: Random,
    /// What `avatarUrl` begins with: the public address under which [`Double::router`] is mounted.
    pub avatar_base: String,
    /// The `Host` values that `/_double` answers to, with their port. Every other is 403, so that a web page elsewhere
    /// cannot drive a double on somebody's machine.
    pub allowed_hosts: Vec<String>,
    /// It is a part of a demo: then WeChat's own paths look at `Host` too. Alone, a backend may call it by any name.
    pub mounted: bool,
    /// A public demo: a world's name must be unguessable (≥ 22 characters) and `default` is closed.
    pub public: bool,
    /// Who calls, where an address may make only so many worlds: a public demo's business.
    pub caller: Option<Caller>,
}

/// Why there is no new world. Those that are there go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoWorld {
    /// The address made as many within the hour as it may.
    TooMany {
        /// In how many ms it may make one more.
        wait_ms: u64,
    },
    /// There are as many as there is room for, and all were used in the last 10 minutes.
    Full {
        /// In how many ms one of them may make room.
        wait_ms: u64,
    },
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

    /// The app with this appid.
    pub(crate) fn app(&self, appid: &str) -> Option<&DoubleApp> {
        self.config.apps.iter().find(|app| app.appid == appid)
    }

    /// The appid of a phone's call that names none.
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
        let shared = || self.shared.clone();
        let driven = phone::router()
            .layer(from_fn_with_state(shared(), journal::of_phone))
            .merge(control::router())
            .method_not_allowed_fallback(here::wrong_method)
            .layer(from_fn_with_state(shared(), here::enter));
        let wechat = wechat::router()
            .layer(from_fn_with_state(shared(), wechat::entry))
            .layer(from_fn_with_state(shared(), here::find));
        driven
            .merge(here::unknown())
            .merge(wechat)
            .merge(avatars::router())
            .layer(from_fn_with_state(shared(), guard::guard))
            .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
    }

    /// Uses the world `name`, as a `/_double` call does: for what a page asks of who keeps accounts in its world. It is made
    /// if need be; `maker` is the address that a new one counts for, where that is limited.
    ///
    /// # Errors
    /// [`NoWorld`].
    pub async fn enter(&self, name: &str, maker: Option<IpAddr>) -> Result<(), NoWorld> {
        let (world, forgotten) = self.shared.worlds.enter(name, (self.shared.config.clock)(), maker);
        self.shared.forget(forgotten).await;
        world.map(drop)
    }

    /// Whether there is a world `name`. To be asked for is no use of it, and makes none.
    pub fn knows(&self, name: &str) -> bool {
        self.shared.worlds.knows(name)
    }

    /// The openid of `user` in `world`, of the first app: 28 characters, for ever the same.
    pub fn openid(&self, world: &str, user: &str) -> String {
        ids::openid(self.shared.first_appid(), world, user)
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
