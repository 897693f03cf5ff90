//! Uploaded avatars: made from whatever picture comes, and served.

mod serve;
mod turns;

use std::sync::Arc;

use app::wire::{ApiError, Errno};
use bytes::Bytes;
use identity::Avatar;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use turns::Turns;

pub(crate) use serve::router;

/// Where uploads wait for their turn: one place for pictures of any size, which may take seconds and as much memory as
/// [`::avatar::MAX_BYTES`], and one for small ones alone, so that these do not wait long behind large ones.
pub(crate) struct Studio {
    any: Arc<Semaphore>,
    small: Arc<Semaphore>,
    turns: Turns,
}

impl Studio {
    pub(crate) fn new() -> Self {
        Self { any: Arc::new(Semaphore::new(1)), small: Arc::new(Semaphore::new(1)), turns: Turns::default() }
    }

    async fn place(&self, large: bool) -> Result<OwnedSemaphorePermit, ApiError> {
        let any = self.any.clone().acquire_owned();
        let place = if large {
            any.await
        } else {
            tokio::select! {
                biased;
                small = self.small.clone().acquire_owned() => small,
                any = any => any,
            }
        };
        place.map_err(|_| Errno::Internal.into())
    }

    /// The avatar that an account's file shows, when it is the account's turn and there is a place.
    ///
    /// # Errors
    /// 402 for what is no picture of ours.
    pub(crate) async fn avatar(&self, account: i64, file: Bytes) -> Result<Avatar, ApiError> {
        let large = ::avatar::is_large(&file).map_err(refusal)?;
        let _turn = self.turns.of(account).await?;
        let decoder = self.place(large).await?;
        let work = tokio::task::spawn_blocking(move || {
            // held until the work ends, also when the request has run out of time before it
            let _decoder = decoder;
            let made = ::avatar::encode(&file).map(|jpeg| Avatar::new(::avatar::MIME, jpeg));
            drop(file);
            heap_count::give_back();
            made
        });
        match work.await {
            Ok(Ok(avatar)) => Ok(avatar),
            Ok(Err(unfit)) => Err(refusal(unfit)),
            Err(_) => {
                tracing::error!("a picture made the decoder panic; refused as a broken one");
                Err(ApiError::from(Errno::Invalid).because(format!("file: {}", ::avatar::Unfit::Broken)))
            }
        }
    }
}

fn refusal(unfit: ::avatar::Unfit) -> ApiError {
    tracing::info!(%unfit, "an avatar was refused");
    ApiError::from(Errno::Invalid).because(format!("file: {unfit}"))
}
