//! The client of WeChat's API. `call` sends one request, `retry` repeats it where that is safe, `concurrency` limits the
//! calls in flight, and there is one file per endpoint of WeChat.

mod call;
mod code2session;
mod concurrency;
mod diagnose;
mod failure;
mod flow_events;
mod phone_number;
mod resolve;
mod retry;
mod stable_token;

pub use diagnose::Diagnosis;
pub use failure::classify;

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
    /// How long one request may take from its start to the last byte of the response (5 s).
    pub response_timeout: Duration,
    /// How long a call may take with all its retries (8 s).
    pub call_budget: Duration,
    /// How many calls may wait for WeChat at a time (256); one more is rejected at once.
    pub max_waiting: usize,
    /// Callback that counts the requests (none).
    pub observer: Observer,
}

impl ClientConfig {
    /// The contract's limits for `base_url`: 2 s to connect, 5 s for a response, 8 s for a call with its retries, 256
    /// concurrent calls, no observer.
    pub fn new(base_url: Url) -> Self {
        Self {
            base_url,
            connect_timeout: Duration::from_secs(2),
            response_timeout: Duration::from_secs(5),
            call_budget: Duration::from_secs(8),
            max_waiting: 256,
            observer: Observer::default(),
        }
    }
}

/// The client. Cheap to clone; the clones share connections, tokens and permits.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    /// Whether this machine has CA certificates: without any, no certificate is trusted.
    has_roots: bool,
    config: ClientConfig,
    tokens: Arc<stable_token::Tokens>,
    waiting: Arc<Semaphore>,
}

impl Client {
    /// A client for `config.base_url`: no redirects, no proxy of the environment, a limited body. The CA certificates are the
    /// system's, or those of `SSL_CERT_FILE` and `SSL_CERT_DIR`. Without any, every call over TLS fails with
    /// [`Tls::NoRoots`](crate::Tls::NoRoots).
    ///
    /// # Errors
    /// When the TLS backend cannot be initialised.
    pub fn new(config: ClientConfig) -> Result<Self, reqwest::Error> {
        let builder = || {
            client_builder()
                .connect_timeout(config.connect_timeout)
                .timeout(config.response_timeout)
                .redirect(reqwest::redirect::Policy::none())
                // shorter than servers' keep-alive, so that a request seldom meets a closing connection
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

/// What every HTTP client of this process has: TLS by ring, no proxy of the environment, the system's resolver with an error
/// that [`classify`] knows, and no second try of its own, since most requests here must not be sent twice.
pub fn client_builder() -> reqwest::ClientBuilder {
    // another client or crate of this process may have installed a provider already
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().retry(reqwest::retry::never()).no_proxy().dns_resolver(resolve::System)
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client").field("config", &self.config).finish_non_exhaustive()
    }
}
