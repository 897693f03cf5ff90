//! The users' portraits, at URLs like WeChat's: `/mmopen/vi_32/{user}/{size}`.

use axum::Router;
use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

/// The grey portrait of anonymous users and of users without a portrait.
pub(crate) const GREY: &str = "default";

/// The prefix of their paths.
pub(crate) const ROOT: &str = "/mmopen/";

pub(crate) fn router() -> Router {
    Router::new().route("/mmopen/vi_32/{user}/{size}", get(avatar))
}

/// `avatarUrl` of `user`.
pub(crate) fn url(base: &str, user: &str) -> String {
    format!("{}/mmopen/vi_32/{user}/132", base.trim_end_matches('/'))
}

async fn avatar(Path((user, _size)): Path<(String, String)>) -> Response {
    let headers = [(CONTENT_TYPE, "image/svg+xml"), (CACHE_CONTROL, "public, max-age=86400")];
    (headers, drawing(&user)).into_response()
}

fn drawing(user: &str) -> &'static str {
    match user {
        "lin" => include_str!("../avatars/lin.svg"),
        "chen" => include_str!("../avatars/chen.svg"),
        "zhou" => include_str!("../avatars/zhou.svg"),
        "wu" => include_str!("../avatars/wu.svg"),
        "su" => include_str!("../avatars/su.svg"),
        "he" => include_str!("../avatars/he.svg"),
        _ => include_str!("../avatars/default.svg"),
    }
}
