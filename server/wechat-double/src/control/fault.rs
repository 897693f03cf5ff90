//! Sets a fault for the next calls of WeChat's own paths.

use axum::body::Bytes;
use axum::{Extension, Json};
use http::StatusCode;
use serde_json::Value;

use crate::extract::CallContext;
use crate::fault::Fault;
use crate::reply::Refusal;

pub(super) async fn fault(Extension(context): Extension<CallContext>, body: Bytes) -> Result<Json<Value>, Refusal> {
    let fault: Fault = context.body(&body)?;
    if let Some(problem) = fault.problem() {
        return Err(context.refuse(StatusCode::BAD_REQUEST, problem));
    }
    if !context.with(|state, _| state.faults.add(fault)) {
        return Err(context.refuse(StatusCode::CONFLICT, "32 faults are in force already"));
    }
    Ok(super::done())
}
