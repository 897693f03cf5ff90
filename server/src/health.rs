//! Liveness and readiness probes.

use std::sync::Arc;

use axum::{Router, extract::State, routing::get};
use http::StatusCode;

use crate::state::Server;

/// `/healthz` and `/readyz`.
pub(crate) fn router(server: Arc<Server>) -> Router {
    Router::new().route("/healthz", get(async || "ok")).route("/readyz", get(ready)).with_state(server)
}

/// 200 when the database responds, else 503.
async fn ready(State(server): State<Arc<Server>>) -> (StatusCode, &'static str) {
    match server.identity.ready().await {
        Ok(()) => (StatusCode::OK, "ok"),
        Err(cause) => {
            tracing::warn!(cause = %identity::error_chain(&cause), "readiness check failed");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer")
        }
    }
}
