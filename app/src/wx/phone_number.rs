//! `<button open-type="getPhoneNumber">`

use super::{
    Fail, Overlay, Tap, Wx,
    double::{self, Ask},
    modal::ask,
    watch::{Stage, step},
};

/// The number: encrypted under the user's session_key, both in Base64, and by a code that our server may exchange once.
pub(crate) struct PhoneNumber {
    /// Where the base library is 2.21.2 or later.
    pub(crate) code: Option<String>,
    pub(crate) encrypted_data: String,
    pub(crate) iv: String,
}

/// Asks the user, then WeChat.
///
/// # Errors
/// `getPhoneNumber:fail user deny` and what WeChat says.
pub(crate) async fn get_phone_number(wx: Wx, tap: Option<Tap>) -> Result<PhoneNumber, Fail> {
    if tap.is_none() {
        return Err(Fail::new("getPhoneNumber:fail can only be invoked by user TAP gesture."));
    }
    double::reach(wx, "getPhoneNumber")?;
    double::meet(wx).await;
    step("enc", Stage::Began, "");
    let number = asked(wx).await;
    match &number {
        Ok(number) => step("enc", Stage::Done, format!("{} B", number.encrypted_data.len() / 4 * 3)),
        Err(fail) => step("enc", Stage::Failed, fail.err_msg.as_ref()),
    }
    number
}

async fn asked(wx: Wx) -> Result<PhoneNumber, Fail> {
    if !ask(wx, Overlay::PhoneNumber).await {
        return Err(Fail::new("getPhoneNumber:fail user deny"));
    }
    let answer = double::call(wx, "getPhoneNumber", Ask::default(), double::TIMEOUT).await?;
    match (answer.encrypted_data, answer.iv) {
        (Some(encrypted_data), Some(iv)) => Ok(PhoneNumber { code: answer.code, encrypted_data, iv }),
        _ => Err(Fail::new("getPhoneNumber:fail")),
    }
}
