//! Who there is in a world.

use axum::{Extension, Json};
use serde::Serialize;

use crate::here::Here;
use crate::people::Person;
use crate::{avatars, ids};

/// A user as a demo page shows and a test compares.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Shown {
    user: String,
    nick_name: String,
    avatar_url: String,
    gender: u8,
    phone: String,
    openid: String,
    unionid: String,
}

impl Shown {
    pub(super) fn of(here: &Here, person: Person) -> Self {
        let (config, world) = (&here.shared.config, &here.world.name);
        Self {
            avatar_url: avatars::url(&config.avatar_base, &person.user),
            openid: ids::openid(&config.appid, world, &person.user),
            unionid: ids::unionid(&config.appid, world, &person.user),
            user: person.user,
            nick_name: person.nick_name,
            gender: person.gender,
            phone: person.phone,
        }
    }
}

pub(super) async fn list_users(Extension(here): Extension<Here>) -> Json<Vec<Shown>> {
    let people = here.with(|state, _| state.people.clone());
    Json(people.into_iter().map(|person| Shown::of(&here, person)).collect())
}
