//! POST auth/avatar, the one call whose body is not JSON and so no server function: `wx.uploadFile` sends a form.
//!
//! The token is looked at before the body, so that a stranger's two megabytes are counted (413 comes before 501) but not
//! kept. The body comes before the account's turn, so that a client which stops in the middle holds up nobody.

use app::{
    protocol::call::Call,
    wire::{ApiError, AvatarData, Errno},
};
use axum::body::Body;
use http::HeaderMap;
use identity::{Action, Session};

use super::{body, deadline::Deadline, multipart};
use crate::{body_budget::Sender, state::Server};

/// Its path.
pub(crate) const PATH: &str = "/oapro/wx/auth/avatar";
/// What the file may weigh, in bytes.
pub(crate) const FILE: usize = 2 * 1024 * 1024;
/// What the body may weigh: the file, and as much beside it as any other call may send.
const BODY: usize = FILE + body::JSON;

/// The picture in the field `file` becomes the account's avatar.
///
/// # Errors
/// 429, 408, 413, 501, 719, 402, 401 without the field, 505.
pub(super) async fn upload(
    server: &Server,
    call: &Call,
    headers: &HeaderMap,
    body: Body,
) -> Result<AvatarData, ApiError> {
    let mut deadline = Deadline::new();
    let session = match deadline.work(admit(call)).await? {
        Ok(session) => session,
        Err(refusal) => {
            if refusal.is(Errno::TooMany) {
                body::discard(body, headers).await;
            } else {
                body::measure(body, headers, BODY).await?;
            }
            return Err(refusal);
        }
    };
    let account = session.account.id;
    let (bytes, _room) = body::receive(&server.uploads, Sender::Account(account), body, headers, BODY).await?;
    let made = async {
        let file = multipart::field(headers, bytes, "file", FILE as u64).await?;
        let avatar = server.avatar_encoder.encode(account, file).await?;
        let path = call.identity.put_avatar(&session, &avatar).await?;
        Ok(AvatarData { avatar_url: call.absolute(&path) })
    };
    deadline.work(made).await?
}

async fn admit(call: &Call) -> Result<Session, ApiError> {
    let session = call.session().await?.active()?;
    call.identity.allow(Action::UploadAvatar, &session)?;
    Ok(session)
}
