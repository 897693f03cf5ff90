//! auth/sessions and auth/revoke: the user's signed-in devices.

use std::time::Duration;

use tokio::time::sleep;

use crate::hops::{Hop, tell};
use crate::{Change, Error, Identity, Session, SessionId};

/// Between two batches of a sweep, so that what users write comes in between.
const SWEEP_PAUSE: Duration = Duration::from_millis(5);

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
    /// The user's sessions, newest first; the caller's own is the one whose `row_id` is `session.id`.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn sessions(&self, session: &Session) -> Result<Vec<SessionInfo>, Error> {
        let sessions = self.store.sessions(session.account.id, self.now_ms()).await;
        tell(|| Hop::stored("listed", "SELECT", "session").held(sessions.is_ok()));
        Ok(sessions?)
    }

    /// Ends one session of the user. Returns how many ended: 0 for what is not an id, not there, or somebody else's, so
    /// that nothing is told of other users.
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

    /// Ends all of the user's sessions, the caller's too. Returns how many.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn revoke_all(&self, session: &Session) -> Result<u64, Error> {
        self.end(session, Revoke::All).await
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
            sleep(SWEEP_PAUSE).await;
        }
        while let Some(next_ms) = from_ms {
            let keys = self.store.sweep_keys(self.now_ms(), next_ms, limit).await?;
            swept = swept.saturating_add(keys.rows);
            from_ms = keys.next_ms;
            sleep(SWEEP_PAUSE).await;
        }
        Ok(swept)
    }

    async fn end(&self, session: &Session, which: Revoke) -> Result<u64, Error> {
        let ended = self.store.revoke(session.account.id, &which, self.now_ms()).await;
        tell(|| {
            let count = ended.as_ref().copied().unwrap_or_default();
            Hop::stored("revoked", "session", format!("{count} × revoked")).held(ended.is_ok())
        });
        let ended = ended?;
        (self.config.count)(Change::Ended(ended));
        Ok(ended)
    }
}
