//! A server in this process, in live mode, with a clock that the test controls. Several of them share only the
//! database.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use server::config::{Live, MasterKeySetting, Mode, Settings};
use server::{serve::BoundServer, system};

use crate::phone::Phone;
use crate::support::settings;
use crate::wechat::APPID;

/// 2026-11-24 02:00:00 UTC.
const START_MS: i64 = 1_795_485_600_000;

/// Stops when dropped.
pub(crate) struct Node {
    pub(crate) phone: Phone,
    clock: Arc<AtomicI64>,
    _stop: tokio::sync::oneshot::Sender<()>,
}

impl Node {
    pub(crate) async fn start(database_url: &str, wechat: &str) -> Self {
        Self::of(settings(database_url.to_owned(), live(wechat))).await
    }

    /// Under another `OA_MASTER_KEY`.
    pub(crate) async fn with_key(database_url: &str, wechat: &str, master_key: &str) -> Self {
        let master_key = MasterKeySetting::Given(master_key.into());
        Self::of(Settings { master_key, ..settings(database_url.to_owned(), live(wechat)) }).await
    }

    /// With another `OA_MAX_SESSIONS`.
    pub(crate) async fn with_sessions(database_url: &str, wechat: &str, max_sessions: u32) -> Self {
        Self::of(Settings { max_sessions, ..settings(database_url.to_owned(), live(wechat)) }).await
    }

    pub(crate) async fn of(settings: Settings) -> Self {
        let clock = Arc::new(AtomicI64::new(START_MS));
        let hands = clock.clone();
        let ready = BoundServer::start(&settings, Arc::new(move || hands.load(Ordering::SeqCst)), system::random())
            .await
            .unwrap();
        let phone = Phone::new(&format!("http://{}", ready.address()));
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        tokio::spawn(ready.run(async move { drop(stopped.await) }));
        Self { phone, clock, _stop: stop }
    }

    pub(crate) fn now_ms(&self) -> i64 {
        self.clock.load(Ordering::SeqCst)
    }

    pub(crate) fn advance(&self, ms: i64) {
        self.clock.fetch_add(ms, Ordering::SeqCst);
    }
}

fn live(wechat: &str) -> Mode {
    let app = identity::wechat::App { appid: APPID.to_owned(), secret: "5ec5e7".to_owned().into() };
    Mode::Live(Live { apps: vec![app], base_url: wechat.parse().unwrap() })
}
