//! `oa-mini wechat-double`: the WeChat double alone, at the root of an address of its own, for other people's backends and
//! SDKs. It needs no configuration (`--app` names other apps than its own), keeps everything in memory and writes no file.

use std::{net::SocketAddr, time::Duration};

use identity::{Clock, Random};
use secrecy::ExposeSecret as _;
use tokio::net::TcpListener;
use wechat_double::{DEMO_SECRET, Double, DoubleApp, DoubleConfig};

use crate::{
    compose::{StartError, double},
    serve::{ConnectionTimeouts, serve},
};

/// A double that listens and is ready to run.
pub struct StandaloneDouble {
    listener: TcpListener,
    router: axum::Router,
    address: SocketAddr,
    url: String,
    appids: Vec<String>,
    /// It knows its own app alone.
    is_own_app: bool,
}

impl StandaloneDouble {
    /// Listens on `listen` and knows `apps`. `public_url` is what callers call, where that is another address: pictures are under it, and
    /// its host may drive the double too.
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

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The line that a person, or a test, waits for: the address, and the apps that the double knows. Of secrets it has the
    /// double's own alone, which protects nothing.
    pub fn greeting(&self) -> String {
        let mut line = format!("wechat-double: {}", self.url);
        for appid in &self.appids {
            line += &format!(" appid={appid}");
        }
        if self.is_own_app { line + &format!(" secret={DEMO_SECRET}") } else { line }
    }

    /// Serves until `stop` ends. What runs then is not waited for: nothing of it lasts.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        let timeouts = ConnectionTimeouts { drain: Duration::ZERO, ..ConnectionTimeouts::default() };
        serve(self.listener, self.router, timeouts, stop).await;
    }
}
