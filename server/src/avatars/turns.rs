//! One picture an account at a time: whoever sends many at once waits for himself.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak},
};

use app::wire::{ApiError, Errno};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The accounts whose pictures are made, or wait.
#[derive(Default)]
pub(super) struct Turns(Mutex<HashMap<i64, Weak<Semaphore>>>);

impl Turns {
    /// The account's turn.
    ///
    /// # Errors
    /// 502; in truth never.
    pub(super) async fn of(&self, account: i64) -> Result<OwnedSemaphorePermit, ApiError> {
        let turn = {
            let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let turn = turns.get(&account).and_then(Weak::upgrade).unwrap_or_else(|| {
                turns.retain(|_, turn| turn.strong_count() > 0);
                Arc::new(Semaphore::new(1))
            });
            turns.insert(account, Arc::downgrade(&turn));
            turn
        };
        turn.acquire_owned().await.map_err(|_| Errno::Internal.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_at_a_time_an_account() {
        let turns = Turns::default();
        let first = turns.of(1).await.unwrap();
        let other = turns.of(2).await.unwrap();
        let second = turns.of(1);
        tokio::pin!(second);
        assert!(futures::poll!(&mut second).is_pending());
        drop(first);
        drop((second.await.unwrap(), other));
        drop(turns.of(3).await.unwrap());
        assert_eq!(turns.0.lock().unwrap().len(), 1, "those that are over are forgotten");
    }
}
