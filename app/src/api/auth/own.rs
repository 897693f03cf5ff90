//! auth/avatar and auth/profile as the page calls them. By hand: a form is no server function, and one reader for both
//! answers is the smaller one.

use crate::{
    api::{ApiError, BASE, envelope},
    json::Value,
};

/// A temporary file becomes the own avatar: [`data`] is `{avatarUrl}`.
///
/// # Errors
/// 501, 719, 413, 402 where it is no picture, 429.
pub(crate) fn avatar(file: String) -> impl Future<Output = Result<String, ApiError>> {
    send([BASE, "/auth/avatar"].concat(), None, Some(file))
}

/// The own name: [`data`] is `{userInfo}`.
///
/// # Errors
/// 501, 719, 402, 505.
pub(crate) fn nick_name(name: &str) -> impl Future<Output = Result<String, ApiError>> + use<> {
    let name = serde_json::to_string(name).unwrap_or_default();
    send([BASE, "/auth/profile"].concat(), Some(["{\"nickName\":", &name, "}"].concat()), None)
}

/// What an answer holds.
///
/// # Errors
/// Its errno.
pub(crate) fn data(answer: &str) -> Result<Value, ApiError> {
    envelope::open(answer)
}

#[cfg(feature = "hydrate")]
use crate::wx::request::send_any as send;

/// The server calls nobody.
#[cfg(not(feature = "hydrate"))]
async fn send(_: String, _: Option<String>, _: Option<String>) -> Result<String, ApiError> {
    Err(crate::api::Errno::Internal.into())
}
