//! What a request brings besides its arguments. The server's layers make a [`Call`] and put it into the context of the
//! server function; nothing here reads a header.

use std::sync::Arc;

use identity::{Counts, Identity, Origin, Realm, Session, wechat::App};
use leptos::prelude::use_context;

pub use super::outcome::Outcome;
use crate::wire::{ApiError, Errno};

/// One request to the API.
#[derive(Clone)]
pub struct Call {
    /// The flows.
    pub identity: Arc<Identity>,
    /// `OA_PUBLIC_URL`, without a slash at its end: pictures and avatars are absolute under it.
    pub public_url: Arc<str>,
    /// The app (and world) that a login would belong to, or why there is none.
    pub login_app: Result<(Arc<App>, Realm), ApiError>,
    /// The token as it was sent; `Err` when two differ.
    pub token: Result<Option<Arc<str>>, ApiError>,
    /// Where the request came from.
    pub origin: Origin,
    /// Where the end is noted.
    pub outcome: Outcome,
}

impl Call {
    /// The call that the running server function serves.
    ///
    /// # Errors
    /// 502 outside a request: a mistake of ours.
    pub fn current() -> Result<Self, ApiError> {
        use_context().ok_or_else(|| Errno::Internal.into())
    }

    /// The session that the token opens, whatever the status of its account.
    ///
    /// # Errors
    /// 501, 502.
    pub async fn session(&self) -> Result<Session, ApiError> {
        let session = self.identity.authenticate(&self.token()?).await?;
        self.outcome.of_user(session.account.id);
        Ok(session)
    }

    /// As [`Call::session`], with the counts of the user's rows.
    pub(super) async fn session_and_counts(&self) -> Result<(Session, Counts), ApiError> {
        let (session, counts) = self.identity.user_index(&self.token()?).await?;
        self.outcome.of_user(session.account.id);
        Ok((session, counts))
    }

    fn token(&self) -> Result<Arc<str>, ApiError> {
        self.token.clone()?.ok_or(Errno::SignIn.into())
    }

    /// A stored path as an absolute address; an address stays as it is.
    pub fn absolute(&self, path: &str) -> String {
        if path.starts_with('/') { format!("{}{path}", self.public_url) } else { path.to_owned() }
    }
}
