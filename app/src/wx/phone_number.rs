//! `<button open-type="getPhoneNumber">`

use leptos::prelude::*;
use serde::Serialize;

use super::{
    Overlay, PhoneStep, Stage, Tap, Wx, WxError,
    double::{self, PhoneRequest},
    network::TIMEOUT_MS,
};
use crate::mask;

/// The number: encrypted under the user's session_key, both in Base64, and by a code that our server may exchange once.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PhoneNumber {
    /// Where the base library is 2.21.2 or later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) code: Option<String>,
    pub(crate) encrypted_data: String,
    pub(crate) iv: String,
}

/// Asks the user, then WeChat.
///
/// # Errors
/// `getPhoneNumber:fail user deny` and what WeChat says.
pub(crate) async fn get_phone_number(wx: Wx, tap: Option<Tap>) -> Result<PhoneNumber, WxError> {
    if tap.is_none() {
        return Err(WxError::new("getPhoneNumber:fail can only be invoked by user TAP gesture."));
    }
    double::load_people(wx).await;
    wx.emit_step(PhoneStep::Encrypted, Stage::Began, "");
    let number = request(wx).await;
    match &number {
        Ok(PhoneNumber { code: Some(code), .. }) if wx.bind_by_code.get_untracked() => {
            wx.emit_step(PhoneStep::PhoneCode, Stage::Done, mask::middle(code, 4, 3));
        }
        Ok(number) => {
            let bytes = number.encrypted_data.trim_end_matches('=').len() * 3 / 4;
            wx.emit_step(PhoneStep::Encrypted, Stage::Done, format!("{bytes} B"));
        }
        Err(error) => wx.emit_step(PhoneStep::Encrypted, Stage::Failed, error.err_msg.as_ref()),
    }
    number
}

async fn request(wx: Wx) -> Result<PhoneNumber, WxError> {
    let consent = (Overlay::PhoneNumber, "getPhoneNumber:fail user deny");
    let response = double::call_phone(wx, "getPhoneNumber", PhoneRequest::default(), Some(consent), TIMEOUT_MS).await?;
    match (response.encrypted_data, response.iv) {
        (Some(encrypted_data), Some(iv)) => Ok(PhoneNumber { code: response.code, encrypted_data, iv }),
        _ => Err(WxError::new("getPhoneNumber:fail")),
    }
}
