//! Accepts connections: their number is limited, and every phase has a time-out. A client that sends a byte a second, or
//! does not read its response, costs as little as an idle one and is disconnected.

use std::{convert::Infallible, net::SocketAddr, pin::pin, sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Request},
    response::{IntoResponse, Response},
};
use http::{StatusCode, header};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore, watch},
    time::timeout,
};
use tokio_io_timeout::TimeoutWriter;
use tower::ServiceExt;

/// The read buffer of a connection, for the head of a request and for the part of a body that is not consumed yet, in bytes.
/// hyper's default would let a slow client use 400 KiB.
const BUFFER: usize = 32 * 1024;
/// File descriptors reserved for other uses: the database, calls to WeChat (at most 256), the double's side of them.
const OTHER_FILES: usize = 1024;
/// The delay after a failed accept: its cause (file descriptors, memory) is resolved when a connection closes.
const ACCEPT_RETRY_DELAY: Duration = Duration::from_millis(500);

/// The time-outs and the limit of connections.
#[derive(Debug, Clone)]
pub struct ConnectionTimeouts {
    /// For the whole head of a request, since the last response or the accept: covers slow heads and idle connections.
    pub head: Duration,
    /// For the response to begin, body of the request included. The API's own deadline is shorter.
    pub response: Duration,
    /// For the client to read some of the response.
    pub write: Duration,
    /// The maximum number of connections, further limited by the file descriptors. More wait in the listen queue.
    pub max_connections: usize,
    /// For running requests to complete after SIGTERM.
    pub drain: Duration,
}

impl Default for ConnectionTimeouts {
    fn default() -> Self {
        Self {
            // longer than a proxy's keep-alive (nginx: 60 s), so that the proxy closes idle connections: otherwise a request
            // could meet a connection that is just being closed
            head: Duration::from_secs(75),
            // longer than the double's maximum delay, 60 s
            response: Duration::from_secs(75),
            write: Duration::from_secs(30),
            max_connections: 32_768,
            // the contract's 10 s, less the time of the shutdown itself
            drain: Duration::from_secs(9),
        }
    }
}

/// Serves until `stop` resolves, then drains running requests within the time-out.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    timeouts: ConnectionTimeouts,
    stop: impl Future<Output = ()>,
) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(timeouts.head).max_buf_size(BUFFER);
    let mut limiter = ConnectionLimiter::new(&listener, timeouts.max_connections);
    let (stopping, stopped) = watch::channel(());
    let mut stop = pin!(stop);
    loop {
        let (stream, peer, permit) = tokio::select! {
            accepted = limiter.accept() => accepted,
            () = &mut stop => break,
        };
        let router = router.clone();
        // boxed, so that an idle connection reserves no memory for a request, nor the task for a moved connection
        let service = service_fn(move |request| Box::pin(respond(router.clone(), request, peer, timeouts.response)));
        let mut stream = TimeoutWriter::new(stream);
        stream.set_timeout(Some(timeouts.write));
        let mut connection = Box::pin(http.serve_connection(TokioIo::new(Box::pin(stream)), service));
        let mut stopped = stopped.clone();
        tokio::spawn(async move {
            let _permit = permit;
            let result = tokio::select! {
                result = &mut connection => result,
                _ = stopped.changed() => {
                    connection.as_mut().graceful_shutdown();
                    connection.await
                }
            };
            if let Err(cause) = result {
                tracing::debug!(cause = %identity::error_chain(&cause), "connection closed");
            }
        });
    }
    drop((listener, stopped));
    stopping.send_replace(());
    // every connection holds a receiver
    if timeout(timeouts.drain, stopping.closed()).await.is_err() {
        tracing::warn!("running requests aborted");
    }
}

async fn respond(
    router: Router,
    request: Request<Incoming>,
    peer: SocketAddr,
    limit: Duration,
) -> Result<Response, Infallible> {
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(peer));
    match timeout(limit, router.oneshot(request)).await {
        Ok(response) => response,
        Err(_) => Ok((StatusCode::REQUEST_TIMEOUT, [(header::CONNECTION, "close")]).into_response()),
    }
}

/// Accepts connections up to a limit. Logs once when the limit is reached or accepting fails, and again only after recovery.
struct ConnectionLimiter<'l> {
    listener: &'l TcpListener,
    permits: Arc<Semaphore>,
    max: usize,
    warned_full: bool,
    warned_failed: bool,
}

impl<'l> ConnectionLimiter<'l> {
    fn new(listener: &'l TcpListener, max: usize) -> Self {
        // without a known limit of file descriptors, only the configured limit applies
        let files = rlimit::increase_nofile_limit(u64::MAX).ok().and_then(|files| usize::try_from(files).ok());
        let max = files.map_or(max, |files| max.min(files.saturating_sub(OTHER_FILES).max(files / 2)));
        tracing::debug!(limit = max, "connection limit set");
        Self { listener, permits: Arc::new(Semaphore::new(max)), max, warned_full: false, warned_failed: false }
    }

    /// Accepts the next connection. At the limit it stays in the listen queue until another one closes.
    async fn accept(&mut self) -> (TcpStream, SocketAddr, OwnedSemaphorePermit) {
        loop {
            let free = self.permits.available_permits();
            if free == 0 && !self.warned_full {
                self.warned_full = true;
                tracing::warn!(limit = self.max, "connection limit reached; further connections wait");
            } else if free > self.max / 2 {
                self.warned_full = false;
            }
            let permit = self.permits.clone().acquire_owned().await;
            match (self.listener.accept().await, permit) {
                (Ok((stream, peer)), Ok(permit)) => {
                    self.warned_failed = false;
                    // responses are written whole, so Nagle's algorithm only delays them; a failure is harmless
                    drop(stream.set_nodelay(true));
                    return (stream, peer, permit);
                }
                (Err(cause), _) if is_client_error(&cause) => {}
                (Err(cause), _) => {
                    if !self.warned_failed {
                        self.warned_failed = true;
                        tracing::error!(cause = %identity::error_chain(&cause), "connection not accepted; retried until it succeeds");
                    }
                    tokio::time::sleep(ACCEPT_RETRY_DELAY).await;
                }
                // the semaphore is never closed
                (Ok(_), Err(_)) => std::future::pending().await,
            }
        }
    }
}

/// Whether the client disconnected before it was accepted.
fn is_client_error(cause: &std::io::Error) -> bool {
    use std::io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(cause.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}
