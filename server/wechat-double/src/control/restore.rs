//! Every control of the world as it is at first. Users, keys, codes and accounts stay, which `reset` drops.

use axum::{Extension, Json};
use serde_json::Value;

use crate::extract::CallContext;

pub(super) async fn restore(Extension(context): Extension<CallContext>) -> Json<Value> {
    context.with(|state, _| state.restore());
    super::done()
}
