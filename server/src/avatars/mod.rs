//! Uploaded avatars: encoding and download.

mod account_locks;
mod download;

use std::sync::Arc;

use app::wire::{ApiError, Errno};
use bytes::Bytes;
use identity::Avatar;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use account_locks::AccountLocks;

pub(crate) use download::router;

/// Encodes uploads with limited concurrency: one permit for pictures of any size, which may take seconds and as much memory as
/// [`::avatar::MAX_BYTES`], and one for small pictures only, so that these do not wait behind large ones.
pub(crate) struct AvatarEncoder {
    any: Arc<Semaphore>,
    small: Arc<Semaphore>,
    locks: AccountLocks,
}

impl AvatarEncoder {
    pub(crate) fn new() -> Self {
        Self { any: Arc::new(Semaphore::new(1)), small: Arc::new(Semaphore::new(1)), locks: AccountLocks::default() }
    }

    async fn permit(&self, large: bool) -> Result<OwnedSemaphorePermit, ApiError> {
        let any = self.any.clone().acquire_owned();
        let permit = if large {
            any.await
        } else {
            tokio::select! {
                biased;
                small = self.small.clone().acquire_owned() => small,
                any = any => any,
            }
        };
        permit.map_err(|_| Errno::Internal.into())
    }

    /// Encodes an account's upload, one at a time per account.
    ///
    /// # Errors
    /// 402 for an invalid picture.
    pub(crate) async fn encode(&self, account: i64, file: Bytes) -> Result<Avatar, ApiError> {
        let large = ::avatar::is_large(&file).map_err(refusal)?;
        let _lock = self.locks.lock(account).await?;
        let permit = self.permit(large).await?;
        let work = tokio::task::spawn_blocking(move || {
            // held until the work ends, even if the request times out before
            let _permit = permit;
            let encoded = ::avatar::encode(&file).map(|jpeg| Avatar::new(::avatar::MIME, jpeg));
            drop(file);
            heap_count::release_to_system();
            encoded
        });
        match work.await {
            Ok(Ok(avatar)) => Ok(avatar),
            Ok(Err(reason)) => Err(refusal(reason)),
            Err(_) => {
                tracing::error!("image decoder panicked; avatar rejected");
                Err(ApiError::from(Errno::Invalid).because(format!("file: {}", ::avatar::InvalidImage::Broken)))
            }
        }
    }
}

fn refusal(reason: ::avatar::InvalidImage) -> ApiError {
    tracing::info!(%reason, "avatar rejected");
    ApiError::from(Errno::Invalid).because(format!("file: {reason}"))
}
