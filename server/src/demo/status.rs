//! POST `/demo/status {user, status}`: disables (1), closes (2) or restores (0) a demo account, as an operator would;
//! unlike the operator's commands it can also restore a closed one.

use std::sync::Arc;

use axum::{
    Json,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use identity::{Realm, Status, StoreError, UserQuery};
use serde::Deserialize;
use serde_json::json;
use wechat_double::{DEMO_APPID, is_json};

use super::guard::refuse;
use crate::state::Server;

/// The longest body, in bytes.
pub(super) const LIMIT: usize = 1024;

#[derive(Deserialize)]
struct StatusRequest {
    user: String,
    status: i64,
}

pub(super) async fn status(State(server): State<Arc<Server>>, headers: HeaderMap, body: Bytes) -> Response {
    let Some(demo) = &server.demo else { return StatusCode::NOT_FOUND.into_response() };
    if !is_json(&headers) {
        return refuse(StatusCode::UNSUPPORTED_MEDIA_TYPE, "content-type must be application/json");
    }
    let Ok(world) = demo.world(&headers) else {
        return refuse(StatusCode::BAD_REQUEST, "X-Double-World must be the name of a world");
    };
    let Ok(request) = serde_json::from_slice::<StatusRequest>(&body) else {
        return refuse(StatusCode::BAD_REQUEST, "the body must be {\"user\": a short name, \"status\": 0, 1 or 2}");
    };
    if !(0..=2).contains(&request.status) {
        return refuse(StatusCode::BAD_REQUEST, "status must be 0, 1 or 2");
    }
    let status = Status::from_column(request.status);
    let openid = demo.double.openid(world, &request.user);
    match set(&server, world, &openid, status).await {
        Ok(Some(true)) => Json(json!({})).into_response(),
        Ok(Some(false)) => refuse(StatusCode::CONFLICT, "a closed account cannot be disabled: restore it first"),
        Ok(None) => refuse(StatusCode::NOT_FOUND, "this user has no account here: log in first"),
        Err(cause) => {
            tracing::error!(cause = %identity::error_chain(&cause), "demo account status not set");
            refuse(StatusCode::INTERNAL_SERVER_ERROR, "the database failed")
        }
    }
}

/// Sets the status. Returns whether the account has it now, or `None` if there is no account.
async fn set(server: &Server, world: &str, openid: &str, status: Status) -> Result<Option<bool>, StoreError> {
    let query = UserQuery {
        realm: Some(Realm::new(DEMO_APPID, Some(world))),
        openid_prefix: Some(openid.to_owned()),
        page: 1,
        limit: 1,
        ..UserQuery::default()
    };
    let found = server.store.users(&query).await?;
    let Some(record) = found.list.first().filter(|record| record.user.openid == openid) else { return Ok(None) };
    let (id, now_ms) = (record.user.id, server.identity.now_ms());
    match status {
        Status::Active => server.store.reactivate(id, now_ms).await,
        _ => server.store.set_status(id, status, now_ms).await,
    }
    .map(Some)
}
