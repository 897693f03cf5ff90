//! logout: ends the session that carried the token, and no other.

use crate::flow::{FlowEvent, emit};
use crate::{Change, Error, Identity, Session};

impl Identity {
    /// Ends `session`; the user's other devices stay signed in.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn logout(&self, session: &Session) -> Result<(), Error> {
        let ended = self.store.end_session(session.id).await;
        emit(|| FlowEvent::stored("ended", "session", "revoked").succeeded(ended.is_ok()));
        (self.config.count)(Change::Ended(ended?.into()));
        Ok(())
    }
}
