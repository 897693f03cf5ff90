//! user/index: the counts of the personal centre.

use crate::hops::{Hop, tell, tell_answer};
use crate::{Counts, Error, Identity, Session};

impl Identity {
    /// Counts the user's rows.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn user_index(&self, session: &Session) -> Result<Counts, Error> {
        let counts = self.store.counts(session.user.id).await;
        tell(|| Hop::stored("counted", "SELECT", "4 × count(*)").held(counts.is_ok()));
        let counts = counts?;
        tell_answer(|| {
            let Counts { meetings_hosted, meetings_joined, votes_published, votes_cast } = &counts;
            format!("{meetings_hosted} · {meetings_joined} · {votes_published} · {votes_cast}")
        });
        Ok(counts)
    }
}
