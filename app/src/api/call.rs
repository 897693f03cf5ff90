//! What a request brings besides its arguments. The server's layers make a [`Call`] and put it into the context of the
//! server function; nothing here reads a header.

use std::{
    borrow::Cow,
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        atomic::{AtomicI32, AtomicI64, AtomicU32, Ordering},
    },
};

use identity::{Action, Counts, Identity, Origin, Realm, Session, wechat::App};
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
    async fn session_and_counts(&self) -> Result<(Session, Counts), ApiError> {
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

/// Lets a call in or answers 501, 719 or 429. Runs before the arguments are decoded.
pub(super) async fn admit(guard: Guard) -> Result<(), ApiError> {
    if guard == Guard::Open {
        return Ok(());
    }
    let call = Call::current()?;
    let session = if guard == Guard::Counted {
        let (session, counts) = call.session_and_counts().await?;
        provide_context(counts);
        session
    } else {
        call.session().await?
    };
    let session = if guard == Guard::AnySession { session } else { session.active()? };
    if guard == Guard::BindPhone {
        call.identity.allow(Action::BindPhone, &session)?;
    }
    provide_context(session);
    Ok(())
}

/// The session that [`admit`] found.
pub(super) fn session() -> Result<Session, ApiError> {
    use_context().ok_or_else(|| Errno::SignIn.into())
}

/// The counts that [`admit`] found with the session.
pub(super) fn counts() -> Result<Counts, ApiError> {
    use_context().ok_or_else(|| Errno::Internal.into())
}

/// How a call ended, for the log and the metrics: the status is always 200, so the errno has to be told apart.
#[derive(Clone, Default)]
pub struct Outcome(Arc<Ending>);

#[derive(Default)]
struct Ending {
    errno: AtomicI32,
    /// 0: none.
    retry_after_s: AtomicU32,
    /// 0: nobody.
    user: AtomicI64,
    reason: OnceLock<Cow<'static, str>>,
    dropped: Mutex<Vec<String>>,
}

impl Outcome {
    /// Writes the error down.
    pub fn settle(&self, error: &ApiError) {
        self.0.errno.store(error.errno, Ordering::Relaxed);
        self.0.retry_after_s.store(error.retry_after_s.unwrap_or_default(), Ordering::Relaxed);
        if let Some(user) = error.user {
            self.of_user(user);
        }
        if let Some(reason) = &error.reason {
            // a call ends once
            let _ = self.0.reason.set(reason.clone());
        }
    }

    /// Writes down a field that was left out of the request, and why: `userInfo.gender: out of range`. Fixed words only.
    pub fn drop_field(&self, note: String) {
        self.0.dropped.lock().unwrap_or_else(PoisonError::into_inner).push(note);
    }

    /// The fields that were left out, in their order; `None` where the whole request was usable.
    pub fn dropped(&self) -> Option<Vec<String>> {
        let dropped = self.0.dropped.lock().unwrap_or_else(PoisonError::into_inner);
        (!dropped.is_empty()).then(|| dropped.clone())
    }

    /// What was refused and why: the answer's `x-oa-error`.
    pub fn reason(&self) -> Option<&str> {
        self.0.reason.get().map(AsRef::as_ref)
    }

    /// Writes down whose call it was.
    pub fn of_user(&self, id: i64) {
        self.0.user.store(id, Ordering::Relaxed);
    }

    /// The id of the account that called, once it is known.
    pub fn user(&self) -> Option<i64> {
        Some(self.0.user.load(Ordering::Relaxed)).filter(|id| *id != 0)
    }

    /// The errno of the answer.
    pub fn errno(&self) -> i32 {
        self.0.errno.load(Ordering::Relaxed)
    }

    /// The `retry-after` of the answer, in seconds.
    pub fn retry_after_s(&self) -> Option<u32> {
        Some(self.0.retry_after_s.load(Ordering::Relaxed)).filter(|seconds| *seconds > 0)
    }
}

/// Notes the end of the running call.
pub(super) fn settle<T>(outcome: &Result<T, ApiError>) {
    if let (Err(error), Some(call)) = (outcome, use_context::<Call>()) {
        call.outcome.settle(error);
    }
}
