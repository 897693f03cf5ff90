//! The composition root: builds the server from the settings. The only module that depends on every crate.

use std::{
    net::SocketAddr,
    sync::{Arc, OnceLock, Weak, atomic::AtomicBool},
};

use axum::{Router, extract::ConnectInfo};
use identity::{Clock, Config, DemoMemberships, Identity, Limit, Random, Realm, Store, wechat};
use secrecy::SecretString;
use tokio::{net::TcpListener, sync::Semaphore};
use wechat_double::{Caller, DEMO_APPID, DEMO_SECRET, Double, DoubleApp, DoubleConfig, ForgetHook, Forgotten};

#[cfg(feature = "miniprogram")]
use crate::miniprogram;
use crate::{
    api, assets,
    avatars::{self, AvatarEncoder},
    body_budget::BodyBudget,
    config::{ConfigError, Mode, Settings},
    database,
    demo::{self, Demo, EventLog},
    docs, health,
    limits::{Limits, network},
    master_keys,
    metrics::{self, Metrics, Snapshot},
    state::Server,
    sweep,
};

/// Why the server did not start. Each message is one line with what to do.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A setting is invalid.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The address cannot be bound.
    #[error("{0}: cannot listen on {1}: {2}")]
    Listen(&'static str, SocketAddr, std::io::Error),
    /// The database was not opened.
    #[error("DATABASE_URL: {0}")]
    Open(#[from] database::OpenError),
    /// The database failed after it was opened.
    #[error("DATABASE_URL: the database failed: {0}")]
    Store(#[from] identity::StoreError),
    /// A demo on an operator's database.
    #[error("{0}")]
    LiveDatabase(String),
    /// The folder of `--miniprogram` cannot be shown.
    #[error("--miniprogram: {0}")]
    Miniprogram(String),
    /// The TLS client cannot be initialised.
    #[error("cannot make the client of WeChat")]
    Client(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// A day, in ms.
const DAY_MS: i64 = 86_400_000;

/// Builds the router of the server that listens on `listen`.
///
/// # Errors
/// [`StartError`].
pub(crate) async fn compose(
    settings: &Settings,
    listen: SocketAddr,
    clock: Clock,
    random: Random,
    event_log: Arc<EventLog>,
    metrics_listener: Option<TcpListener>,
) -> Result<Router, StartError> {
    let public_url = settings.public_url_at(listen);
    let store: Arc<dyn Store> = database::open(&settings.database_url).await?;
    let master_keys = master_keys::load_or_create(settings, &random)?;
    let limits = settings.rate_limit.then(|| Arc::new(Limits::new(&clock)));
    if limits.is_none() {
        tracing::warn!("rate limits disabled by OA_RATE_LIMIT; logins are unlimited");
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
        limit: limits.clone().map_or_else(|| Arc::new(|_, _: &Realm, _: &str| Ok(())) as Limit, Limits::account_limit),
        count: Arc::new(|_| ()),
        demo_memberships: Box::new(|_, _| Vec::new()),
    };
    #[cfg(feature = "miniprogram")]
    if let (Some(_), Mode::Live(_)) = (&settings.miniprogram, &settings.mode) {
        return Err(StartError::Miniprogram("it is shown in the demo's phone, and this is live mode".to_owned()));
    }
    let mut router = Router::new();
    let mut demo_double = None;
    let running = Arc::new(OnceLock::<Weak<Server>>::new());
    let (apps, base_url, demo) = match &settings.mode {
        Mode::Live(live) => (live.apps.clone(), live.base_url.clone(), None),
        Mode::Demo { public } => {
            if store.holds_other_app(DEMO_APPID).await? {
                return Err(StartError::LiveDatabase(database::live_in_demo(&settings.database_url)));
            }
            // rounded to the full hour: a meeting at 21:32 looks artificial
            let now_ms = clock();
            store.seed_demo(&demo::seed(), now_ms - now_ms.rem_euclid(3_600_000)).await?;
            let double = DoubleConfig {
                mounted: true,
                public: *public,
                caller: public.then(|| caller(running.clone())),
                ..double(&public_url, "/wechat-double", listen, &clock, &random)
            };
            let double = Double::new(double).with_forget_hook(forget(store.clone(), event_log.clone()));
            config.avatar_paths.push("/wechat-double/mmopen/".to_owned());
            config.demo_memberships = memberships(double.clone());
            router = router.nest("/wechat-double", double.router());
            demo_double = Some(double.clone());
            let hosts = hosts(&public_url, listen);
            let waiting_streams = Arc::new(Semaphore::new(demo::MAX_WAITING_STREAMS));
            let demo = Demo {
                public: *public,
                hosts,
                double,
                event_log,
                waiting_streams,
                #[cfg(feature = "miniprogram")]
                opened: open_miniprogram(settings, listen, *public, &random)?,
            };
            let app = wechat::App { appid: DEMO_APPID.to_owned(), secret: SecretString::from(DEMO_SECRET) };
            (vec![app], double_url(listen)?, Some(demo))
        }
    };
    let mode = if demo.is_some() { "demo" } else { "live" };
    let scheme = settings.database_url.split(':').next().unwrap_or_default().to_owned();
    let metrics = metrics_listener.is_some().then(|| {
        let snapshot = Snapshot { store: store.clone(), limits: limits.clone(), double: demo_double.clone() };
        Arc::new(Metrics::new(mode, scheme, snapshot))
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
    let mut client_config = wechat::ClientConfig::new(base_url);
    if let Some(metrics) = &metrics {
        client_config.observer = metrics.observer();
        config.count = metrics.count();
    }
    let client = wechat::Client::new(client_config).map_err(|cause| StartError::Client(cause.into()))?;
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
        uploads: BodyBudget::for_uploads(),
        bodies: BodyBudget::for_calls(),
        avatar_encoder: AvatarEncoder::new(),
        demo,
        _metrics_listener: metrics_listener
            .zip(metrics.clone())
            .map(|(listener, metrics)| metrics::serve_metrics(listener, metrics)),
        metrics,
    });
    drop(running.set(Arc::downgrade(&server)));
    let (limits, metrics) = (server.limits.clone(), server.metrics.clone());
    sweep::start(server.identity.clone(), server.store.clone(), limits, demo_double, metrics);
    if server.demo.is_some() {
        router = router.merge(demo::pages(server.clone())?);
        #[cfg(feature = "miniprogram")]
        {
            router = router.merge(miniprogram::router(&server));
        }
    }
    Ok(router
        .merge(api::router(server.clone()))
        .merge(avatars::router(server.clone()))
        .merge(docs::router(&server, settings.docs))
        .merge(health::router(server))
        .merge(assets::images()))
}

/// The folder of `--miniprogram`, compiled. Its source is anybody's who can reach this address, so only this machine can.
#[cfg(feature = "miniprogram")]
fn open_miniprogram(
    settings: &Settings,
    listen: SocketAddr,
    public: bool,
    random: &Random,
) -> Result<Option<Arc<miniprogram::Opened>>, StartError> {
    let Some(opening) = &settings.miniprogram else { return Ok(None) };
    if public || !listen.ip().is_loopback() {
        let why = format!("OA_LISTEN is {listen}, and a folder of this machine is shown on a loopback address alone");
        return Err(StartError::Miniprogram(why));
    }
    miniprogram::Opened::open(opening, random).map(|opened| Some(Arc::new(opened)))
}

/// The configuration of a double mounted at `mount`. It accepts the `Host` of the listen address and of the public one, so
/// that another site's page cannot control it.
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

/// The client network that a new world is counted for, as in the server's own limits. The double is created before the
/// server, hence the `OnceLock`.
fn caller(running: Arc<OnceLock<Weak<Server>>>) -> Caller {
    Arc::new(move |headers, extensions| {
        let peer = extensions.get::<ConnectInfo<SocketAddr>>()?.0.ip();
        Some(network(running.get()?.upgrade()?.client_ip(headers, peer)))
    })
}

/// The accepted values of `Host` in demo mode.
fn hosts(public_url: &str, listen: SocketAddr) -> Vec<String> {
    let mut hosts =
        vec![listen.to_string(), format!("localhost:{}", listen.port()), format!("127.0.0.1:{}", listen.port())];
    // as a browser sends it: without the scheme's default port
    let public = url::Url::parse(public_url).ok();
    hosts.extend(public.as_ref().map(|url| url[url::Position::BeforeHost..url::Position::AfterPort].to_owned()));
    hosts.extend(public_url.split_once("://").map(|(_, host)| host.to_owned()));
    hosts
}

/// The URL of the own double, called over loopback as a real WeChat would be.
fn double_url(listen: SocketAddr) -> Result<url::Url, StartError> {
    let ip = if listen.ip().is_unspecified() { std::net::Ipv4Addr::LOCALHOST.into() } else { listen.ip() };
    let address = SocketAddr::new(ip, listen.port());
    format!("http://{address}/wechat-double")
        .parse()
        .map_err(|_| ConfigError::new("OA_LISTEN", format!("{listen} cannot be called")).into())
}

fn memberships(double: Double) -> DemoMemberships {
    Box::new(move |realm, openid| {
        let user = realm.world().and_then(|world| double.user_of(world, openid));
        user.map(demo::demo_memberships).unwrap_or_default()
    })
}

/// Deletes demo accounts when their world is dropped or their user is reset.
fn forget(store: Arc<dyn Store>, event_log: Arc<EventLog>) -> ForgetHook {
    Arc::new(move |forgotten| {
        let (store, event_log) = (store.clone(), event_log.clone());
        Box::pin(async move {
            let (world, openid) = match &forgotten {
                Forgotten::User { world, openid } => (world, Some(openid.as_str())),
                Forgotten::World(world) => {
                    event_log.drop_world(world);
                    (world, None)
                }
            };
            if let Err(cause) = store.delete_accounts(&Realm::new(DEMO_APPID, Some(world)), openid).await {
                tracing::error!(cause = %identity::error_chain(&cause), "demo accounts not deleted");
            }
        })
    })
}
