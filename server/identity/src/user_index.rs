//! user/index: the counts of the personal centre.

use crate::flow::{FlowEvent, emit, emit_response};
use crate::{Counts, Error, Identity, Session, TokenHash};

impl Identity {
    /// Authenticates like [`Identity::authenticate`] and counts the user's rows in the same read.
    ///
    /// # Errors
    /// [`Error::NotSignedIn`], [`Error::Store`].
    pub async fn user_index(&self, token: &str) -> Result<(Session, Counts), Error> {
        let hash = TokenHash::of(token).ok_or(Error::NotSignedIn)?;
        let now_ms = self.now_ms();
        let (found, counts) = match self.store.session_and_counts(&hash, now_ms).await {
            Ok(found) => found.map_or((Ok(None), Counts::default()), |(session, counts)| (Ok(Some(session)), counts)),
            Err(error) => (Err(error), Counts::default()),
        };
        let session = self.admit(&hash, found, now_ms).await?;
        emit(|| FlowEvent::stored("counted", "SELECT", "4 × count(*)"));
        emit_response(|| {
            let Counts { meetings_hosted, meetings_joined, votes_published, votes_cast } = &counts;
            format!(
                "metting_pubs {meetings_hosted} · metting_joins {meetings_joined} · vote_pubs {votes_published} · vote_joins {votes_cast}"
            )
        });
        Ok((session, counts))
    }
}
