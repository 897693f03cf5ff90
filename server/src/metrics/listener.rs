//! The metrics endpoint: `GET /metrics` on an address of its own, and nothing else there.

use std::{net::SocketAddr, sync::Arc};

use axum::{Router, extract::State, routing::get};
use http::{HeaderName, StatusCode, header};
use prometheus_client::encoding::prometheus_text::CONTENT_TYPE;
use tokio::{net::TcpListener, sync::oneshot};

use super::Metrics;
use crate::{
    compose::StartError,
    serve::{ConnectionTimeouts, serve},
};

/// The maximum number of connections.
const MAX_CONNECTIONS: usize = 64;

/// Binds `OA_METRICS_LISTEN`, if it is set.
///
/// # Errors
/// [`StartError::Listen`].
pub(crate) async fn bind(address: Option<SocketAddr>) -> Result<Option<TcpListener>, StartError> {
    let Some(address) = address else { return Ok(None) };
    let listener = TcpListener::bind(address).await;
    listener.map(Some).map_err(|cause| StartError::Listen("OA_METRICS_LISTEN", address, cause))
}

/// Keeps the listener open until it is dropped together with the server, so that metrics are available while the last
/// requests are drained.
pub(crate) struct MetricsListener {
    _kept: oneshot::Sender<()>,
}

/// Serves the metrics.
pub(crate) fn serve_metrics(listener: TcpListener, metrics: Arc<Metrics>) -> MetricsListener {
    let router = Router::new().route("/metrics", get(scrape)).with_state(metrics);
    let (kept, dropped) = oneshot::channel::<()>();
    let timeouts = ConnectionTimeouts { max_connections: MAX_CONNECTIONS, ..ConnectionTimeouts::default() };
    tokio::spawn(serve(listener, router, timeouts, async { drop(dropped.await) }));
    MetricsListener { _kept: kept }
}

async fn scrape(State(metrics): State<Arc<Metrics>>) -> Result<([(HeaderName, &'static str); 1], String), StatusCode> {
    let text = metrics.text().map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    Ok(([(header::CONTENT_TYPE, CONTENT_TYPE)], text))
}
