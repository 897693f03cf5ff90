//! `oa-mini wechat-double`: the WeChat double without the server, at the root of its own address, for other backends and
//! SDKs. It needs no configuration (`--app` adds other apps), keeps its state in memory and writes no file.

use std::{net::SocketAddr, time::Duration};

use identity::{Clock, Random};
use secrecy::ExposeSecret as _;
use tokio::net::TcpListener;
use wechat_double::{DEMO_SECRET, Double, DoubleApp, DoubleConfig};

use crate::{
    compose::{StartError, double},
    serve::{ConnectionTimeouts, serve},
};

/// A double with a bound listener, ready to run.
pub struct StandaloneDouble {
    listener: TcpListener,
    router: axum::Router,
    address: SocketAddr,
    url: String,
    appids: Vec<String>,
    /// Whether it knows only its own demo app.
    is_own_app: bool,
}

impl StandaloneDouble {
    /// Binds `listen` and creates the double with `apps`. `public_url` is the address that callers use, if it is another one:
    /// avatar URLs begin with it, and its host is accepted too.
    ///
    /// # Errors
    /// [`StartError::Listen`].
    pub async fn start(
        listen: SocketAddr,
        apps: Vec<DoubleApp>,
        public_url: Option<&str>,
        clock: Clock,
        random: Random,
    ) -> Result<Self, StartError> {
        let failed = |cause| StartError::Listen("--listen", listen, cause);
        let listener = TcpListener::bind(listen).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let url = public_url.map_or_else(|| format!("http://{address}"), |url| url.trim_end_matches('/').to_owned());
        let appids = apps.iter().map(|app| app.appid.clone()).collect();
        let is_own_app = matches!(apps.as_slice(), [app] if app.secret.expose_secret() == DEMO_SECRET);
        let router = Double::new(DoubleConfig { apps, ..double(&url, "", address, &clock, &random) }).router();
        Ok(Self { listener, router, address, url, appids, is_own_app })
    }

    /// The bound address.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The line printed after the start: the address and the appids. The only secret in it is the demo app's own, which protects
    /// nothing.
    pub fn greeting(&self) -> String {
        let mut line = format!("wechat-double: {}", self.url);
        for appid in &self.appids {
            line += &format!(" appid={appid}");
        }
        if self.is_own_app { line + &format!(" secret={DEMO_SECRET}") } else { line }
    }

    /// Serves until `stop` resolves. Running requests are aborted: the double has no persistent state.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        let timeouts = ConnectionTimeouts { drain: Duration::ZERO, ..ConnectionTimeouts::default() };
        serve(self.listener, self.router, timeouts, stop).await;
    }
}
