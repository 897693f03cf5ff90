//! Locks per account: an account's concurrent uploads are encoded one at a time.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak},
};

use app::wire::{ApiError, Errno};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The accounts with an upload in progress.
#[derive(Default)]
pub(super) struct AccountLocks(Mutex<HashMap<i64, Weak<Semaphore>>>);

impl AccountLocks {
    /// Waits for the account's lock.
    ///
    /// # Errors
    /// 502 if the semaphore is closed, which never happens.
    pub(super) async fn lock(&self, account: i64) -> Result<OwnedSemaphorePermit, ApiError> {
        let lock = {
            let mut locks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let lock = locks.get(&account).and_then(Weak::upgrade).unwrap_or_else(|| {
                locks.retain(|_, lock| lock.strong_count() > 0);
                Arc::new(Semaphore::new(1))
            });
            locks.insert(account, Arc::downgrade(&lock));
            lock
        };
        lock.acquire_owned().await.map_err(|_| Errno::Internal.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_at_a_time_per_account() {
        let locks = AccountLocks::default();
        let first = locks.lock(1).await.unwrap();
        let other = locks.lock(2).await.unwrap();
        let second = locks.lock(1);
        tokio::pin!(second);
        assert!(futures::poll!(&mut second).is_pending());
        drop(first);
        drop((second.await.unwrap(), other));
        drop(locks.lock(3).await.unwrap());
        assert_eq!(locks.0.lock().unwrap().len(), 1, "released locks are removed");
    }
}
