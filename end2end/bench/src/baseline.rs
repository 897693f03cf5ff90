//! The baseline: plain axum in a separate process, as the server is. It responds with the same bytes: without a query,
//! or after one indexed query on the same database.

use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::{HeaderMap, StatusCode, header};
use sha2::{Digest as _, Sha256};

use crate::Failure;
use crate::database::Pool;

/// The response of user/index for a user without meetings and votes.
pub(crate) const COUNTS: &str =
    r#"{"errno":0,"errmsg":"成功","data":{"metting_pubs":0,"metting_joins":0,"vote_pubs":0,"vote_joins":0}}"#;
/// The path without a query, and the one with.
pub(crate) const BARE: &str = "/bare";
pub(crate) const QUERY: &str = "/query";
/// The body of the file.
pub(crate) const PAGE: &str = "/page";

struct Baseline {
    pool: Pool,
    page: Vec<u8>,
}

/// Serves until it is killed; prints its address on stdout.
pub(crate) async fn serve(database_url: &str, page: Option<PathBuf>) -> Result<(), Failure> {
    let page = page.map(std::fs::read).transpose()?.unwrap_or_default();
    let state = Arc::new(Baseline { pool: Pool::open(database_url).await?, page });
    let router = Router::new()
        .route(BARE, get(async || json()))
        .route(QUERY, get(query))
        .route(PAGE, get(async |State(state): State<Arc<Baseline>>| html(state.page.clone())))
        .with_state(state);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    #[expect(clippy::print_stdout, reason = "what the bench waits for")]
    {
        println!("http://{}", listener.local_addr()?);
    }
    Ok(axum::serve(listener, router).await?)
}

async fn query(State(state): State<Arc<Baseline>>, headers: HeaderMap) -> Response {
    let token = headers.get("x-oa-token").map(http::HeaderValue::as_bytes).unwrap_or_default();
    match state.pool.read(&Sha256::digest(token)).await {
        Ok(_) => json().into_response(),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

fn json() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json; charset=utf-8"), (header::CACHE_CONTROL, "no-store")], COUNTS)
}

fn html(page: Vec<u8>) -> impl IntoResponse {
    [(header::CONTENT_TYPE, "text/html; charset=utf-8")].into_response().map(|_| axum::body::Body::from(page))
}
