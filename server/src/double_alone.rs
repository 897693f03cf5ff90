//! `oa-mini wechat-double`: the WeChat double alone, at the root of an address of its own, for other people's backends and
//! SDKs. It needs no configuration, keeps everything in memory and writes no file.

use std::{net::SocketAddr, time::Duration};

use identity::{Clock, Random};
use tokio::net::TcpListener;
use wechat_double::{DEMO_APPID, DEMO_SECRET};

use crate::{
    compose::{StartError, double},
    serve::{Patience, serve},
};

/// A double that listens and is ready to run.
pub struct DoubleAlone {
    listener: TcpListener,
    router: axum::Router,
    address: SocketAddr,
    url: String,
}

impl DoubleAlone {
    /// Listens on `listen`. `public_url` is what callers call, where that is another address: pictures are under it, and
    /// its host may drive the double too.
    ///
    /// # Errors
    /// [`StartError::Listen`].
    pub async fn start(
        listen: SocketAddr,
        public_url: Option<&str>,
        clock: Clock,
        random: Random,
    ) -> Result<Self, StartError> {
        let failed = |cause| StartError::Listen("--listen", listen, cause);
        let listener = TcpListener::bind(listen).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let url = public_url.map_or_else(|| format!("http://{address}"), |url| url.trim_end_matches('/').to_owned());
        let router = double(&url, "", address, false, &clock, &random).router();
        Ok(Self { listener, router, address, url })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The line that a person, or a test, waits for: the address, and the only app that the double knows.
    pub fn greeting(&self) -> String {
        format!("wechat-double: {} appid={DEMO_APPID} secret={DEMO_SECRET}", self.url)
    }

    /// Serves until `stop` ends. What runs then is not waited for: nothing of it lasts.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        let patience = Patience { drain: Duration::ZERO, ..Patience::default() };
        serve(self.listener, self.router, patience, stop).await;
    }
}
