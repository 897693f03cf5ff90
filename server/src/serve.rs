//! Starts and stops the server.

mod connections;

use std::{net::SocketAddr, sync::Arc};

use identity::{Clock, Random};
use tokio::net::TcpListener;

use crate::{
    compose::{StartError, compose},
    config::{Mode, Settings},
    demo::EventLog,
    metrics,
};
pub use connections::ConnectionTimeouts;
pub(crate) use connections::serve;

/// A server with a bound listener, ready to run.
pub struct BoundServer {
    listener: TcpListener,
    router: axum::Router,
    address: SocketAddr,
    metrics_address: Option<SocketAddr>,
    /// The demo's event streams, which must be closed at shutdown.
    event_log: Arc<EventLog>,
}

impl BoundServer {
    /// Binds the listener, opens the database and builds the router.
    ///
    /// # Errors
    /// [`StartError`].
    pub async fn start(settings: &Settings, clock: Clock, random: Random) -> Result<Self, StartError> {
        // Leptos' executor; another server of the same test process may have initialised it
        drop(any_spawner::Executor::init_tokio());
        let failed = |cause| StartError::Listen("OA_LISTEN", settings.listen, cause);
        let listener = TcpListener::bind(settings.listen).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let event_log = Arc::new(EventLog::default());
        let metrics = metrics::bind(settings.metrics_listen).await?;
        let metrics_address = metrics.as_ref().and_then(|metrics| metrics.local_addr().ok());
        let router = compose(settings, address, clock, random, event_log.clone(), metrics).await?;
        Ok(Self { listener, router, address, metrics_address, event_log })
    }

    /// The bound address.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address of the metrics, if `OA_METRICS_LISTEN` is set.
    pub fn metrics_address(&self) -> Option<SocketAddr> {
        self.metrics_address
    }

    /// Serves until `stop` resolves, then drains running requests within the time-out.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        self.run_with(ConnectionTimeouts::default(), stop).await;
    }

    /// As [`Self::run`], with other time-outs, for tests.
    pub async fn run_with(self, timeouts: ConnectionTimeouts, stop: impl Future<Output = ()>) {
        let stop = async {
            stop.await;
            tracing::info!("shutdown started");
            self.event_log.close_all();
        };
        serve(self.listener, self.router, timeouts, stop).await;
    }
}

/// The line printed after the start.
pub fn greeting(settings: &Settings, address: SocketAddr) -> String {
    let url = settings.public_url_at(address);
    match settings.mode {
        Mode::Demo { .. } => format!("oa-mini 演示 demo: {url}"),
        Mode::Live(_) => format!("oa-mini API: {url}{}", app::api::BASE),
    }
}

/// A future that resolves on SIGTERM or Ctrl-C. The handlers are installed when this returns, so that a signal right after
/// the greeting is not lost.
///
/// # Errors
/// When a handler cannot be installed.
pub fn signal() -> std::io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
        Ok(async move {
            tokio::select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} }
        })
    }
    #[cfg(not(unix))]
    Ok(async { drop(tokio::signal::ctrl_c().await) })
}
