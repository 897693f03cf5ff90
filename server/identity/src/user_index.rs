//! user/index: the counts of the personal centre.

use crate::{Counts, Error, Identity, Session};

impl Identity {
    /// Counts the user's rows.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn user_index(&self, session: &Session) -> Result<Counts, Error> {
        Ok(self.store.counts(session.user.id).await?)
    }
}
