//! The phone's network: what every call shares, whether it goes to WeChat or to our server.

use leptos::prelude::*;

use super::{ReceivedResponse, Wx, WxError};
use crate::browser::{
    http::{Request, Response},
    timer,
};

/// How long a response is waited for unless the call says so, in ms.
pub(super) const TIMEOUT_MS: u32 = 60_000;
/// What a phone without network says.
const OFFLINE: &str = "net::ERR_INTERNET_DISCONNECTED";
/// The header that names the double's world.
const WORLD_HEADER: &str = "x-double-world";

/// Why no response came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoResponse {
    /// The server is not reached, or a signal ended the request.
    Unreachable,
    /// The time is over.
    TimedOut,
}

impl NoResponse {
    /// The errMsg of `api`: `{api}:fail` or `{api}:fail timeout`.
    pub(super) fn err_msg(self, api: &str) -> String {
        match self {
            Self::Unreachable => format!("{api}:fail"),
            Self::TimedOut => format!("{api}:fail timeout"),
        }
    }
}

/// Whether the phone has a network at all.
///
/// # Errors
/// `…:fail net::ERR_INTERNET_DISCONNECTED`
pub(super) fn check_online(wx: Wx, api: &str) -> Result<(), WxError> {
    if wx.offline.get_untracked() { Err(format!("{api}:fail {OFFLINE}").into()) } else { Ok(()) }
}

impl Wx {
    /// Sends a request of the page in the double's world.
    pub(crate) async fn send(self, request: Request) -> Option<Response> {
        self.in_world(request).send().await
    }

    /// The request with the world's name.
    pub(super) fn in_world(self, request: Request) -> Request {
        request.header(WORLD_HEADER, self.world.get_value())
    }

    /// The same within `timeout` ms.
    ///
    /// # Errors
    /// Why no response came.
    pub(super) async fn send_within(self, timeout: u32, request: Request) -> Result<ReceivedResponse, NoResponse> {
        let response = timer::within(timeout, self.send(request)).await.ok_or(NoResponse::TimedOut)?;
        response.map(Into::into).ok_or(NoResponse::Unreachable)
    }
}

impl From<Response> for ReceivedResponse {
    fn from(response: Response) -> Self {
        let Response { status, headers, body, waited_ms } = response;
        Self { status, headers, body, waited_ms: Some(waited_ms) }
    }
}
