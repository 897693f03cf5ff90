//! Connections: many are welcome, their number is bounded, and none waits for ever. A client that sends a byte a second, or
//! takes nothing of its answer, costs what an idle one costs, and is let go.

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

/// What the head of a request may weigh, and what is kept of a body that nobody has asked for yet, in bytes. Without it a
/// slow client could fill 400 KiB of hyper's.
const BUFFER: usize = 32 * 1024;
/// Files that are no connection: the database, its log, calls to WeChat (at max 256 wait), the double's side of them.
const OTHER_FILES: usize = 1024;
/// How long a failed accept is left alone: what it lacks (files, memory) comes back when a connection ends.
const ACCEPT_RETRY_DELAY: Duration = Duration::from_millis(500);

/// How long a connection may wait, and for how many there is room.
#[derive(Debug, Clone)]
pub struct ConnectionTimeouts {
    /// For the whole head of a request, from the last answer or the beginning: a slow head and an idle connection.
    pub head: Duration,
    /// For the answer to begin, and so for the body of the request. The API's own deadline comes before.
    pub response: Duration,
    /// For the client to take anything of its answer.
    pub write: Duration,
    /// How many connections at a time, where the system lets us have as many files. More wait until one ends.
    pub max_connections: usize,
    /// For running requests to end after SIGTERM.
    pub drain: Duration,
}

impl Default for ConnectionTimeouts {
    fn default() -> Self {
        Self {
            // more than a proxy's (nginx: 60 s), so that it is the proxy who ends an idle connection: the other way round a
            // request could meet one that is just being closed
            head: Duration::from_secs(75),
            // more than the longest delay that the double can be told, 60 s
            response: Duration::from_secs(75),
            write: Duration::from_secs(30),
            max_connections: 32_768,
            // the contract's 10 s, less what stopping itself takes
            drain: Duration::from_secs(9),
        }
    }
}

/// Serves until `stop` ends, then lets the running requests end, for a while.
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
            accepted = limiter.next() => accepted,
            () = &mut stop => break,
        };
        let router = router.clone();
        // boxes, so that a connection at rest keeps no room for a request, nor a task for a connection that moved into it
        let service = service_fn(move |request| Box::pin(answer(router.clone(), request, peer, timeouts.response)));
        let mut stream = TimeoutWriter::new(stream);
        stream.set_timeout(Some(timeouts.write));
        let mut connection = Box::pin(http.serve_connection(TokioIo::new(Box::pin(stream)), service));
        let mut stopped = stopped.clone();
        tokio::spawn(async move {
            let _permit = permit;
            let ended = tokio::select! {
                ended = &mut connection => ended,
                _ = stopped.changed() => {
                    connection.as_mut().graceful_shutdown();
                    connection.await
                }
            };
            if let Err(cause) = ended {
                tracing::debug!(cause = %identity::error_chain(&cause), "a connection ended");
            }
        });
    }
    drop((listener, stopped));
    stopping.send_replace(());
    // every connection holds a `stopped`
    if timeout(timeouts.drain, stopping.closed()).await.is_err() {
        tracing::warn!("requests were still running; stopped all the same");
    }
}

async fn answer(
    router: Router,
    request: Request<Incoming>,
    peer: SocketAddr,
    limit: Duration,
) -> Result<Response, Infallible> {
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(peer));
    match timeout(limit, router.oneshot(request)).await {
        Ok(answered) => answered,
        Err(_) => Ok((StatusCode::REQUEST_TIMEOUT, [(header::CONNECTION, "close")]).into_response()),
    }
}

/// Where connections come in. Says once what keeps them out, and again only after it was over.
struct ConnectionLimiter<'l> {
    listener: &'l TcpListener,
    permits: Arc<Semaphore>,
    max: usize,
    warned_full: bool,
    warned_failed: bool,
}

impl<'l> ConnectionLimiter<'l> {
    fn new(listener: &'l TcpListener, max: usize) -> Self {
        // where the system does not tell, it is not the system that sets the bound
        let files = rlimit::increase_nofile_limit(u64::MAX).ok().and_then(|files| usize::try_from(files).ok());
        let max = files.map_or(max, |files| max.min(files.saturating_sub(OTHER_FILES).max(files / 2)));
        tracing::debug!(max, "connections");
        Self { listener, permits: Arc::new(Semaphore::new(max)), max, warned_full: false, warned_failed: false }
    }

    /// The next one. At the bound it waits in the system's queue until another ends, and so do all behind it.
    async fn next(&mut self) -> (TcpStream, SocketAddr, OwnedSemaphorePermit) {
        loop {
            let free = self.permits.available_permits();
            if free == 0 && !self.warned_full {
                self.warned_full = true;
                tracing::warn!(max = self.max, "as many connections as there is room for; more wait until one ends");
            } else if free > self.max / 2 {
                self.warned_full = false;
            }
            let permit = self.permits.clone().acquire_owned().await;
            match (self.listener.accept().await, permit) {
                (Ok((stream, peer)), Ok(permit)) => {
                    self.warned_failed = false;
                    // answers are written whole, so waiting for more only delays them; one that fails is no worse
                    drop(stream.set_nodelay(true));
                    return (stream, peer, permit);
                }
                (Err(cause), _) if is_the_clients(&cause) => {}
                (Err(cause), _) => {
                    if !self.warned_failed {
                        self.warned_failed = true;
                        tracing::error!(cause = %identity::error_chain(&cause), "connections cannot be accepted; trying again until they can");
                    }
                    tokio::time::sleep(ACCEPT_RETRY_DELAY).await;
                }
                // nobody closes the semaphore
                (Ok(_), Err(_)) => std::future::pending().await,
            }
        }
    }
}

/// Whether the client went away before it was let in, which is nobody's fault.
fn is_the_clients(cause: &std::io::Error) -> bool {
    use std::io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(cause.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}
