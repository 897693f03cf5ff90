//! What a request brings besides its arguments. The server's layers make a [`Call`] and put it into the context of the
//! server function; nothing here reads a header.

use std::sync::{
    Arc,
    atomic::{AtomicI32, Ordering},
};

use identity::{Identity, Origin, Realm, Session, wechat::App};
use leptos::prelude::{provide_context, use_context};

use super::{ApiError, Errno, protocol::Guard};

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

    /// A stored path as an absolute address; an address stays as it is.
    pub fn absolute(&self, path: &str) -> String {
        if path.starts_with('/') { format!("{}{path}", self.public_url) } else { path.to_owned() }
    }
}

/// Lets a call in or answers 501 or 719. Runs before the arguments are decoded.
pub(super) async fn admit(guard: Guard) -> Result<(), ApiError> {
    if guard == Guard::Open {
        return Ok(());
    }
    let call = Call::current()?;
    let token = call.token?.ok_or(ApiError::from(Errno::SignIn))?;
    let session = call.identity.authenticate(&token).await?;
    provide_context(if guard == Guard::Active { session.active()? } else { session });
    Ok(())
}

/// The session that [`admit`] found.
pub(super) fn session() -> Result<Session, ApiError> {
    use_context().ok_or_else(|| Errno::SignIn.into())
}

/// How a call ended, for the log and the metrics: the status is always 200, so the errno has to be told apart.
#[derive(Clone, Default)]
pub struct Outcome(Arc<AtomicI32>);

impl Outcome {
    /// Writes the errno down.
    pub fn settle(&self, errno: i32) {
        self.0.store(errno, Ordering::Relaxed);
    }

    /// The errno of the answer.
    pub fn errno(&self) -> i32 {
        self.0.load(Ordering::Relaxed)
    }
}

/// Notes the end of the running call.
pub(super) fn settle<T>(outcome: &Result<T, ApiError>) {
    if let (Err(error), Some(call)) = (outcome, use_context::<Call>()) {
        call.outcome.settle(error.errno);
    }
}
