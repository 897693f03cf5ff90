//! The body of a request, up to a limit, and what becomes of one that is longer.

use std::time::Duration;

use app::api::{ApiError, Errno};
use axum::body::Body;
use bytes::{Bytes, BytesMut};
use http::{HeaderMap, header};
use http_body::Body as _;
use http_body_util::BodyExt;

/// What a JSON body may weigh, in bytes.
const LIMIT: usize = 64 * 1024;
/// How much of a body that is too long is read and dropped, in bytes: a client that is still sending would otherwise meet
/// a closed connection and never read the 413.
const DRAIN: usize = 8 * 1024 * 1024;
/// For how long.
const DRAIN_TIME: Duration = Duration::from_secs(5);

/// Reads a body.
///
/// # Errors
/// 413 over the limit; 402 when the client stops in the middle.
pub(super) async fn read(mut body: Body, headers: &HeaderMap) -> Result<Bytes, ApiError> {
    if body.size_hint().lower() > LIMIT as u64 {
        // with `Expect: 100-continue` nothing was sent yet, and nothing needs to be
        if !headers.contains_key(header::EXPECT) {
            drain(body).await;
        }
        return Err(Errno::TooLarge.into());
    }
    let mut all = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| ApiError::from(Errno::Invalid))?;
        if let Some(data) = frame.data_ref() {
            if all.len() + data.len() > LIMIT {
                drain(body).await;
                return Err(Errno::TooLarge.into());
            }
            all.extend_from_slice(data);
        }
    }
    Ok(all.freeze())
}

async fn drain(mut body: Body) {
    let dropped = async {
        let mut left = DRAIN;
        while let Some(Ok(frame)) = body.frame().await {
            left = left.saturating_sub(frame.data_ref().map_or(0, Bytes::len));
            if left == 0 {
                break;
            }
        }
    };
    // running out of time is as good an end as any
    drop(tokio::time::timeout(DRAIN_TIME, dropped).await);
}
