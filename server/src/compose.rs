//! Puts the server together: the one place that knows every crate.

use std::{
    net::SocketAddr,
    sync::{Arc, OnceLock, Weak, atomic::AtomicBool},
};

use axum::{Router, extract::ConnectInfo};
use identity::{Clock, Config, Identity, Limit, Random, Realm, Store, Welcome, wechat};
use secrecy::SecretString;
use tokio::{net::TcpListener, sync::Semaphore};
use wechat_double::{Caller, DEMO_APPID, DEMO_SECRET, Double, DoubleApp, DoubleConfig, ForgetHook, Forgotten};

use crate::{
    api, assets,
    avatars::{self, Studio},
    bodies::Bodies,
    config::{ConfigError, Mode, Settings},
    database,
    demo::{self, Demo, Rings},
    docs, health,
    limits::{Limits, network},
    master_keys,
    metrics::{self, Metrics, Moment},
    state::Server,
    sweep,
};

/// Why the server did not start. One line each, with what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A setting.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The address.
    #[error("{0}: cannot listen on {1}: {2}")]
    Listen(&'static str, SocketAddr, std::io::Error),
    /// The database.
    #[error("DATABASE_URL: {0}")]
    Open(#[from] database::OpenError),
    /// The database, later.
    #[error("DATABASE_URL: the database failed: {0}")]
    Store(#[from] identity::StoreError),
    /// A demo on an operator's database.
    #[error("{0}")]
    LiveDatabase(String),
    /// TLS.
    #[error("cannot make the client of WeChat")]
    Client(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Day, in ms.
const DAY_MS: i64 = 86_400_000;

/// The whole server, for the address that it listens on.
///
/// # Errors
/// [`StartError`]: which setting, and why.
pub(crate) async fn compose(
    settings: &Settings,
    listen: SocketAddr,
    clock: Clock,
    random: Random,
    rings: Arc<Rings>,
    metrics_listener: Option<TcpListener>,
) -> Result<Router, StartError> {
    let public_url = settings.public_url_at(listen);
    let store: Arc<dyn Store> = database::open(&settings.database_url).await?;
    let master_keys = master_keys::load_or_make(settings, &random)?;
    let limits = settings.rate_limit.then(|| Arc::new(Limits::new(&clock)));
    if limits.is_none() {
        tracing::warn!("OA_RATE_LIMIT is off: anybody may log in as often as this machine can");
    }
    let mut config = Config {
        apps: Vec::new(),
        idle_ms: 7 * DAY_MS,
        absolute_ms: 30 * DAY_MS,
        max_sessions: settings.max_sessions,
        watermark_age_ms: 10 * 60_000,
        clock_skew_ms: 2 * 60_000,
        public_url: public_url.clone(),
        avatar_paths: vec!["/oapro/avatar/".to_owned()],
        limit: limits.clone().map_or_else(|| Arc::new(|_, _: &Realm, _: &str| Ok(())) as Limit, Limits::of_accounts),
        count: Arc::new(|_| ()),
        welcome: Box::new(|_, _| Vec::new()),
    };
    let mut router = Router::new();
    let mut kept_double = None;
    let running = Arc::new(OnceLock::<Weak<Server>>::new());
    let (apps, base_url, demo) = match &settings.mode {
        Mode::Live(live) => (live.apps.clone(), live.base_url.clone(), None),
        Mode::Demo { public } => {
            if store.holds_other_app(DEMO_APPID).await? {
                return Err(StartError::LiveDatabase(database::live_in_demo(&settings.database_url)));
            }
            // from the full hour: a meeting at 21:32 looks made up
            let now_ms = clock();
            store.seed_demo(&demo::seed(), now_ms - now_ms.rem_euclid(3_600_000)).await?;
            let double = DoubleConfig {
                mounted: true,
                public: *public,
                caller: public.then(|| caller(running.clone())),
                ..double(&public_url, "/wechat-double", listen, &clock, &random)
            };
            let double = Double::new(double).with_forget_hook(forget(store.clone(), rings.clone()));
            config.avatar_paths.push("/wechat-double/mmopen/".to_owned());
            config.welcome = welcome(double.clone());
            router = router.nest("/wechat-double", double.router());
            kept_double = Some(double.clone());
            let hosts = hosts(&public_url, listen);
            let waiting = Arc::new(Semaphore::new(demo::MAX_WAITING));
            let demo = Demo { public: *public, hosts, double, rings, waiting };
            let app = wechat::App { appid: DEMO_APPID.to_owned(), secret: SecretString::from(DEMO_SECRET) };
            (vec![app], double_url(listen)?, Some(demo))
        }
    };
    let mode = if demo.is_some() { "demo" } else { "live" };
    let scheme = settings.database_url.split(':').next().unwrap_or_default().to_owned();
    let metrics = metrics_listener.is_some().then(|| {
        let moment = Moment { store: store.clone(), limits: limits.clone(), double: kept_double.clone() };
        Arc::new(Metrics::new(mode, scheme, moment))
    });
    tracing::info!(
        version = env!("CARGO_PKG_VERSION"),
        mode,
        database = database::without_password(&settings.database_url),
        listen = %listen,
        configuration = settings.file.as_ref().map(|file| tracing::field::display(file.display())),
        metrics = metrics_listener.as_ref().and_then(|open| open.local_addr().ok()).map(tracing::field::display),
        "started"
    );
    let mut of_wechat = wechat::ClientConfig::new(base_url);
    if let Some(metrics) = &metrics {
        of_wechat.observer = metrics.observer();
        config.count = metrics.count();
    }
    let client = wechat::Client::new(of_wechat).map_err(|cause| StartError::Client(cause.into()))?;
    config.apps.clone_from(&apps);
    let server = Arc::new(Server {
        identity: Arc::new(Identity::new(store.clone(), client, master_keys, clock, random.clone(), config)),
        random,
        store,
        public_url: public_url.into(),
        apps: apps.into_iter().map(Arc::new).collect(),
        trusted_proxies: settings.trusted_proxies.clone(),
        warned_of_proxy: AtomicBool::new(false),
        limits,
        uploads: Bodies::of_uploads(),
        bodies: Bodies::of_calls(),
        studio: Studio::new(),
        demo,
        _metrics_listener: metrics_listener
            .zip(metrics.clone())
            .map(|(listener, metrics)| metrics::open(listener, metrics)),
        metrics,
    });
    drop(running.set(Arc::downgrade(&server)));
    let (limits, metrics) = (server.limits.clone(), server.metrics.clone());
    sweep::start(server.identity.clone(), server.store.clone(), limits, kept_double, metrics);
    if server.demo.is_some() {
        router = router.merge(demo::pages(server.clone())?);
    }
    Ok(router
        .merge(api::router(server.clone()))
        .merge(avatars::router(server.clone()))
        .merge(docs::router(&server))
        .merge(health::router(server))
        .merge(assets::images()))
}

/// How a double is made that is mounted at `mount`. It answers at the address that we listen on and at the public one; a page
/// elsewhere cannot drive it.
pub(crate) fn double(
    public_url: &str,
    mount: &str,
    listen: SocketAddr,
    clock: &Clock,
    random: &Random,
) -> DoubleConfig {
    DoubleConfig {
        apps: vec![DoubleApp::demo()],
        clock: clock.clone(),
        random: random.clone(),
        avatar_base: format!("{public_url}{mount}"),
        allowed_hosts: hosts(public_url, listen),
        mounted: false,
        public: false,
        caller: None,
    }
}

/// The address that a new world counts for, as the server's own limits have it. The double is made before the server.
fn caller(running: Arc<OnceLock<Weak<Server>>>) -> Caller {
    Arc::new(move |headers, extensions| {
        let peer = extensions.get::<ConnectInfo<SocketAddr>>()?.0.ip();
        Some(network(running.get()?.upgrade()?.client_ip(headers, peer)))
    })
}

/// Where the demo may be called, as `Host` says it.
fn hosts(public_url: &str, listen: SocketAddr) -> Vec<String> {
    let mut hosts =
        vec![listen.to_string(), format!("localhost:{}", listen.port()), format!("127.0.0.1:{}", listen.port())];
    // as a browser says it: without the port that the scheme has anyway
    let public = url::Url::parse(public_url).ok();
    hosts.extend(public.as_ref().map(|url| url[url::Position::BeforeHost..url::Position::AfterPort].to_owned()));
    hosts.extend(public_url.split_once("://").map(|(_, host)| host.to_owned()));
    hosts
}

/// Our own double, over loopback, as a real WeChat would be called.
fn double_url(listen: SocketAddr) -> Result<url::Url, StartError> {
    let ip = if listen.ip().is_unspecified() { std::net::Ipv4Addr::LOCALHOST.into() } else { listen.ip() };
    let address = SocketAddr::new(ip, listen.port());
    format!("http://{address}/wechat-double")
        .parse()
        .map_err(|_| ConfigError::new("OA_LISTEN", format!("{listen} cannot be called")).into())
}

fn welcome(double: Double) -> Welcome {
    Box::new(move |realm, openid| {
        let user = realm.world().and_then(|world| double.user_of(world, openid));
        user.map(demo::welcome).unwrap_or_default()
    })
}

/// A demo account ends with its world, or with a reset of its user.
fn forget(store: Arc<dyn Store>, rings: Arc<Rings>) -> ForgetHook {
    Arc::new(move |forgotten| {
        let (store, rings) = (store.clone(), rings.clone());
        Box::pin(async move {
            let (world, openid) = match &forgotten {
                Forgotten::User { world, openid } => (world, Some(openid.as_str())),
                Forgotten::World(world) => {
                    rings.forget(world);
                    (world, None)
                }
            };
            if let Err(cause) = store.forget(&Realm::new(DEMO_APPID, Some(world)), openid).await {
                tracing::error!(cause = %identity::error_chain(&cause), "demo accounts were not forgotten");
            }
        })
    })
}
