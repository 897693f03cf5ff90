//! The one place from which WeChat is called. `call` sends one request, `retry` knows when it may be sent again,
//! `waiting` how many may wait at a time, and there is a file per call of WeChat's.

mod call;
mod check_up;
mod code2session;
mod failure;
mod phone_number;
mod resolve;
mod retry;
mod shown;
mod stable_token;
mod waiting;

pub use check_up::CheckUp;

use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;
use tokio::sync::Semaphore;
use url::Url;

use crate::Observer;

/// A mini-program as WeChat knows it.
#[derive(Debug, Clone)]
pub struct App {
    /// `wx…`
    pub appid: String,
    /// Never printed.
    pub secret: SecretString,
}

/// How WeChat is reached.
#[derive(Debug, Clone)]
pub struct ClientConfig {
    /// `https://api.weixin.qq.com`, or the double's address (a path is kept and extended).
    pub base_url: Url,
    /// How long a connection may take (2 s).
    pub connect_timeout: Duration,
    /// How long one request may take from its start to the last byte of the answer (5 s).
    pub answer_timeout: Duration,
    /// How long a call may take with all its retries (8 s).
    pub call_budget: Duration,
    /// How many calls may wait for WeChat at a time (256); one more is refused at once.
    pub max_waiting: usize,
    /// Who counts the requests (nobody).
    pub observer: Observer,
}

impl ClientConfig {
    /// The contract's limits for `base_url`: 2 s to connect, 5 s an answer, 8 s a call with its retries. 256 may wait, and nobody
    /// counts.
    pub fn new(base_url: Url) -> Self {
        Self {
            base_url,
            connect_timeout: Duration::from_secs(2),
            answer_timeout: Duration::from_secs(5),
            call_budget: Duration::from_secs(8),
            max_waiting: 256,
            observer: Observer::default(),
        }
    }
}

/// The client. Cheap to clone; the clones share their connections, tokens and places.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    /// Whether this machine has CA certificates: without any, no TLS is trusted.
    has_roots: bool,
    config: ClientConfig,
    tokens: Arc<stable_token::Tokens>,
    waiting: Arc<Semaphore>,
}

impl Client {
    /// A client for `config.base_url`: no redirects, no proxy of the environment, a capped body. The CA certificates are the
    /// system's, or those of `SSL_CERT_FILE` and `SSL_CERT_DIR`. Where there are none, every call over TLS says so.
    ///
    /// # Errors
    /// When the TLS backend cannot be made.
    pub fn new(config: ClientConfig) -> Result<Self, reqwest::Error> {
        // a second client of this process, or another crate, may have installed one: that one is as good
        let _ = rustls::crypto::ring::default_provider().install_default();
        let builder = || {
            reqwest::Client::builder()
                .connect_timeout(config.connect_timeout)
                .timeout(config.answer_timeout)
                .redirect(reqwest::redirect::Policy::none())
                // `retry` decides alone, since most requests here must not be sent twice
                .retry(reqwest::retry::never())
                .no_proxy()
                .dns_resolver(resolve::System)
                // shorter than what servers keep a silent connection for, so that a request seldom meets a closing one
                .pool_idle_timeout(Duration::from_secs(30))
        };
        let (http, has_roots) = match builder().build() {
            Err(error) if failure::lacks_roots(&error) => (builder().tls_certs_only([]).build()?, false),
            built => (built?, true),
        };
        let waiting = Arc::new(Semaphore::new(config.max_waiting));
        Ok(Self { http, has_roots, config, tokens: Arc::default(), waiting })
    }
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client").field("config", &self.config).finish_non_exhaustive()
    }
}
