//! Who there is in a world.

use axum::extract::Query;
use axum::{Extension, Json};
use serde::{Deserialize, Serialize};

use crate::here::Here;
use crate::people::Person;
use crate::reply::Refusal;
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
    /// `person` as the app `appid` knows them.
    pub(super) fn of(here: &Here, appid: &str, person: Person) -> Self {
        let (config, world) = (&here.shared.config, &here.world.name);
        Self {
            avatar_url: avatars::url(&config.avatar_base, &person.user),
            openid: ids::openid(appid, world, &person.user),
            unionid: ids::unionid(appid, world, &person.user),
            user: person.user,
            nick_name: person.nick_name,
            gender: person.gender,
            phone: person.phone,
        }
    }
}

/// What the query may say.
#[derive(Deserialize)]
pub(super) struct Args {
    appid: Option<String>,
}

pub(super) async fn list_users(
    Extension(here): Extension<Here>,
    Query(args): Query<Args>,
) -> Result<Json<Vec<Shown>>, Refusal> {
    let appid = here.app(args.appid)?;
    let people = here.with(|state, _| state.people.clone());
    Ok(Json(people.into_iter().map(|person| Shown::of(&here, &appid, person)).collect()))
}
