//! What needs no login: the swiper and the lists of meetings and votes.

use crate::flow::{FlowEvent, emit};
use crate::{Error, Identity, ListQuery, Listed, Meeting, StoreError, SwiperImage, Vote};

impl Identity {
    /// The swiper's pictures.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn swiper_images(&self) -> Result<Vec<SwiperImage>, Error> {
        read("swiper", self.store.swiper_images().await)
    }

    /// One page of the meetings.
    ///
    /// # Errors
    /// [`Error::Refused`] for `page` < 1 or a `limit` outside 1 to 100, [`Error::Store`].
    pub async fn meetings(&self, query: ListQuery) -> Result<Listed<Meeting>, Error> {
        read("meeting", self.store.meetings(query.checked()?, self.now_ms()).await)
    }

    /// One page of the votes.
    ///
    /// # Errors
    /// As [`Identity::meetings`].
    pub async fn votes(&self, query: ListQuery) -> Result<Listed<Vote>, Error> {
        read("vote", self.store.votes(query.checked()?, self.now_ms()).await)
    }
}

fn read<T>(table: &'static str, found: Result<T, StoreError>) -> Result<T, Error> {
    emit(|| FlowEvent::stored("read", "SELECT", table).succeeded(found.is_ok()));
    Ok(found?)
}

impl ListQuery {
    fn checked(self) -> Result<Self, Error> {
        if self.page < 1 {
            return Err(Error::Refused { field: "page", reason: "below 1" });
        }
        if !(1..=100).contains(&self.limit) {
            return Err(Error::Refused { field: "limit", reason: "not 1 to 100" });
        }
        Ok(self)
    }
}
