//! The file in a `multipart/form-data` body, as `wx.uploadFile` sends it.

use std::convert::Infallible;

use app::wire::{ApiError, Errno};
use bytes::Bytes;
use http::{HeaderMap, header};
use multer::{Constraints, Multipart, SizeLimit};

/// The content of the first field with this name. Its declared type and file name are not looked at, nor are other fields.
///
/// # Errors
/// 402 for a body that is not multipart, 401 without the field, 413 when it is over `limit` bytes.
pub(super) async fn field(headers: &HeaderMap, body: Bytes, name: &str, limit: u64) -> Result<Bytes, ApiError> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let boundary = multer::parse_boundary(kind)
        .map_err(|_| ApiError::from(Errno::Invalid).because("body: not a multipart form"))?;
    let body = futures::stream::iter([Ok::<_, Infallible>(body)]);
    let constraints = Constraints::new().size_limit(SizeLimit::new().for_field(name, limit));
    let mut parts = Multipart::with_constraints(body, boundary, constraints);
    while let Some(part) = parts.next_field().await.map_err(refusal)? {
        if part.name() == Some(name) {
            return part.bytes().await.map_err(refusal);
        }
    }
    Err(ApiError::from(Errno::Missing).because(format!("{name}: missing")))
}

fn refusal(error: multer::Error) -> ApiError {
    match error {
        multer::Error::FieldSizeExceeded { limit, .. } => {
            ApiError::from(Errno::TooLarge).because(format!("file: over {limit} bytes"))
        }
        _ => ApiError::from(Errno::Invalid).because("body: not a whole multipart form"),
    }
}
