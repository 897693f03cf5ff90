//! The guard: who is let in, before a call's arguments are decoded, and what the call then knows of the caller.

use identity::{Action, Counts, Session};
use leptos::prelude::{provide_context, use_context};

use super::{Guard, call::Call};
use crate::wire::{ApiError, Errno};

/// Lets a call in or refuses it with 501, 719 or 429. Runs before the arguments are decoded.
pub(super) async fn authorize(guard: Guard) -> Result<(), ApiError> {
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
    match guard {
        Guard::BindPhone => call.identity.allow(Action::BindPhone, &session)?,
        Guard::Reading | Guard::Counted => call.identity.allow(Action::Read, &session)?,
        Guard::Open | Guard::Active | Guard::AnySession => {}
    }
    provide_context(session);
    Ok(())
}

/// The session that [`authorize`] found.
pub(crate) fn session() -> Result<Session, ApiError> {
    use_context().ok_or_else(|| Errno::SignIn.into())
}

/// The counts that [`authorize`] found with the session.
pub(crate) fn counts() -> Result<Counts, ApiError> {
    use_context().ok_or_else(|| Errno::Internal.into())
}

/// Records how the running call ended.
pub(super) fn record<T>(outcome: &Result<T, ApiError>) {
    if let (Err(error), Some(call)) = (outcome, use_context::<Call>()) {
        call.outcome.settle(error);
    }
}
