//! Every default again, for a user or for the whole world. Who keeps accounts of it is told before the answer.

use axum::body::Bytes;
use axum::{Extension, Json};
use serde::Deserialize;
use serde_json::Value;

use crate::double::Forgotten;
use crate::here::Here;
use crate::ids;
use crate::reply::Refusal;
use crate::world::State;

#[derive(Deserialize)]
pub(super) struct Ask {
    user: Option<String>,
}

pub(super) async fn reset(Extension(here): Extension<Here>, body: Bytes) -> Result<Json<Value>, Refusal> {
    let ask: Ask = here.body(&body)?;
    let world = here.world.name.clone();
    let forgotten = match ask.user {
        Some(user) => {
            let user = here.person(&user)?.user;
            here.with(|state, _| state.reset_user(&user));
            Forgotten::User { openid: ids::openid(here.shared.first_appid(), &world, &user), world }
        }
        None => {
            here.with(|state, _| *state = State::default());
            Forgotten::World(world)
        }
    };
    here.shared.forget(vec![forgotten]).await;
    Ok(super::done())
}
