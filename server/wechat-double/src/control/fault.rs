//! Orders a fault for the next calls of WeChat's own paths.

use axum::body::Bytes;
use axum::{Extension, Json};
use http::StatusCode;
use serde_json::Value;

use crate::fault::Fault;
use crate::here::Here;
use crate::reply::Refusal;

pub(super) async fn fault(Extension(here): Extension<Here>, body: Bytes) -> Result<Json<Value>, Refusal> {
    let fault: Fault = here.body(&body)?;
    if let Some(problem) = fault.problem() {
        return Err(here.refuse(StatusCode::BAD_REQUEST, problem));
    }
    if !here.with(|state, _| state.faults.add(fault)) {
        return Err(here.refuse(StatusCode::CONFLICT, "32 faults are in force already"));
    }
    Ok(super::done())
}
