//! auth/avatar as the page calls it. No server function: its body is a form, which the server reads as it comes.

use crate::wire::{ApiError, AvatarData};

/// A temporary file becomes the own avatar.
///
/// # Errors
/// 501, 719, 413, 402 where it is no picture, 429.
pub(crate) async fn avatar(file: String) -> Result<AvatarData, ApiError> {
    #[cfg(feature = "hydrate")]
    return crate::wire::open(&crate::wx::request::upload([super::super::BASE, "/auth/avatar"].concat(), file).await?);
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = file;
        Err(crate::wire::Errno::Internal.into()) // only the page calls it
    }
}
