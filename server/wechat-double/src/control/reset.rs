//! Resets a user or the whole world. The hook runs before the response.

use axum::body::Bytes;
use axum::{Extension, Json};
use serde::Deserialize;
use serde_json::Value;

use crate::double::Forgotten;
use crate::extract::CallContext;
use crate::ids;
use crate::reply::Refusal;
use crate::world::State;

#[derive(Deserialize)]
pub(super) struct Params {
    user: Option<String>,
}

pub(super) async fn reset(Extension(context): Extension<CallContext>, body: Bytes) -> Result<Json<Value>, Refusal> {
    let params: Params = context.body(&body)?;
    let world = context.world.name.clone();
    let forgotten = match params.user {
        Some(user) => {
            let user = context.person(&user)?.user;
            context.with(|state, _| state.reset_user(&user));
            Forgotten::User { openid: ids::openid(context.shared.first_appid(), &world, &user), world }
        }
        None => {
            context.with(|state, _| *state = State::default());
            Forgotten::World(world)
        }
    };
    context.shared.forget(vec![forgotten]).await;
    Ok(super::done())
}
