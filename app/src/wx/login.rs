//! `wx.login`

use super::{
    PhoneStep, Stage, Wx, WxError,
    double::{self, PhoneRequest},
    network::TIMEOUT_MS,
};
use crate::mask;

/// A code for the server: it lives five minutes and works once. `timeout` in ms.
///
/// # Errors
/// `login:fail …`; `login:fail timeout` when `timeout` passes.
pub(crate) async fn login(wx: Wx, timeout: Option<u32>) -> Result<String, WxError> {
    wx.emit_step(PhoneStep::Login, Stage::Began, "");
    let timeout = timeout.unwrap_or(TIMEOUT_MS);
    let response = double::call_phone(wx, "login", PhoneRequest::default(), None, timeout).await;
    let code = response.and_then(|response| response.code.ok_or(WxError::new("login:fail")));
    match &code {
        Ok(code) => {
            wx.emit_step(PhoneStep::Login, Stage::Done, "login:ok");
            wx.emit_step(PhoneStep::Code, Stage::Done, mask::middle(code, 4, 3));
        }
        Err(error) => wx.emit_step(PhoneStep::Login, Stage::Failed, error.err_msg.as_ref()),
    }
    code
}
