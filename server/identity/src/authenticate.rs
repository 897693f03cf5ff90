//! A token becomes a session: one indexed read, and at most one write a minute.

use std::time::Duration;

use tokio::time::timeout;

use crate::flow::{FlowEvent, emit};
use crate::{Error, Identity, Session, StoreError, TokenHash};

/// How stale `last_seen_ms` may be, in ms: a busy client costs one write a minute, not one a call.
const TOUCH_AFTER_MS: i64 = 60_000;
/// How long a call waits for that write: it is valid without it, and a database that writes slowly still reads.
const TOUCH_TIMEOUT: Duration = Duration::from_secs(1);

impl Identity {
    /// The session of a token, whatever the status of its user (logout is open to a disabled account too).
    /// Slides the idle end at most once a minute and session.
    ///
    /// # Errors
    /// [`Error::NotSignedIn`], [`Error::Store`].
    pub async fn authenticate(&self, token: &str) -> Result<Session, Error> {
        let hash = TokenHash::of(token).ok_or(Error::NotSignedIn)?;
        let now_ms = self.now_ms();
        let found = self.store.session(&hash, now_ms).await;
        self.admit(&hash, found, now_ms).await
    }

    /// Admits the session that a read found: marks the token as used and slides the idle end.
    pub(crate) async fn admit(
        &self,
        hash: &TokenHash,
        found: Result<Option<Session>, StoreError>,
        now_ms: i64,
    ) -> Result<Session, Error> {
        emit(|| {
            FlowEvent::stored("authenticated", "sha256(token)", hash.abbreviated())
                .succeeded(matches!(found, Ok(Some(_))))
        });
        let mut session = found?.ok_or(Error::NotSignedIn)?;
        self.logins.token_used(hash);
        if now_ms.saturating_sub(session.last_seen_ms) < TOUCH_AFTER_MS {
            return Ok(session);
        }
        let idle_ends_ms = now_ms.saturating_add(self.config.idle_ms);
        let touched = timeout(TOUCH_TIMEOUT, self.store.touch(session.id, now_ms, idle_ends_ms)).await;
        emit(|| FlowEvent::stored("touched", "session", "last seen").succeeded(matches!(touched, Ok(Ok(())))));
        match touched {
            Ok(Ok(())) => {
                session.last_seen_ms = now_ms;
                session.expires_ms = idle_ends_ms.min(session.absolute_ends_ms);
            }
            // The call itself is valid; the next one tries again.
            Ok(Err(error)) => {
                tracing::warn!(session = session.id, error = %crate::error_chain(&error), "session not touched")
            }
            Err(_) => tracing::warn!(session = session.id, "session not touched in time"),
        }
        Ok(session)
    }
}

impl Session {
    /// The session, if its user may act.
    ///
    /// # Errors
    /// [`Error::AccountDisabled`] when the account is disabled or closed.
    pub fn active(self) -> Result<Self, Error> {
        if self.account.status == crate::Status::Active {
            Ok(self)
        } else {
            Err(Error::AccountDisabled(self.account.id))
        }
    }
}
