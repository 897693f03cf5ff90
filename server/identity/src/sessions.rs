//! auth/sessions and auth/revoke: the user's signed-in devices.

use std::time::Duration;

use tokio::time::sleep;

use crate::flow::{FlowEvent, emit};
use crate::{Change, Error, Identity, SESSION_BATCH, Session, SessionId, Store, StoreError, error_chain};

/// Between two batches, so that what users write comes in between.
const PAUSE: Duration = Duration::from_millis(5);

/// A signed-in device, as its user sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionInfo {
    /// The row, to be compared with [`Session::id`]. Never on the wire.
    pub row_id: i64,
    /// What it is called on the wire.
    pub id: SessionId,
    /// A short name made from the User-Agent of the login.
    pub device: String,
    /// The client's address at the login.
    pub ip: String,
    /// When the login was, in UTC epoch ms.
    pub created_ms: i64,
    /// The last call that was written down, in UTC epoch ms.
    pub last_seen_ms: i64,
    /// When it ends unless it is used, in UTC epoch ms.
    pub expires_ms: i64,
}

/// Which of a user's sessions to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Revoke {
    /// This one.
    One(SessionId),
    /// All but the one with this row.
    AllBut(i64),
    /// All.
    All,
}

impl Identity {
    /// The user's sessions, newest first; of many, those that were used last. The caller's own has `session.id` as its `row_id`.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn sessions(&self, session: &Session) -> Result<Vec<SessionInfo>, Error> {
        // the semaphore is never closed
        let permit = self.list_permits.acquire().await;
        let sessions = self.store.sessions(session.account.id, self.now_ms()).await;
        drop(permit);
        emit(|| FlowEvent::stored("listed", "SELECT", "session").succeeded(sessions.is_ok()));
        Ok(sessions?)
    }

    /// Ends one session of the user. Returns how many ended: 0 for a malformed or unknown id and for a session of another user,
    /// so that the response reveals nothing of other users.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn revoke(&self, session: &Session, id: &str) -> Result<u64, Error> {
        let Ok(id) = id.parse() else { return Ok(0) };
        self.end(session, Revoke::One(id)).await
    }

    /// Ends the user's other sessions. Returns how many.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn revoke_others(&self, session: &Session) -> Result<u64, Error> {
        self.end(session, Revoke::AllBut(session.id)).await
    }

    /// Ends all of the user's sessions, the caller's last, so that a caller whose request fails in between can repeat it.
    /// Returns how many.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn revoke_all(&self, session: &Session) -> Result<u64, Error> {
        let others = self.end(session, Revoke::AllBut(session.id)).await?;
        let own = u64::from(self.store.end_session(session.id).await?);
        self.count_ended(own);
        Ok(others.saturating_add(own))
    }

    /// Deletes what has ended, in batches of `limit` rows with pauses between, until nothing is left. Returns how many rows
    /// went. To be called now and then by one task of the server.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn sweep(&self, limit: u32) -> Result<u64, Error> {
        let (mut swept, mut from_ms) = (0_u64, Some(0));
        loop {
            match self.store.sweep_sessions(self.now_ms(), limit).await? {
                0 => break,
                rows => swept = swept.saturating_add(rows),
            }
            sleep(PAUSE).await;
        }
        while let Some(next_ms) = from_ms {
            let keys = self.store.sweep_keys(self.now_ms(), next_ms, limit).await?;
            swept = swept.saturating_add(keys.rows);
            from_ms = keys.next_ms;
            sleep(PAUSE).await;
        }
        Ok(swept)
    }

    /// Runs in its own task, so that it completes also when the request times out or its client disconnects.
    async fn end(&self, session: &Session, which: Revoke) -> Result<u64, Error> {
        let (identity, user_id) = (self.clone(), session.account.id);
        let ending = tokio::spawn(async move {
            let (ended, outcome) = end_sessions(&*identity.store, user_id, which, identity.now_ms()).await;
            identity.count_ended(ended);
            outcome.map(|()| ended)
        });
        let ended = ending.await.unwrap_or_else(|cause| Err(StoreError::Database(Box::new(cause))));
        emit(|| {
            let count = ended.as_ref().copied().unwrap_or_default();
            FlowEvent::stored("revoked", "session", format!("{count} × revoked")).succeeded(ended.is_ok())
        });
        Ok(ended?)
    }

    /// Ends the surplus that one login leaves, of an account older than the limit.
    pub(crate) fn trim_in_background(&self, user_id: i64) {
        let identity = self.clone();
        tokio::spawn(async move {
            loop {
                sleep(PAUSE).await;
                let keep = identity.config.max_sessions;
                match identity.store.trim_sessions(user_id, keep, identity.now_ms()).await {
                    Ok(ended) => {
                        identity.count_ended(ended);
                        if ended < u64::from(SESSION_BATCH) {
                            break;
                        }
                    }
                    Err(error) => {
                        tracing::warn!(user = user_id, error = %error_chain(&error), "surplus sessions not ended");
                        break;
                    }
                }
            }
        });
    }

    pub(crate) fn count_ended(&self, ended: u64) {
        if ended > 0 {
            (self.config.count)(Change::Ended(ended));
        }
    }
}

/// Ends sessions of a user in batches, with pauses between, until none is left. Returns how many ended, also where the
/// database fails in between.
pub async fn end_sessions(
    store: &dyn Store,
    user_id: i64,
    which: Revoke,
    now_ms: i64,
) -> (u64, Result<(), StoreError>) {
    let mut ended = 0_u64;
    loop {
        match store.revoke(user_id, &which, now_ms).await {
            Ok(rows) => {
                ended = ended.saturating_add(rows);
                if rows < u64::from(SESSION_BATCH) {
                    return (ended, Ok(()));
                }
            }
            Err(error) => return (ended, Err(error)),
        }
        sleep(PAUSE).await;
    }
}
