//! Lists the users of a world.

use axum::extract::Query;
use axum::{Extension, Json};
use serde::{Deserialize, Serialize};

use crate::extract::CallContext;
use crate::people::Person;
use crate::reply::Refusal;
use crate::{avatars, ids};

/// A user, for demo pages and tests.
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
    /// `person` in the app `appid`.
    pub(super) fn of(context: &CallContext, appid: &str, person: Person) -> Self {
        let (config, world) = (&context.shared.config, &context.world.name);
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

/// The query parameters.
#[derive(Deserialize)]
pub(super) struct Args {
    appid: Option<String>,
}

pub(super) async fn list_users(
    Extension(context): Extension<CallContext>,
    Query(args): Query<Args>,
) -> Result<Json<Vec<Shown>>, Refusal> {
    let appid = context.app(args.appid)?;
    let people = context.with(|state, _| state.people.clone());
    Ok(Json(people.into_iter().map(|person| Shown::of(&context, &appid, person)).collect()))
}
