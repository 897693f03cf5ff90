//! The body of a request: up to a limit and within its time. What becomes of one that is longer, or does not come.

use std::{sync::Arc, time::Duration};

use app::wire::{ApiError, Errno};
use axum::body::Body;
use bytes::Bytes;
use http::{HeaderMap, header};
use http_body::Body as _;
use http_body_util::BodyExt;
use tokio::time::timeout;

use crate::body_budget::{BodyBudget, Reservation, Sender};

/// What a JSON body may weigh, in bytes.
pub(crate) const JSON: usize = app::protocol::MAX_BODY;
/// What the body of a login may weigh, in bytes: [`JSON`], and decorations that are left out, such as a picture as a
/// `data:` address.
pub(crate) const LOGIN: usize = 1024 * 1024;
/// For how long a client may send its body. Its slowness is its own, see [`Deadline`](super::deadline::Deadline).
const SENDING_TIME: Duration = Duration::from_secs(15);
/// How much of a body that nobody wants is read and dropped, in bytes: a client that is still sending would otherwise meet
/// a closed connection and never read the answer.
const DRAIN: usize = 8 * 1024 * 1024;
/// For how long, after a 413.
const DRAIN_TIME: Duration = Duration::from_secs(5);
/// For how long, after a 429: who calls too often is not waited for.
const DISCARD_TIME: Duration = Duration::from_secs(1);

/// Takes in a body of at most `limit` bytes, and with it the room that it holds.
///
/// # Errors
/// 413 over the limit; 408 when it does not come in time, or has to make room for others; 402 when the client ends the
/// connection in the middle; 429 when there is no room.
pub(super) async fn receive(
    bodies: &Arc<BodyBudget>,
    sender: Sender,
    body: Body,
    headers: &HeaderMap,
    limit: usize,
) -> Result<(Bytes, Option<Reservation>), ApiError> {
    if body.is_end_stream() {
        return Ok((Bytes::new(), None));
    }
    let (mut incoming, evicted) = bodies.begin(sender);
    tokio::select! {
        sent = each(body, headers, limit, |data| incoming.push(data)) => sent?,
        _ = evicted => return Err(ApiError::too_slow()),
    }
    let (bytes, room) = incoming.complete()?;
    Ok((bytes, Some(room)))
}

/// Reads a body that is refused for another reason, and keeps nothing of it.
///
/// # Errors
/// 413 over the limit; 408 when it does not come in time; 402 when the client ends the connection in the middle.
pub(super) async fn measure(body: Body, headers: &HeaderMap, limit: usize) -> Result<(), ApiError> {
    each(body, headers, limit, |_| Ok(())).await
}

/// Lets a client that is refused finish sending, for a moment.
pub(super) async fn discard(body: Body, headers: &HeaderMap) {
    drain_unless_it_waits(body, headers, DISCARD_TIME).await;
}

/// Hands over the body piece by piece. What `take` refuses ends it.
///
/// # Errors
/// As [`measure`], and what `take` says.
async fn each(
    mut body: Body,
    headers: &HeaderMap,
    limit: usize,
    mut take: impl FnMut(&[u8]) -> Result<(), ApiError>,
) -> Result<(), ApiError> {
    if body.size_hint().lower() > limit as u64 {
        drain_unless_it_waits(body, headers, DRAIN_TIME).await;
        return Err(ApiError::too_large(limit));
    }
    let mut size = 0_usize;
    let sent = async {
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|_| ApiError::from(Errno::Invalid).because("body: broke off"))?;
            if let Some(data) = frame.data_ref() {
                size = size.saturating_add(data.len());
                if size > limit {
                    return Err(ApiError::too_large(limit));
                }
                take(data)?;
            }
        }
        Ok(())
    };
    let outcome: Result<(), ApiError> = timeout(SENDING_TIME, sent).await.unwrap_or_else(|_| Err(ApiError::too_slow()));
    if outcome.as_ref().is_err_and(|refusal| refusal.is(Errno::TooLarge)) {
        drain(body, DRAIN_TIME).await;
    }
    outcome
}

/// With `Expect: 100-continue` nothing was sent yet, and nothing needs to be.
async fn drain_unless_it_waits(body: Body, headers: &HeaderMap, time: Duration) {
    if !headers.contains_key(header::EXPECT) {
        drain(body, time).await;
    }
}

async fn drain(mut body: Body, time: Duration) {
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
    drop(timeout(time, dropped).await);
}

#[cfg(test)]
#[path = "body_tests.rs"]
mod tests;
