//! `wx.checkSession`

use super::{
    Wx, WxError,
    double::{self, PhoneRequest},
    network::TIMEOUT_MS,
};

/// Whether the session_key of the last `wx.login` on this phone is still valid.
///
/// # Errors
/// `checkSession:fail session_key expired`, or that WeChat was not reached.
pub(crate) async fn check_session(wx: Wx) -> Result<(), WxError> {
    double::call_phone(wx, "checkSession", PhoneRequest::default(), None, TIMEOUT_MS).await.map(drop)
}
