//! Uploaded avatars: made from whatever picture comes, and served.

mod encode;
mod serve;
mod uploads;

use std::sync::Arc;

use app::api::{ApiError, Errno};
use bytes::Bytes;
use identity::Avatar;
use tokio::sync::Semaphore;

pub(crate) use serve::router;
pub(crate) use uploads::Uploads;

/// How many pictures are decoded at a time: each keeps one core busy, and may need the memory of [`encode::MOST_BYTES`].
const DECODERS: usize = 2;

/// Where uploads wait for their turn. A wait is part of the request's deadline.
pub(crate) struct Studio {
    decoders: Arc<Semaphore>,
}

impl Studio {
    pub(crate) fn new() -> Self {
        Self { decoders: Arc::new(Semaphore::new(DECODERS)) }
    }

    /// The avatar that a file shows.
    ///
    /// # Errors
    /// 402 for what is no picture of ours.
    pub(crate) async fn avatar(&self, file: Bytes) -> Result<Avatar, ApiError> {
        let decoder = self.decoders.clone().acquire_owned().await.map_err(|_| ApiError::from(Errno::Internal))?;
        let work = tokio::task::spawn_blocking(move || {
            // held until the work ends, also when the request has run out of time before it
            let _decoder = decoder;
            encode::encode(&file).map(|jpeg| Avatar::new(encode::MIME, jpeg))
        });
        match work.await {
            Ok(Ok(avatar)) => Ok(avatar),
            Ok(Err(unfit)) => {
                tracing::info!(%unfit, "an avatar was refused");
                Err(Errno::Invalid.into())
            }
            Err(_) => {
                tracing::error!("a picture made the decoder panic; refused as a broken one");
                Err(Errno::Invalid.into())
            }
        }
    }
}
